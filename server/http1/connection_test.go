// SPDX-License-Identifier: MIT

package http1

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// answerPath answers with the path of the request.
func answerPath(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.URL.Path) }

func TestKeepAlive(t *testing.T) {
	old := func(fields ...string) string { return lines(append([]string{"GET / HTTP/1.0"}, fields...)...) }
	tests := []struct {
		name  string
		limit int // requests on the connection
		heads []string
		want  []string // Connection and Keep-Alive of each answer, the last of which ends the connection
	}{
		{
			"counts down to close", 3,
			[]string{get("/"), get("/"), get("/")},
			[]string{"keep-alive timeout=30, max=3", "keep-alive timeout=30, max=2", "close "},
		},
		{
			"no limit, until the client says close", 0,
			[]string{get("/"), get("/"), get("/", "Connection: close")},
			[]string{"keep-alive timeout=30", "keep-alive timeout=30", "close "},
		},
		{"limit of one", 1, []string{get("/")}, []string{"close "}},
		{"close among other options", 0, []string{get("/", "Connection: te", "Connection: x, Close")}, []string{"close "}},
		{"HTTP/1.0", 0, []string{old()}, []string{"close "}},
		{
			"HTTP/1.0 with keep-alive", 0,
			[]string{old("Connection: keep-alive"), old("Connection: Keep-Alive"), old()},
			[]string{"keep-alive timeout=30", "keep-alive timeout=30", "close "},
		},
		{"keep-alive and close", 0, []string{old("Connection: keep-alive, close")}, []string{"close "}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := newTestEngine(t, answerPath, func(o *Options) { o.Limits.Requests = tt.limit })
				p := e.connect()
				var got []string
				for _, head := range tt.heads {
					p.send(head)
					a := p.wantAnswer(http.StatusOK, "/")
					if a.Close { // ReadResponse takes that field away
						a.Header.Set("Connection", "close")
					}
					got = append(got, a.Header.Get("Connection")+" "+a.Header.Get("Keep-Alive"))
				}
				if diff := cmp.Diff(tt.want, got); diff != "" {
					t.Errorf("Connection and Keep-Alive (-want +got):\n%s", diff)
				}
				p.wantEnd()
			})
		})
	}
}

func TestHandlerSaysClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newTestEngine(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Connection", "close") })
		p := e.connect()
		p.send(get("/") + get("/"))
		if a := p.wantAnswer(http.StatusOK, ""); !a.Close {
			t.Error("answer of a handler that says close is to be kept alive")
		}
		p.wantEnd()
	})
}

func TestRefusedHead(t *testing.T) {
	long := strings.Repeat("a", maxHead)
	tests := []struct {
		name   string
		sent   string
		ends   bool // the client half-closes behind it
		status int
	}{
		{"malformed", lines("GET / HTTP/1.1", "Host : a"), false, http.StatusBadRequest},
		{"half, and silence", "GET / HTTP/1.1\r\nHo", false, http.StatusRequestTimeout},
		{"half, and the end", "GET / HTTP/1.1\r\nHo", true, http.StatusBadRequest},
		{"one byte, and the end", "G", true, http.StatusBadRequest},
		{"target too long", "GET /" + long, false, http.StatusRequestURITooLong},
		{"fields too long", "GET / HTTP/1.1\r\nA: " + long, false, http.StatusRequestHeaderFieldsTooLarge},
		{"too many fields", "GET / HTTP/1.1\r\n" + strings.Repeat("A: b\r\n", maxFields+1), false, http.StatusRequestHeaderFieldsTooLarge},
	}
	for _, tt := range tests {
		for before, head := range map[string]string{"first": "", "after another": get("/")} {
			t.Run(tt.name+", "+before, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					e := newTestEngine(t, answerPath)
					p := e.connect()
					if head != "" {
						p.send(head)
						p.wantAnswer(http.StatusOK, "/")
					}
					p.send(tt.sent)
					if tt.ends {
						_ = p.Conn.(*memoryConn).CloseWrite()
					}
					synctest.Wait()
					wantBusy(t, e, 0)
					if a := p.answer(); a.StatusCode != tt.status || !a.Close || a.Header.Get("X-Request-Id") == "" {
						t.Errorf("answer = %d close=%v %v, want %d, close and an id", a.StatusCode, a.Close, a.Header, tt.status)
					}
					p.wantEnd()
				})
			})
		}
	}
}

// wantBusy compares how many workers are lent.
func wantBusy(t *testing.T, e *testEngine, want int) {
	t.Helper()
	if got := e.pool.Load().Busy; got != want {
		t.Errorf("%d workers busy, want %d", got, want)
	}
}

func TestWorkerIsLentFromHeadToAnswer(t *testing.T) {
	post := lines("POST / HTTP/1.1", "Host: a", "Content-Length: 4")
	tests := []struct {
		name string
		sent string
		busy int
	}{
		{"new connection", "", 0},
		{"half a head", "GET / HTTP/1.1\r\n", 0},
		{"head without its last byte", strings.TrimSuffix(get("/"), "\n"), 0},
		{"after an answer", get("/"), 0},
		{"after an answer, half a head", get("/") + "GET", 0},
		{"while the handler runs", get("/wait"), 1},
		{"while a body is awaited", post + "ab", 1},
		{"after a body", post + "abcd", 0},
		{"after a body, half a head", post + "abcdGET", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				release := make(chan struct{})
				e := newTestEngine(t, func(_ http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/wait" {
						<-release
					}
					_, _ = io.ReadAll(r.Body)
				})
				defer close(release)
				e.connect().send(tt.sent)
				synctest.Wait()
				wantBusy(t, e, tt.busy)
			})
		})
	}
}

// A request whose body the handler has left is read away, so that the next one
// is found; with more than that is worth, the connection ends.
func TestUnreadBody(t *testing.T) {
	tests := []struct {
		name  string
		size  int
		close bool
	}{
		{"small", 10, false},
		{"as large as is read away", discardLimit, false},
		{"larger", discardLimit + 1, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := newTestEngine(t, answerPath)
				p := e.connect()
				body := strings.Repeat("b", tt.size)
				p.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + strconv.Itoa(tt.size) + "\r\n\r\n" + body + get("/b"))
				if a := p.wantAnswer(http.StatusOK, "/a"); a.Close != tt.close {
					t.Errorf("close = %v behind an unread body of %d, want %v", a.Close, tt.size, tt.close)
				}
				if tt.close {
					p.wantEnd()
					return
				}
				p.wantAnswer(http.StatusOK, "/b")
			})
		})
	}
}

func TestLimitsChangeOnLivingConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newTestEngine(t, answerPath)
		p := e.connect()
		p.send(get("/"))
		p.wantAnswer(http.StatusOK, "/")
		e.SetLimits(Limits{Idle: 7 * time.Second, Head: time.Second, Stall: time.Second, Requests: 9})
		p.send(get("/"))
		if got, want := p.answer().Header.Get("Keep-Alive"), "timeout=7, max=8"; got != want {
			t.Errorf("Keep-Alive = %q after SetLimits, want %q", got, want)
		}
		began := time.Now()
		p.wantEnd()
		wantTook(t, began, 7*time.Second)
	})
}

// wantTook compares the time since began, in a synctest bubble.
func wantTook(t *testing.T, began time.Time, want time.Duration) {
	t.Helper()
	if took := time.Since(began); took != want {
		t.Errorf("took %v, want %v", took, want)
	}
}

// What the engine says while a connection is on its way into a wait is seen
// there: no deadline of the wait may hide it.
func TestWaitThatIsNotWanted(t *testing.T) {
	tests := []struct {
		name string
		said func(e *Engine, c *connection)
		took time.Duration
	}{
		{"drain", func(e *Engine, _ *connection) { e.draining.Store(true) }, lastLook},
		{"woken", func(_ *Engine, c *connection) { c.woken.Store(true) }, lastLook},
		{"cut", func(e *Engine, _ *connection) { e.cutAll() }, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := newTestEngine(t, answerPath)
				server, _ := newMemoryConn(40000)
				c := newConnection(e.Engine, server)
				tt.said(e.Engine, c)
				began := time.Now()
				c.live()
				wantTook(t, began, tt.took)
			})
		})
	}
}

// What is no HTTP at all, such as a TLS hello on this port, is refused with its
// first byte.
func TestNoHTTPIsRefusedAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newTestEngine(t, answerPath)
		p := e.connect()
		began := time.Now()
		p.send("\x16\x03\x01\x02\x00\x01")
		if a := p.answer(); a.StatusCode != http.StatusBadRequest {
			t.Errorf("a TLS hello: status %d, want 400", a.StatusCode)
		}
		wantTook(t, began, 0)
	})
}
