// SPDX-License-Identifier: MIT

package http1

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// pollerKnows returns how often the descriptor of s is in the process's epoll
// sets (proc(5), fdinfo).
func pollerKnows(t *testing.T, s *socket) (times int) {
	t.Helper()
	fd := -1
	_ = (*rawSocket)(s).Control(func(n uintptr) { fd = int(n) })
	sets, err := filepath.Glob("/proc/self/fd/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range sets {
		if kind, _ := os.Readlink(set); kind != "anon_inode:[eventpoll]" {
			continue
		}
		info, err := os.ReadFile(filepath.Join("/proc/self/fdinfo", filepath.Base(set)))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(info)) {
			if f := strings.Fields(line); len(f) > 1 && f[0] == "tfd:" && f[1] == fmt.Sprint(fd) {
				times++
			}
		}
	}
	return times
}

// A connection whose request is there and whose answer finds room never waits.
func TestBareUntilItWaits(t *testing.T) {
	post := lines("POST /a HTTP/1.1", "Host: a", "Content-Length: 4", "Connection: close") + "body"
	tests := []struct {
		name, sent string
		half       bool // the peer has ended its sending
		known      int
	}{
		{"one request", get("/a", "Connection: close"), false, 0},
		{"two", get("/a") + get("/b", "Connection: close"), false, 0},
		{"HTTP/1.0", lines("GET /a HTTP/1.0"), false, 0},
		{"with a body", post, false, 0},
		{"half closed", get("/a", "Connection: close"), true, 0},
		{"half closed and silent", "", true, 0},
		{"half closed, to be kept", get("/a"), true, 1},
		{"refused", "nonsense\r\n\r\n", false, 1},
		{"kept", get("/a"), false, 1},
		{"silent", "", false, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			known, ended := make(chan int, 1), make(chan struct{})
			e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.Copy(io.Discard, r.Body)
				answerPath(w, r)
			}, hour)
			server, client := tcpPair(t)
			s := server.(*socket)
			if n := pollerKnows(t, s); n != 0 {
				t.Errorf("a new connection is known to the poller %d times", n)
			}
			if _, err := io.WriteString(client, tt.sent); err != nil {
				t.Fatal(err)
			}
			if tt.half {
				_ = client.(*net.TCPConn).CloseWrite()
			}
			closed := watchClose{s, func() { known <- pollerKnows(t, s) }}
			e.alive.Go(func() {
				defer close(ended)
				e.Serve(closed)
			})
			answered := bufio.NewReader(client)
			for range strings.Count(tt.sent, "\r\n\r\n") {
				a, err := http.ReadResponse(answered, nil)
				if err != nil {
					t.Fatal(err)
				}
				_, _ = io.Copy(io.Discard, a.Body)
			}
			if tt.known > 0 && !tt.half {
				eventually(t, "known to the poller", func() bool { return s.polled.Load() != nil })
				client.Close()
			}
			if n := <-known; n != tt.known {
				t.Errorf("at its end the poller knows it %d times, want %d", n, tt.known)
			}
			if <-ended; s.fd != -1 {
				t.Errorf("the descriptor is %d when the connection has ended, want -1", s.fd)
			}
			client.Close()
		})
	}
}

// eventually waits until ready.
func eventually(t *testing.T, what string, ready func() bool) {
	t.Helper()
	tick, over := time.NewTicker(time.Millisecond), time.After(patience)
	defer tick.Stop()
	for !ready() {
		select {
		case <-tick.C:
		case <-over:
			t.Fatalf("not %s after %v", what, patience)
		}
	}
}

// watchClose calls closing ahead of Close.
type watchClose struct {
	*socket
	closing func()
}

func (c watchClose) Close() error {
	c.closing()
	return c.socket.Close()
}

func TestSocketRemembersDeadlines(t *testing.T) {
	past, later := longAgo, time.Now().Add(time.Hour)
	tests := []struct {
		name        string
		set         func(net.Conn) error
		read, write bool // end by the deadline
	}{
		{"both", func(c net.Conn) error { return c.SetDeadline(past) }, true, true},
		{"read", func(c net.Conn) error { return c.SetReadDeadline(past) }, true, false},
		{"write", func(c net.Conn) error { return c.SetWriteDeadline(past) }, false, true},
		{"taken back", func(c net.Conn) error {
			_ = c.SetDeadline(past)
			return c.SetDeadline(time.Time{})
		}, false, false},
		{"moved", func(c net.Conn) error {
			_ = c.SetDeadline(past)
			return c.SetDeadline(later)
		}, false, false},
	}
	for _, tt := range tests {
		for _, bare := range []bool{true, false} {
			server, client := tcpPair(t)
			defer server.Close()
			defer client.Close()
			if _, err := client.Write([]byte("x")); err != nil {
				t.Fatal(err)
			}
			if !bare {
				if _, err := server.(*socket).file(); err != nil {
					t.Fatal(err)
				}
			}
			if err := tt.set(server); err != nil {
				t.Errorf("%s, bare %v: error %v", tt.name, bare, err)
			}
			raw, _ := server.(*socket).SyscallConn()
			once := func(uintptr) bool { return true }
			want := map[bool]error{true: os.ErrDeadlineExceeded}
			if err := raw.Read(once); !errors.Is(err, want[tt.read]) {
				t.Errorf("%s, bare %v: raw read = %v, want %v", tt.name, bare, err, want[tt.read])
			}
			if err := raw.Write(once); !errors.Is(err, want[tt.write]) {
				t.Errorf("%s, bare %v: raw write = %v, want %v", tt.name, bare, err, want[tt.write])
			}
			if _, err := server.Write([]byte("x")); !errors.Is(err, want[tt.write]) {
				t.Errorf("%s, bare %v: Write = %v, want %v", tt.name, bare, err, want[tt.write])
			}
			if _, err := server.Read(make([]byte, 1)); !errors.Is(err, want[tt.read]) {
				t.Errorf("%s, bare %v: Read = %v, want %v", tt.name, bare, err, want[tt.read])
			}
		}
	}
}

func TestSocketAfterClose(t *testing.T) {
	for _, bare := range []bool{true, false} {
		server, client := tcpPair(t)
		defer client.Close()
		s := server.(*socket)
		if !bare {
			if _, err := s.file(); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Errorf("bare %v: Close = %v", bare, err)
		}
		raw, _ := s.SyscallConn()
		used := false
		use := func(uintptr) bool { used = true; return true }
		_, readErr := s.Read(make([]byte, 1))
		_, writeErr := s.Write([]byte("x"))
		for i, err := range []error{readErr, writeErr, s.Close(), s.CloseWrite(), s.SetLinger(0), raw.Control(func(uintptr) { use(0) }), raw.Read(use), raw.Write(use)} {
			if err == nil || used {
				t.Errorf("bare %v: use %d of a closed socket = %v, used %v, want an error", bare, i, err, used)
			}
		}
		_, _ = s.SetDeadline(longAgo), s.LocalAddr() // neither touches the number
	}
}
