// SPDX-License-Identifier: MIT

package http1

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"porchlight/server/pool"
)

// pipeline returns requests for /0 to /n-1, in one text.
func pipeline(n int) string {
	var all strings.Builder
	for i := range n {
		all.WriteString(get(fmt.Sprint("/", i)))
	}
	return all.String()
}

func TestPipelineIsAnsweredInOrder(t *testing.T) {
	tests := []struct {
		name   string
		n      int
		piece  int // bytes in a write
		writes int64
	}{
		{"all in one piece", 50, 1 << 20, 1},
		{"more than the input holds", 1000, 1 << 20, 20},
		{"heads cut anywhere", 300, 101, 150},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := newTestEngine(t, answerPath)
				p := e.connect()
				for text := pipeline(tt.n); text != ""; synctest.Wait() {
					n := min(tt.piece, len(text))
					p.send(text[:n])
					text = text[n:]
				}
				for i := range tt.n {
					p.wantAnswer(http.StatusOK, fmt.Sprint("/", i))
				}
				if writes := p.server.(*memoryConn).writes.Load(); writes > tt.writes {
					t.Errorf("%d answers in %d writes, want at most %d", tt.n, writes, tt.writes)
				}
			})
		})
	}
}

func TestPipelineWithBodies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) })
		p := e.connect()
		large := strings.Repeat("large ", 10_000)
		length := "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: "
		p.send(get("/") + length + "5\r\n\r\nfirst" + length + "60000\r\n\r\n" + large +
			lines("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked") + "4\r\nlast\r\n0\r\n\r\n" + get("/"))
		for _, want := range []string{"", "first", large, "last", ""} {
			p.wantAnswer(http.StatusOK, want)
		}
	})
}

// What was asked before a fault is answered in full, then comes the refusal
// and the end: nothing behind a fault is a request.
func TestFaultBehindGoodRequests(t *testing.T) {
	tests := []struct {
		name   string
		fault  string
		status int
	}{
		{"malformed", lines("GET /no HTTP/1.1", "Host: a", " folded"), http.StatusBadRequest},
		{"no Host", lines("GET /no HTTP/1.1"), http.StatusBadRequest},
		{"two lengths", lines("POST /no HTTP/1.1", "Host: a", "Content-Length: 1", "Content-Length: 1"), http.StatusBadRequest},
		{"unknown coding", lines("POST /no HTTP/1.1", "Host: a", "Transfer-Encoding: gzip"), http.StatusNotImplemented},
		{"another version", lines("GET /no HTTP/2.0", "Host: a"), http.StatusHTTPVersionNotSupported},
		{"target without meaning", lines("GET no HTTP/1.1", "Host: a"), http.StatusBadRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				big := strings.Repeat("x", 100<<10)
				e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.URL.Path+big) })
				p := e.connect()
				p.send(pipeline(3) + tt.fault + get("/after"))
				for i := range 3 {
					p.wantAnswer(http.StatusOK, fmt.Sprint("/", i, big))
				}
				if a := p.answer(); a.StatusCode != tt.status || !a.Close {
					t.Errorf("answer to the fault = %d, close=%v, want %d and close", a.StatusCode, a.Close, tt.status)
				}
				p.wantEnd()
			})
		})
	}
}

// callOrder is a handler that notes the paths in the order of its calls, and
// lets /hold wait.
type callOrder struct {
	release chan struct{}
	mu      sync.Mutex
	paths   []string
}

func (o *callOrder) handle(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	o.paths = append(o.paths, r.URL.Path)
	o.mu.Unlock()
	if r.URL.Path == "/hold" {
		<-o.release
	}
	answerPath(w, r)
}

// onlyWorker makes a pool of one worker.
func onlyWorker(queue int) func(*Options) {
	return func(o *Options) { o.Pool = pool.New(pool.Limits{Workers: 1, Queue: queue, Patience: 5 * time.Second}) }
}

func TestPipelineQueuesBehindOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &callOrder{release: make(chan struct{})}
		e := newTestEngine(t, o.handle, onlyWorker(10))
		greedy, modest := e.connect(), e.connect()
		greedy.send(get("/hold") + pipeline(3))
		synctest.Wait()
		modest.send(get("/modest"))
		synctest.Wait()
		close(o.release)
		modest.wantAnswer(http.StatusOK, "/modest")
		for _, want := range []string{"/hold", "/0", "/1", "/2"} {
			greedy.wantAnswer(http.StatusOK, want)
		}
		if diff := cmp.Diff([]string{"/hold", "/modest", "/0", "/1", "/2"}, o.paths); diff != "" {
			t.Errorf("order of calls (-want +got):\n%s", diff)
		}
	})
}

func TestFullPoolRefuses(t *testing.T) {
	tests := []struct {
		name  string
		queue int
		wait  time.Duration
		head  string
		close bool
	}{
		{"no place", 0, 0, get("/late"), false},
		{"out of patience", 1, 5 * time.Second, get("/late"), false},
		{"with a body", 0, 0, lines("POST /late HTTP/1.1", "Host: a", "Content-Length: 9"), true},
		{"the client wants no more", 0, 0, get("/late", "Connection: close"), true},
		{"HTTP/1.0", 0, 0, lines("GET /late HTTP/1.0", "Host: a"), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := &callOrder{release: make(chan struct{})}
				e := newTestEngine(t, o.handle, onlyWorker(tt.queue))
				first, late := e.connect(), e.connect()
				first.send(get("/hold"))
				synctest.Wait()
				began := time.Now()
				late.send(tt.head)
				a := late.answer()
				if a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Retry-After") != "5" || a.Close != tt.close {
					t.Errorf("answer of a full pool = %d, close=%v, %v, want 503, close=%v, Retry-After: 5", a.StatusCode, a.Close, a.Header, tt.close)
				}
				wantTook(t, began, tt.wait)
				if tt.close {
					late.wantEnd()
				}
				close(o.release)
				first.wantAnswer(http.StatusOK, "/hold")
				if len(o.paths) != 1 {
					t.Errorf("handler called for %v, want only /hold", o.paths)
				}
				if !tt.close {
					late.send(get("/again"))
					late.wantAnswer(http.StatusOK, "/again")
				}
			})
		})
	}
}

func TestQueuedRequestIsServedWithinPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &callOrder{release: make(chan struct{})}
		e := newTestEngine(t, o.handle, onlyWorker(1))
		first, second := e.connect(), e.connect()
		first.send(get("/hold"))
		synctest.Wait()
		second.send(get("/second"))
		<-time.After(4 * time.Second)
		if load := e.pool.Load(); load.Waiting != 1 || load.Busy != 1 {
			t.Errorf("load = %+v, want 1 waiting and 1 busy", load)
		}
		close(o.release)
		second.wantAnswer(http.StatusOK, "/second")
		first.wantAnswer(http.StatusOK, "/hold")
	})
}
