// SPDX-License-Identifier: MIT

package http1

import (
	"bufio"
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"porchlight/server/pool"
)

// testEngine is an engine and what it has said so far.
type testEngine struct {
	*Engine
	t     *testing.T
	pool  *pool.Pool
	alive sync.WaitGroup // one for each connection that is served

	mu      sync.Mutex
	log     bytes.Buffer
	records []Exchange
	peers   []*peer
}

// newTestEngine returns an engine with two workers, ten places to wait and
// limits unlike each other, which a test may change. Its connections end with
// the test.
func newTestEngine(t *testing.T, handler http.HandlerFunc, change ...func(*Options)) *testEngine {
	e := &testEngine{t: t}
	o := Options{
		Handler: handler,
		Pool:    pool.New(pool.Limits{Workers: 2, Queue: 10, Patience: 5 * time.Second}),
		Limits:  Limits{Idle: 30 * time.Second, Head: 10 * time.Second, Stall: 20 * time.Second},
		Log:     slog.New(slog.NewTextHandler(e, nil)),
		Page: func(status int, reason, _, _ string) (string, []byte) {
			return "text/plain", []byte(strconv.Itoa(status) + " " + reason)
		},
		Served: e.served,
	}
	for _, f := range change {
		f(&o)
	}
	e.pool, e.Engine = o.Pool, New(o)
	t.Cleanup(e.close)
	return e
}

// Write takes lines of the log.
func (e *testEngine) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.log.Write(p)
}

func (e *testEngine) served(x *Exchange) {
	e.mu.Lock()
	defer e.mu.Unlock()
	kept := *x
	kept.ID = bytes.Clone(x.ID)
	e.records = append(e.records, kept)
}

// logged returns the log so far.
func (e *testEngine) logged() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.log.String()
}

// exchanges returns the records so far.
func (e *testEngine) exchanges() []Exchange {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.records)
}

func (e *testEngine) close() {
	for _, p := range e.peers {
		p.Close()
	}
	e.alive.Wait()
}

// serve serves the server's end of a connection, and returns the client's.
func (e *testEngine) serve(server, client net.Conn) *peer {
	p := &peer{Conn: client, t: e.t, server: server, reader: bufio.NewReader(client), ended: make(chan struct{})}
	e.peers = append(e.peers, p)
	e.alive.Go(func() {
		defer close(p.ended)
		e.Serve(server)
	})
	return p
}

// connect returns the client's end of a new connection in memory.
func (e *testEngine) connect() *peer { return e.serve(newMemoryConn(40000 + len(e.peers))) }

// dial returns the client's end of a new connection over TCP.
func (e *testEngine) dial() *peer { return e.serve(tcpPair(e.t)) }

func tcpPair(t *testing.T) (server, client net.Conn) {
	t.Helper()
	listener := listenOn(t, "127.0.0.1:0")
	defer listener.Close()
	return dialAccepted(t, listener)
}

// dialAccepted returns both ends of a new connection to listener.
func dialAccepted(t *testing.T, listener net.Listener) (server, client net.Conn) {
	t.Helper()
	var err error
	if client, err = net.Dial("tcp", listener.Addr().String()); err != nil {
		t.Fatal(err)
	}
	if server, err = listener.Accept(); err != nil {
		t.Fatal(err)
	}
	return server, client
}

// listenOn returns a listener as the engine wants it, which hands over silent
// connections at once.
func listenOn(t *testing.T, address string) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Skipf("no such address here: %v", err)
	}
	if listener, err = Listener(listener); err != nil {
		t.Fatal(err)
	}
	acceptSilent(t, listener)
	return listener
}

// peer is the client's end of a connection.
type peer struct {
	net.Conn
	t      *testing.T
	server net.Conn
	reader *bufio.Reader
	ended  chan struct{} // closed when Serve has returned
}

// lines returns a head: the lines, and an empty one.
func lines(line ...string) string { return strings.Join(line, "\r\n") + "\r\n\r\n" }

// get returns a request for target, with more field lines.
func get(target string, fields ...string) string {
	return lines(slices.Concat([]string{"GET " + target + " HTTP/1.1", "Host: porch.test"}, fields)...)
}

// send sends bytes to the server.
func (p *peer) send(text string) {
	p.t.Helper()
	if _, err := io.WriteString(p, text); err != nil {
		p.t.Fatalf("send %.40q: %v", text, err)
	}
}

// answer is a response with its whole content.
type answer struct {
	*http.Response
	body string
}

// answer reads the next answer, to a request with a body in its answer.
func (p *peer) answer() answer {
	p.t.Helper()
	return p.answerTo(http.MethodGet)
}

func (p *peer) answerTo(method string) answer {
	p.t.Helper()
	r, err := http.ReadResponse(p.reader, &http.Request{Method: method})
	if err != nil {
		p.t.Fatalf("read answer: %v", err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		p.t.Fatalf("read content after %d bytes: %v", len(body), err)
	}
	return answer{r, string(body)}
}

// wantAnswer reads the next answer and compares its status and content.
func (p *peer) wantAnswer(status int, body string) answer {
	p.t.Helper()
	a := p.answer()
	if a.StatusCode != status || a.body != body {
		p.t.Errorf("answer = %d %q, want %d %q", a.StatusCode, a.body, status, body)
	}
	return a
}

// wantEnd expects that the server closes, and sends nothing before it.
func (p *peer) wantEnd() {
	p.t.Helper()
	rest, err := io.ReadAll(p.reader)
	if len(rest) > 0 || err != nil {
		p.t.Errorf("at the end: %d bytes %.80q and error %v, want none", len(rest), rest, err)
	}
}
