// SPDX-License-Identifier: MIT

package http1

import (
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// drain starts a drain for at most a time, and returns where it tells its end.
func (e *testEngine) drain(atMost time.Duration) <-chan error {
	ended := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), atMost)
		defer cancel()
		ended <- e.Drain(ctx)
	}()
	synctest.Wait()
	return ended
}

func TestDrain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &callOrder{release: make(chan struct{})}
		e := newTestEngine(t, o.handle, onlyWorker(1))
		quiet := map[string]string{"new": "", "kept": get("/"), "half a head": "GET / HT", "half a head after an answer": get("/") + "G"}
		peers := map[string]*peer{}
		for name, sent := range quiet {
			p := e.connect()
			if peers[name] = p; sent != "" {
				p.send(sent)
			}
			if strings.HasPrefix(sent, get("/")) {
				p.wantAnswer(http.StatusOK, "/")
			}
		}
		running, queued := e.connect(), e.connect()
		running.send(get("/hold") + get("/too-late"))
		synctest.Wait()
		queued.send(get("/queued"))
		synctest.Wait()

		began := time.Now()
		ended := e.drain(time.Minute)
		for _, p := range peers {
			p.wantEnd()
		}
		if got := e.Connections(); got != 2 {
			t.Errorf("%d connections in a drain with one running and one queued, want 2", got)
		}
		close(o.release)
		for path, p := range map[string]*peer{"/hold": running, "/queued": queued} {
			if a := p.wantAnswer(http.StatusOK, path); !a.Close {
				t.Errorf("answer for %s in a drain does not say close", path)
			}
			p.wantEnd()
		}
		if err := <-ended; err != nil {
			t.Errorf("Drain = %v, want nil", err)
		}
		wantTook(t, began, lastLook)
	})
}

// A request that was sent in full is answered, although the engine drains
// already when its connection is served.
func TestDrainAnswersWhatHasCome(t *testing.T) {
	o := &callOrder{release: make(chan struct{})}
	release := sync.OnceFunc(func() { close(o.release) })
	e := newTestEngine(t, o.handle, hour)
	defer release()
	running := e.dialPatient()
	running.send(get("/hold"))
	for e.pool.Load().Busy == 0 {
		runtime.Gosched()
	}
	ended := make(chan error, 1)
	go func() { ended <- e.Drain(t.Context()) }()
	for !e.draining.Load() {
		runtime.Gosched()
	}
	server, client := tcpPair(t)
	if _, err := io.WriteString(client, get("/late")+get("/too-late")); err != nil {
		t.Error(err)
	}
	late := e.serve(server, client)
	if a, err := http.ReadResponse(late.reader, nil); err != nil || a.StatusCode != http.StatusOK || !a.Close {
		t.Errorf("the answer in a drain is %v, %v, want 200 and close", a, err)
	}
	release()
	running.wantAnswer(http.StatusOK, "/hold")
	if err := <-ended; err != nil {
		t.Errorf("Drain = %v, want nil", err)
	}
}

func TestDrainCutsWhatIsLeft(t *testing.T) {
	endless := strings.Repeat("x", 1<<20)
	handlers := map[string]http.HandlerFunc{
		"waits for its context": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"waits for a body":      func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) },
		"writes to one who does not read": func(w http.ResponseWriter, _ *http.Request) {
			_, err := io.WriteString(w, endless)
			for err == nil {
				_, err = io.WriteString(w, endless)
			}
		},
	}
	for name, handler := range handlers {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := newTestEngine(t, handler)
				p := e.connect()
				p.Conn.(*memoryConn).in.change(func(s *stream) { s.room = 1000 })
				p.send(lines("POST / HTTP/1.1", "Host: a", "Content-Length: 7"))
				synctest.Wait()
				began := time.Now()
				if err := <-e.drain(5 * time.Second); err != nil {
					t.Errorf("Drain = %v, want nil", err)
				}
				wantTook(t, began, 5*time.Second)
				if x := e.exchanges(); len(x) != 1 || x[0].Took != 5*time.Second {
					t.Errorf("records = %+v, want one of 5 s", x)
				}
			})
		})
	}
}

func TestDrainOfStuckHandler(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &callOrder{release: make(chan struct{})}
		e := newTestEngine(t, o.handle)
		e.connect().send(get("/hold"))
		synctest.Wait()
		began := time.Now()
		if err := <-e.drain(5 * time.Second); !errors.Is(err, ErrStuck) {
			t.Errorf("Drain = %v, want ErrStuck", err)
		}
		wantTook(t, began, 5*time.Second+cutGrace)
		close(o.release)
		if err := <-e.drain(time.Second); err != nil {
			t.Errorf("second Drain = %v, want nil", err)
		}
	})
}

func TestServeAfterDrain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newTestEngine(t, answerPath)
		if err := <-e.drain(time.Second); err != nil {
			t.Errorf("Drain of an engine without connections = %v, want nil", err)
		}
		began := time.Now()
		e.connect().wantEnd()
		wantTook(t, began, 0)
	})
}

func TestCloseIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &callOrder{release: make(chan struct{})}
		e := newTestEngine(t, o.handle)
		var idle []*peer
		for range 3 {
			idle = append(idle, e.connect())
			<-time.After(time.Second)
		}
		busy, half := e.connect(), e.connect()
		busy.send(get("/hold"))
		half.send("GET")
		idle[0].send(get("/")) // now the second has waited longest
		idle[0].wantAnswer(http.StatusOK, "/")
		synctest.Wait()

		if !e.CloseIdle() {
			t.Error("CloseIdle = false with three idle connections, want true")
		}
		idle[1].wantEnd()
		// Two calls in a row are for two connections, even if the first has not ended yet.
		for range 2 {
			if !e.CloseIdle() {
				t.Error("CloseIdle = false with two idle connections, want true twice")
			}
		}
		if e.CloseIdle() {
			t.Error("CloseIdle = true with no idle connection left, want false")
		}
		for _, i := range []int{2, 0} {
			idle[i].wantEnd()
		}
		close(o.release)
		busy.wantAnswer(http.StatusOK, "/hold")
		half.send(get("/half")[3:])
		half.wantAnswer(http.StatusOK, "/half")
	})
}

func TestExchangeRecords(t *testing.T) {
	handler := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/short" {
			w.Header().Set("Content-Length", "10")
		}
		w.WriteHeader(http.StatusAccepted)
		answerPath(w, r)
		<-time.After(time.Second)
	}
	type row = Exchange
	tests := []struct {
		name string
		sent string
		want row
		err  bool
	}{
		{"served", get("/a?b"), row{Method: "GET", Target: "/a?b", Status: 202, Bytes: 2, Worker: 1, Took: time.Second}, false},
		{"no content", lines("HEAD /a HTTP/1.1", "Host: a"), row{Method: "HEAD", Target: "/a", Status: 202, Worker: 1, Took: time.Second}, false},
		{"short", get("/short"), row{Method: "GET", Target: "/short", Status: 202, Bytes: 6, Worker: 1, Took: time.Second}, true},
		{"not understood", "?\r\n\r\n", row{Status: 400, Bytes: 33}, true},
		{"no Host", lines("GET /b HTTP/1.1"), row{Method: "GET", Target: "/b", Status: 400, Bytes: 22}, true},
		{"late", "GET /c HTTP/1.1\r\n", row{Method: "GET", Target: "/c", Status: 408, Bytes: 34}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := newTestEngine(t, handler)
				p := e.connect()
				p.send(tt.sent)
				<-time.After(time.Minute)
				tt.want.Remote = "192.0.2.1:40000"
				if diff := cmp.Diff([]row{tt.want}, e.exchanges(), cmpopts.IgnoreFields(row{}, "ID", "Began", "Err")); diff != "" {
					t.Errorf("records (-want +got):\n%s", diff)
				}
				x := e.exchanges()[0]
				if (x.Err != nil) != tt.err || len(x.ID) == 0 || !time.Now().Equal(x.Began.Add(time.Minute)) && x.Status != http.StatusRequestTimeout {
					t.Errorf("record: Err = %v, ID = %q, Began = %v, want an error: %v", x.Err, x.ID, x.Began, tt.err)
				}
			})
		})
	}
}

func TestRecordNamesWorkerAndIdentity(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := &callOrder{release: make(chan struct{})}
		e := newTestEngine(t, o.handle)
		first, second := e.connect(), e.connect()
		first.send(get("/hold"))
		synctest.Wait()
		second.send(get("/", "X-Request-Id: from.the-client_1"))
		second.wantAnswer(http.StatusOK, "/")
		close(o.release)
		id := first.wantAnswer(http.StatusOK, "/hold").Header.Get("X-Request-Id")
		synctest.Wait()
		x := e.exchanges()
		if x[0].Worker == x[1].Worker || string(x[0].ID) != "from.the-client_1" || string(x[1].ID) != id {
			t.Errorf("records = %+v, want different workers, the client's id, and %s", x, id)
		}
	})
}
