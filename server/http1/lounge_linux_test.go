// SPDX-License-Identifier: MIT

package http1

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"porchlight/server/pool"
)

// hall is an engine whose connections are parked when they wait, because there is
// a crowd of them. Targets under /kept/ are at hand.
type hall struct {
	*testEngine
	guests []*peer
}

func newHall(t *testing.T, handler http.HandlerFunc, change ...func(*Options)) *hall {
	h := &hall{testEngine: newTestEngine(t, handler, append([]func(*Options){hour, func(o *Options) {
		o.Pool = pool.New(pool.Limits{Workers: 64, Queue: 64, Patience: time.Hour})
		o.AtHand = func(r *http.Request) bool { return strings.HasPrefix(r.URL.Path, "/kept/") }
	}}, change...)...)}
	t.Cleanup(h.empty)
	listener := listenOn(t, "127.0.0.1:0")
	defer listener.Close()
	for range crowd + 1 {
		h.guests = append(h.guests, h.admit(dialAccepted(t, listener)))
	}
	late := h.guests[crowd] // those before it did not know of a crowd yet
	late.send(get("/kept/"))
	late.wantAnswer(http.StatusOK, "/kept/")
	for _, p := range h.guests {
		p.send(get("/kept/"))
		p.wantAnswer(http.StatusOK, "/kept/")
	}
	h.wantParked(len(h.guests))
	return h
}

// admit serves a connection as a server does.
func (e *testEngine) admit(server, client net.Conn) *peer {
	p := &peer{Conn: client, t: e.t, server: server, reader: bufio.NewReader(client)}
	_ = p.SetDeadline(time.Now().Add(patience))
	e.peers = append(e.peers, p)
	e.alive.Go(e.Admit(server))
	return p
}

func (e *testEngine) empty() {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := e.Drain(ctx); err != nil {
		e.t.Errorf("Drain() = %v, want nil", err)
	}
}

// places counts the connections that are in a place.
func (e *testEngine) places(where uint32) (n int) {
	e.Engine.mu.Lock()
	defer e.Engine.mu.Unlock()
	for c := range e.connections {
		if c.place.Load() == where {
			n++
		}
	}
	return n
}

func (e *testEngine) wantParked(n int) {
	e.t.Helper()
	eventually(e.t, strconv.Itoa(n)+" parked", func() bool { return e.places(parked) == n })
}

func TestLoungeServes(t *testing.T) {
	h := newHall(t, answerBody)
	post := lines("POST /post HTTP/1.1", "Host: a", "Content-Length: 4")
	for name, sent := range map[string][]string{
		"at hand":       {get("/kept/a"), "/kept/a"},
		"not at hand":   {get("/a"), "/a"},
		"pipelined":     {get("/kept/a") + get("/b") + get("/kept/c"), "/kept/a", "/b", "/kept/c"},
		"body":          {post + "body" + get("/kept/a"), "/postbody", "/kept/a"},
		"in two halves": {"GET /kept/a HT", "", "TP/1.1\r\nHost: a\r\n\r\n", "/kept/a"},
		"body apart":    {post, "", "body", "/postbody"},
	} {
		t.Run(name, func(t *testing.T) {
			for range 2 { // the second time after whatever the first has left
				for i, p := range h.guests[:2*runtime.GOMAXPROCS(0)+1] {
					parts := sent
					if p.send(parts[0]); len(parts) > 1 && parts[1] == "" {
						h.wantParked(len(h.guests) - 1) // it has a goroutine of its own while it has more to say
						p.send(parts[2])
						parts = parts[2:]
					}
					for _, want := range parts[1:] {
						p.wantAnswer(http.StatusOK, want)
					}
					if t.Failed() {
						t.Fatalf("guest %d", i)
					}
				}
				h.wantParked(len(h.guests))
			}
		})
	}
}

func answerBody(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	_, _ = w.Write(append([]byte(r.URL.Path), body...))
}

// Whoever parks needs no goroutine.
func TestParkedConnectionsHaveNoGoroutine(t *testing.T) {
	before := runtime.NumGoroutine()
	h := newHall(t, answerBody)
	eventually(t, "without goroutines", func() bool {
		return runtime.NumGoroutine() <= before+runtime.GOMAXPROCS(0)
	})
	h.empty()
	eventually(t, "without attendants", func() bool { return runtime.NumGoroutine() <= before })
}

// What has to wait for something holds nobody else up, however many there are of
// it: a handler, a worker, a socket that is full.
func TestLoungeWaitsForNobody(t *testing.T) {
	many := 4 * runtime.GOMAXPROCS(0)
	large := strings.Repeat("x", 64<<20)
	tests := []struct {
		name, target string
		reads        bool
		workers      int
		waits        func(h *hall) bool
	}{
		{"handler", "/slow", true, 64, func(h *hall) bool { return h.pool.Load().Busy == many }},
		{"worker", "/slow", true, 1, func(h *hall) bool { return h.pool.Load().Waiting == many-1 }},
		{"socket", "/kept/large", false, 64, func(h *hall) bool { return h.pool.Load().Busy == many }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			release := make(chan struct{})
			h := newHall(t, func(w http.ResponseWriter, r *http.Request) {
				switch r.URL.Path {
				case "/slow":
					<-release
				case "/kept/large":
					_, _ = io.WriteString(w, large)
					return
				}
				answerBody(w, r)
			})
			h.pool.Resize(pool.Limits{Workers: tt.workers, Queue: 64, Patience: time.Hour})
			for _, p := range h.guests[:many] {
				p.send(get(tt.target))
			}
			eventually(t, "waiting", func() bool { return tt.waits(h) })
			if tt.workers > many {
				for _, p := range h.guests[many:] {
					p.send(get("/kept/a"))
					p.wantAnswer(http.StatusOK, "/kept/a")
				}
			}
			close(release)
			for _, p := range h.guests[:many] {
				if a := p.answer(); tt.reads && a.body != tt.target || !tt.reads && len(a.body) != len(large) {
					t.Errorf("%s is answered with %d bytes", tt.target, len(a.body))
				}
			}
			h.wantParked(len(h.guests))
		})
	}
}

// An end of input is noticed however it comes: alone, together with a request, and
// while a request is being served.
func TestLoungeNoticesTheEnd(t *testing.T) {
	release := make(chan struct{})
	h := newHall(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/slow" {
			<-release
		}
		answerBody(w, r)
	})
	alone, with, slowWith, slowThen, slowMore := h.guests[0], h.guests[1], h.guests[2], h.guests[3], h.guests[4]
	end := func(p *peer) { _ = p.Conn.(*net.TCPConn).CloseWrite() }
	end(alone)
	with.send(get("/kept/a"))
	end(with)
	slowWith.send(get("/slow"))
	end(slowWith)
	slowThen.send(get("/slow"))
	slowMore.send(get("/slow"))
	eventually(t, "served", func() bool { return h.pool.Load().Busy == 3 })
	end(slowThen)
	slowMore.send(get("/kept/b"))
	end(slowMore)
	close(release)
	alone.wantEnd()
	for p, targets := range map[*peer][]string{with: {"/kept/a"}, slowWith: {"/slow"}, slowThen: {"/slow"}, slowMore: {"/slow", "/kept/b"}} {
		for _, target := range targets {
			p.wantAnswer(http.StatusOK, target)
		}
		p.wantEnd()
	}
	eventually(t, "gone", func() bool { return h.Connections() == len(h.guests)-5 })
	h.wantParked(len(h.guests) - 5)
}

// A parked connection that has waited for too long is closed; one that says
// something meanwhile is not.
func TestParkedConnectionIdlesOut(t *testing.T) {
	const idle = 2 * time.Second
	h := newHall(t, answerBody, func(o *Options) { o.Limits.Idle = idle })
	busy, quiet := h.guests[0], h.guests[1]
	began := time.Now()
	tick := time.NewTicker(idle / 4)
	defer tick.Stop()
	var ended atomic.Int64
	h.alive.Go(func() {
		_, _ = io.Copy(io.Discard, quiet)
		ended.Store(int64(time.Since(began)))
	})
	for range 6 {
		<-tick.C
		busy.send(get("/kept/a"))
		busy.wantAnswer(http.StatusOK, "/kept/a")
	}
	eventually(t, "ended", func() bool { return ended.Load() != 0 })
	if took := time.Duration(ended.Load()); took < idle/2 {
		t.Errorf("a connection was closed after %v, want %v and a bit more", took, idle)
	}
	if h.Connections() != 1 {
		t.Errorf("%d connections are left, want the one that is used", h.Connections())
	}
	busy.send(get("/kept/b"))
	busy.wantAnswer(http.StatusOK, "/kept/b")
}

// What the engine wants of a connection it gets from a parked one as well.
func TestParkedConnectionObeys(t *testing.T) {
	t.Run("room", func(t *testing.T) {
		h := newHall(t, answerBody)
		for range 3 {
			if !h.CloseIdle() {
				t.Fatal("CloseIdle() = false, want true")
			}
		}
		eventually(t, "closed", func() bool { return h.Connections() == len(h.guests)-3 })
	})
	t.Run("cut", func(t *testing.T) {
		h := newHall(t, answerBody)
		h.Engine.mu.Lock()
		var number uint64
		for c := range h.connections {
			number = c.number
		}
		h.Engine.mu.Unlock()
		if !h.Disconnect(number) {
			t.Fatal("Disconnect() = false, want true")
		}
		eventually(t, "cut", func() bool { return h.Connections() == len(h.guests)-1 })
	})
	t.Run("drain", func(t *testing.T) {
		h := newHall(t, answerBody)
		late := h.guests[7]
		late.send(get("/a")) // it has come when the drain begins, whoever sees it first
		h.empty()
		if a := late.wantAnswer(http.StatusOK, "/a"); !a.Close && h.Connections() != 0 {
			t.Errorf("%d connections are left", h.Connections())
		}
		for _, p := range append(h.guests[:7:7], h.guests[8:]...) {
			p.wantEnd()
		}
	})
}

// Where there is no crowd a connection keeps its goroutine until it is cold, and
// gets one again when it comes back.
func TestColdConnectionIsParked(t *testing.T) {
	e := newTestEngine(t, answerBody, hour)
	t.Cleanup(e.empty)
	p := e.admit(tcpPair(t))
	for range 3 {
		p.send(get("/a"))
		p.wantAnswer(http.StatusOK, "/a")
		if e.places(parked) != 0 {
			t.Errorf("a connection that has just answered is parked")
		}
		e.wantParked(1)
	}
	p.send("GET /b")
	eventually(t, "back", func() bool { return e.places(parked) == 0 })
	p.send(" HTTP/1.1\r\nHost: a\r\n\r\n")
	p.wantAnswer(http.StatusOK, "/b")
	p.Close()
	eventually(t, "gone", func() bool { return e.Connections() == 0 })
}

// What comes while a request is served is not forgotten when the connection parks.
func TestLoungeMissesNothing(t *testing.T) {
	step := make(chan struct{})
	h := newHall(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/slow") {
			step <- struct{}{}
			<-step
		}
		answerBody(w, r)
	})
	p := h.guests[0]
	p.send(get("/slow/1"))
	<-step
	p.send(get("/slow/2"))
	h.wantMissed()
	step <- struct{}{}
	p.wantAnswer(http.StatusOK, "/slow/1")
	<-step
	p.send(get("/kept/3")) // and the end, which comes together with it
	_ = p.Conn.(*net.TCPConn).CloseWrite()
	h.wantMissed()
	step <- struct{}{}
	p.wantAnswer(http.StatusOK, "/slow/2")
	p.wantAnswer(http.StatusOK, "/kept/3")
	p.wantEnd()
}

// wantMissed waits until the attendant has seen that something has come from one who is
// served.
func (h *hall) wantMissed() {
	h.t.Helper()
	eventually(h.t, "missed", func() bool { return h.places(missed) == 1 })
}

// One that is called, and has nothing to be called for, stays. One that the engine
// wants gone when it parks goes.
func TestLoungeCalls(t *testing.T) {
	h := newHall(t, answerBody)
	var all []*connection
	h.Engine.mu.Lock()
	for c := range h.connections {
		all = append(all, c)
	}
	h.Engine.mu.Unlock()
	for _, c := range all {
		c.lounge.call(c)
	}
	for _, p := range h.guests {
		p.send(get("/kept/a"))
		p.wantAnswer(http.StatusOK, "/kept/a")
	}
	h.wantParked(len(all))

	server, client := tcpPair(t)
	defer client.Close()
	c := newConnection(h.Engine, server)
	if !h.add(c) {
		t.Fatal("add() = false, want true")
	}
	c.woken.Store(true)
	if !c.lounge.park(c) {
		t.Fatal("park() = false, want true")
	}
	eventually(t, "gone", func() bool { return h.Connections() == len(all) })
}

// Deadlines of a time when the poller knew a descriptor do not come back with it.
func TestUnpollForgetsDeadlines(t *testing.T) {
	server, client := tcpPair(t)
	defer client.Close()
	defer server.Close()
	s := server.(*socket)
	_ = s.SetDeadline(longAgo)
	if _, err := s.file(); err != nil {
		t.Fatal(err)
	}
	number, err := s.unpoll()
	if err != nil || s.polled.Load() != nil {
		t.Fatalf("unpoll() = %d, %v, want a bare descriptor", number, err)
	}
	if again, err := s.unpoll(); again != number || err != nil {
		t.Errorf("unpoll() of a bare one = %d, %v, want %d", again, err, number)
	}
	if _, err := client.Write([]byte("a")); err != nil {
		t.Fatal(err)
	}
	var one [1]byte
	if _, err := s.Read(one[:]); err != nil || one[0] != 'a' {
		t.Errorf("Read = %q, %v, want what was sent", one, err)
	}
	s.Close()
	if _, err := s.unpoll(); err == nil {
		t.Error("unpoll() of a closed one gives no error")
	}
}

// One that sends more than is read at once gets a goroutine of its own: without end
// it would hold all others up.
func TestLoungeFlood(t *testing.T) {
	const requests = 2 * maxHead / len("GET /kept/a HTTP/1.1\r\nHost: a\r\n\r\n")
	attended := make(chan bool, requests)
	h := newHall(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Host == "a" {
			attended <- r.Context().Value(exchangeKey{}).(*exchange).c.attended
		}
		answerBody(w, r)
	})
	p := h.guests[0]
	p.send(strings.Repeat(lines("GET /kept/a HTTP/1.1", "Host: a"), requests))
	for range requests {
		p.wantAnswer(http.StatusOK, "/kept/a")
	}
	first, last := <-attended, false
	for range requests - 1 {
		last = <-attended
	}
	if !first || last {
		t.Errorf("attended at the first request: %v, at the last: %v, want only at the first", first, last)
	}
	h.wantParked(len(h.guests))
}

// A seat alone does not give a connection away: whoever is called before the set
// knows the descriptor would close it, and the set be told of somebody else's.
func TestSeatIsNotParked(t *testing.T) {
	h := newHall(t, answerBody)
	server, client := tcpPair(t)
	defer client.Close()
	c := newConnection(h.Engine, server)
	if !h.add(c) || !c.lounge.seat(c) {
		t.Fatal("add or seat = false, want true")
	}
	if !h.Disconnect(c.number) {
		t.Fatal("Disconnect() = false, want true")
	}
	h.wantMissed() // the attendant has been there, and left it alone
	if c.lounge.park(c) {
		t.Error("park() = true after a call, want another look")
	}
	c.goOn()
	eventually(t, "gone", func() bool { return h.Connections() == len(h.guests) })
}

// A close that has to read away what the peer still sends holds nobody else up.
func TestLoungeLingersForNobody(t *testing.T) {
	h := newHall(t, answerBody)
	began := time.Now()
	many := 2 * runtime.GOMAXPROCS(0)
	for _, p := range h.guests[:many] {
		p.send(get("/kept/a", "Connection: close") + get("/kept/b"))
	}
	for _, p := range h.guests[:many] {
		p.wantAnswer(http.StatusOK, "/kept/a")
	}
	for _, p := range h.guests[many:] {
		p.send(get("/kept/c"))
		p.wantAnswer(http.StatusOK, "/kept/c")
	}
	if took := time.Since(began); took >= lingerTime {
		t.Errorf("all are answered after %v", took)
	}
}

// A request that has come in time is answered, though the sweep comes first.
func TestOverdueIsLookedAtOnce(t *testing.T) {
	h := newHall(t, answerBody)
	server, client := tcpPair(t)
	p := h.admit(server, client)
	p.send(get("/kept/a"))
	p.wantAnswer(http.StatusOK, "/kept/a")
	h.wantParked(len(h.guests) + 1)
	var c *connection
	h.Engine.mu.Lock()
	for one := range h.connections {
		if one.wire.conn == server {
			c = one
		}
	}
	h.Engine.mu.Unlock()
	l := c.lounge
	c.place.Store(away) // the test is the attendant now
	p.send(get("/kept/b"))
	eventually(t, "missed", func() bool { return c.place.Load() == missed })
	c.since.set(time.Now().Add(-2 * time.Hour))
	c.attended = true
	l.serve(c, true)
	c.attended = false
	p.wantAnswer(http.StatusOK, "/kept/b")
	c.since.set(time.Now().Add(-2 * time.Hour))
	c.attended = true
	if l.serve(c, true); !c.closing {
		t.Error("an overdue connection that has sent nothing stays")
	}
	c.attended = false
	c.conclude()
}
