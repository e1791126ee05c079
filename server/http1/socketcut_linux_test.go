// SPDX-License-Identifier: MIT

package http1

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"
)

// A drain and a cut may fall into any moment between a connection's being
// accepted and its waiting for the peer: neither is lost.
func TestBareConnectionsEndWithEngine(t *testing.T) {
	const rounds, each = 40, 8
	for round := range rounds {
		e := newTestEngine(t, answerPath, hour)
		var peers []*peer
		for i := range each {
			p := e.dialPatient()
			peers = append(peers, p)
			if i%3 > 0 {
				p.send([]string{"", get("/a"), "GET /half"}[i%3])
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		if round%2 > 0 {
			cancel()
		}
		if err := e.Drain(ctx); err != nil {
			t.Fatalf("Drain = %v", err)
		}
		cancel()
		for _, p := range peers {
			<-p.ended
		}
	}
}

// armedThen is a connection to which something happens behind one of its arms:
// after it has looked whether it may wait, and before it does.
type armedThen struct {
	*connection
	arms   int
	happen func()
}

func (s *armedThen) arm() {
	s.connection.arm()
	if s.arms--; s.arms == 0 {
		s.happen()
	}
}

func TestBareConnectionIsCutBehindItsLastLook(t *testing.T) {
	ends := map[string]func(*Engine, *connection){
		"woken":      func(_ *Engine, c *connection) { c.wake() },
		"drained":    func(e *Engine, _ *connection) { e.beginDrain() },
		"dropped":    func(_ *Engine, c *connection) { c.drop() },
		"cut":        func(e *Engine, _ *connection) { e.cutConnections() },
		"made room":  func(e *Engine, _ *connection) { e.CloseIdle() },
		"registered": func(_ *Engine, c *connection) { _, _ = c.wire.conn.(*socket).file(); c.wake() },
	}
	for name, end := range ends {
		for arms := 1; arms <= 2; arms++ { // before the bare step, and before the wait
			e := newTestEngine(t, answerPath, hour)
			server, client := tcpPair(t)
			c := newConnection(e.Engine, server)
			e.add(c)
			ended := make(chan error)
			go func() { ended <- c.wire.run(&armedThen{c, arms, func() { end(e.Engine, c) }}) }()
			select {
			case err := <-ended:
				if !errors.Is(err, os.ErrDeadlineExceeded) {
					t.Errorf("%s behind look %d: run = %v, want a deadline", name, arms, err)
				}
			case <-time.After(patience):
				t.Fatalf("%s behind look %d: it waits on", name, arms)
			}
			e.remove(c)
			server.Close()
			client.Close()
		}
	}
}

// Whoever ends connections from outside must not hit one that has got the
// number of a descriptor since: those of an engine that nobody cuts are all
// served while another's end at any moment.
func TestBareDescriptorsAreNotConfused(t *testing.T) {
	const askers, each = 8, 150
	cut, spared := newTestEngine(t, answerPath, hour), newTestEngine(t, answerPath, hour)
	at := map[*testEngine]string{cut: cut.listen(), spared: spared.listen()}
	var asking, cutting sync.WaitGroup
	stop := make(chan struct{})
	cutting.Go(func() {
		for number := uint64(1); ; number = number%(askers*each) + 1 {
			select {
			case <-stop:
				return
			default:
				cut.Disconnect(number)
				cut.CloseIdle()
			}
		}
	})
	for asker := range askers {
		e := []*testEngine{cut, spared}[asker%2]
		asking.Go(func() {
			for i := range each {
				path := fmt.Sprintf("/%d/%d", asker, i)
				body, err := askOnce(at[e], path)
				if err != nil && e == spared || err == nil && body != path {
					t.Errorf("%s is answered %q, %v", path, body, err)
				}
			}
		})
	}
	asking.Wait()
	close(stop)
	cutting.Wait()
}

// listen serves what comes to an address until the test ends.
func (e *testEngine) listen() (address string) {
	l := listenOn(e.t, "127.0.0.1:0")
	var accepting sync.WaitGroup
	accepting.Go(func() {
		for {
			server, err := l.Accept()
			if err != nil {
				return
			}
			e.alive.Go(e.Admit(server))
		}
	})
	e.t.Cleanup(func() {
		l.Close()
		accepting.Wait()
	})
	return l.Addr().String()
}

func askOnce(address, path string) (string, error) {
	client, err := net.Dial("tcp", address)
	if err != nil {
		return "", err
	}
	defer client.Close()
	_ = client.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(client, get(path, "Connection: close")); err != nil {
		return "", err
	}
	a, err := http.ReadResponse(bufio.NewReader(client), nil)
	if err != nil {
		return "", err
	}
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	return string(body), err
}
