// SPDX-License-Identifier: MIT

package http1

import (
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestIdleTimeoutIsSilent(t *testing.T) {
	for name, before := range map[string]string{"new connection": "", "after an answer": get("/")} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := newTestEngine(t, answerPath)
				p := e.connect()
				if before != "" {
					<-time.After(time.Second)
					p.send(before)
					p.wantAnswer(http.StatusOK, "/")
				}
				began := time.Now()
				p.wantEnd()
				wantTook(t, began, 30*time.Second)
				if got, want := len(e.exchanges()), strings.Count(before, "GET"); got != want {
					t.Errorf("%d exchanges recorded, want %d", got, want)
				}
			})
		})
	}
}

// The head deadline is for the whole head, and begins with its first byte.
func TestHeadDeadlineIsTotal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newTestEngine(t, answerPath)
		p := e.connect()
		<-time.After(25 * time.Second)
		began := time.Now()
		for _, c := range get("/")[:10] {
			p.send(string(c))
			<-time.After(990 * time.Millisecond)
		}
		if a := p.answer(); a.StatusCode != http.StatusRequestTimeout {
			t.Errorf("a head of a byte a second: status %d, want 408", a.StatusCode)
		}
		wantTook(t, began, 10*time.Second)
	})
}

func TestSlowHeadInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newTestEngine(t, answerPath)
		p := e.connect()
		for range 3 {
			head := get("/")
			p.send(head[:5])
			<-time.After(9 * time.Second)
			p.send(head[5:])
			p.wantAnswer(http.StatusOK, "/")
			<-time.After(29 * time.Second)
		}
	})
}

func TestStalledBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var readErr error
		e := newTestEngine(t, func(_ http.ResponseWriter, r *http.Request) { _, readErr = io.ReadAll(r.Body) })
		p := e.connect()
		p.send(lines("POST / HTTP/1.1", "Host: a", "Content-Length: 100"))
		for range 5 { // each piece buys another Stall
			<-time.After(19 * time.Second)
			p.send("piece")
		}
		began := time.Now()
		p.answer()
		wantTook(t, began, 20*time.Second)
		if !errors.Is(readErr, os.ErrDeadlineExceeded) {
			t.Errorf("read of a stalled body: error = %v, want a deadline", readErr)
		}
	})
}

// A body that drips keeps its deadlines, and not the minimum rate, however
// small the pieces are that the handler asks for.
func TestPeers52DrippingBody(t *testing.T) {
	for name, size := range map[string]int{"small reads": 16, "large reads": 32 << 10} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ended := make(chan error, 1)
				handler := func(_ http.ResponseWriter, r *http.Request) {
					var err error
					for p := make([]byte, size); err == nil; {
						_, err = r.Body.Read(p)
					}
					ended <- err
				}
				e := newTestEngine(t, handler, func(o *Options) { o.Limits.MinRate = 100 })
				p := e.connect()
				p.send(lines("POST / HTTP/1.1", "Host: a", "Content-Length: 1000"))
				for limit := time.After(45 * time.Second); ; {
					select {
					case err := <-ended:
						if !errors.Is(err, errTooSlow) {
							t.Errorf("a dripping body ends with %v, want %v", err, errTooSlow)
						}
						return
					case <-limit:
						t.Fatal("a dripping body is read for more than 45 s")
					case <-time.After(5 * time.Second):
						p.send("x")
					}
				}
			})
		})
	}
}

// slowReader reads bites with pauses, until the end.
type slowReader struct {
	*peer
	bite  int
	pause time.Duration
}

func (r slowReader) readAll() []byte {
	var all []byte
	for bite := make([]byte, r.bite); ; {
		n, err := r.Read(bite)
		if all = append(all, bite[:n]...); err != nil {
			return all
		}
		<-time.After(r.pause)
	}
}

func TestPeers52SlowReader(t *testing.T) {
	const size = 300 << 10
	tests := []struct {
		name    string
		minRate int64
		bite    int
		pause   time.Duration
		want    error
		atMost  time.Duration // when it is cut
	}{
		{"honest", 0, 4 << 10, 15 * time.Second, nil, 0},
		{"pauses nearly as long as a stall", 0, 4 << 10, 19 * time.Second, nil, 0},
		{"above the minimum rate", 200, 4 << 10, 15 * time.Second, nil, 0},
		{"below the minimum rate", 500, 4 << 10, 15 * time.Second, errTooSlow, 80 * time.Second},
		{"stalled", 0, 4 << 10, time.Hour, os.ErrDeadlineExceeded, 40 * time.Second},
	}
	file := filepath.Join(t.TempDir(), "large")
	content := strings.Repeat("0123456789abcde\n", size/16)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	handlers := map[string]http.HandlerFunc{
		"one write": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(size))
			_, _ = io.WriteString(w, content)
		},
		"many writes": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(size))
			_, _ = io.Copy(writerOnly{w}, struct{ io.Reader }{strings.NewReader(content)})
		},
		"file": func(w http.ResponseWriter, _ *http.Request) { sendTestFile(t, w, file) },
		"write or abort": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", strconv.Itoa(size))
			if _, err := io.WriteString(w, content); err != nil {
				panic(http.ErrAbortHandler)
			}
		},
	}
	for _, tt := range tests {
		for how, handler := range handlers {
			t.Run(tt.name+", "+how, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					e := newTestEngine(t, handler, func(o *Options) { o.Limits.MinRate = tt.minRate })
					p := e.connect()
					p.Conn.(*memoryConn).in.change(func(s *stream) { s.room = 8 << 10 })
					p.send(get("/", "Connection: close"))
					got := string(slowReader{p, tt.bite, tt.pause}.readAll())
					<-p.ended
					x := e.exchanges()[0]
					if !errors.Is(x.Err, tt.want) {
						t.Errorf("slow reader: Err = %v, want %v", x.Err, tt.want)
					}
					if whole := strings.HasSuffix(got, "\r\n\r\n"+content); whole != (tt.want == nil) {
						t.Errorf("slow reader: %d bytes, whole = %v, want %v", len(got), whole, tt.want == nil)
					}
					if tt.want != nil && x.Took > tt.atMost {
						t.Errorf("slow reader cut after %v, want at most %v", x.Took, tt.atMost)
					}
				})
			})
		}
	}
}

// sendTestFile answers with a file, as a folder does: with all that lets it
// leave without a copy.
func sendTestFile(t *testing.T, w http.ResponseWriter, name string) {
	f, err := os.Open(name)
	if err != nil {
		t.Error(err)
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Error(err)
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("Content-Length", strconv.FormatInt(info.Size(), 10))
	_, _ = io.CopyN(w, f, info.Size())
}
