// SPDX-License-Identifier: MIT

package http1

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// tooLarge refuses a body without reading it.
func tooLarge(w http.ResponseWriter, _ *http.Request) {
	w.WriteHeader(http.StatusRequestEntityTooLarge)
}

const largePost = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n"

// A close lingers only where the peer may still be sending, for a bounded time
// and bounded bytes, and without a worker.
func TestLingeringClose(t *testing.T) {
	tests := []struct {
		name   string
		sent   string
		status int
		then   func(p *peer)
		took   time.Duration
	}{
		{"client sends on", largePost + "begin", 413, func(p *peer) {
			for range 19 {
				<-time.After(100 * time.Millisecond)
				p.send("more")
			}
		}, 2 * time.Second},
		{"client is silent", largePost, 413, func(*peer) {}, 2 * time.Second},
		{"client closes", largePost, 413, func(p *peer) { <-time.After(time.Second); p.Close() }, time.Second},
		{"client floods", largePost, 413, func(p *peer) {
			mega := strings.Repeat("m", 1<<20)
			for err := error(nil); err == nil; {
				_, err = io.WriteString(p, mega)
			}
		}, 0},
		{"malformed head", "?\r\n\r\n", 400, func(*peer) {}, 2 * time.Second},
		{"pipelined behind close", get("/", "Connection: close") + get("/"), 413, func(*peer) {}, 2 * time.Second},
		{"nothing is to come", get("/", "Connection: close"), 413, func(*peer) {}, 0},
		{"body was sent and is read away", lines("POST / HTTP/1.1", "Host: a", "Connection: close", "Content-Length: 0"), 413, func(*peer) {}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := newTestEngine(t, tooLarge)
				p := e.connect()
				p.Conn.(*memoryConn).out.change(func(s *stream) { s.room = 1 << 20 })
				began := time.Now()
				p.send(tt.sent)
				if a := p.answer(); a.StatusCode != tt.status || !a.Close {
					t.Errorf("answer = %d, close=%v, want %d and close", a.StatusCode, a.Close, tt.status)
				}
				p.wantEnd() // said before the client has to stop sending
				wantBusy(t, e, 0)
				tt.then(p)
				<-p.ended
				wantTook(t, began, tt.took)
			})
		})
	}
}

func TestDrainDoesNotLinger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) { <-release; tooLarge(w, r) })
		p := e.connect()
		p.send(largePost)
		synctest.Wait()
		began := time.Now()
		ended := e.drain(time.Minute)
		close(release)
		if a := p.answer(); a.StatusCode != http.StatusRequestEntityTooLarge || !a.Close {
			t.Errorf("answer = %d, close=%v, want 413 and close", a.StatusCode, a.Close)
		}
		if err := <-ended; err != nil {
			t.Errorf("Drain = %v, want nil", err)
		}
		wantTook(t, began, 0)
	})
}

func TestTurnAway(t *testing.T) {
	for name, sent := range map[string]string{"silent": "", "with a request": get("/")} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := newTestEngine(t, answerPath)
				server, client := newMemoryConn(40000)
				p := &peer{Conn: client, t: t, reader: bufio.NewReader(client), ended: make(chan struct{})}
				if sent != "" {
					p.send(sent)
				}
				go func() { defer close(p.ended); e.TurnAway(server) }()
				a := p.answer()
				if a.StatusCode != http.StatusServiceUnavailable || a.Header.Get("Retry-After") != "5" || !a.Close {
					t.Errorf("answer = %d, close=%v, %v, want 503, close, Retry-After: 5", a.StatusCode, a.Close, a.Header)
				}
				p.wantEnd()
				p.Close()
				<-p.ended
				if x := e.exchanges(); len(x) != 1 || x[0].Status != http.StatusServiceUnavailable || x[0].Remote != "192.0.2.1:40000" {
					t.Errorf("records = %+v, want one of 503", x)
				}
			})
		})
	}
}
