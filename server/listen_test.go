// SPDX-License-Identifier: MIT

package server

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"porchlight/server/config"
)

func TestListenError(t *testing.T) {
	c := config.Config{Host: "192.0.2.7", Port: 80}
	in := func(err error) error {
		return &net.OpError{Op: "listen", Net: "tcp", Err: os.NewSyscallError("bind", err)}
	}
	const (
		taken     = "listen on 192.0.2.7 port 80: another program uses it, choose another port (0 is any free one)"
		forbidden = "listen on 192.0.2.7 port 80: not permitted, choose another port from 1024 up"
		elsewhere = "listen on 192.0.2.7: this machine has no such address, try 127.0.0.1, or 0.0.0.0 for all"
		nowhere   = "listen on 192.0.2.7: no such host name, try 127.0.0.1, or 0.0.0.0 for all"
	)
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"taken", in(syscall.EADDRINUSE), taken},
		{"taken, on Windows", in(syscall.Errno(10048)), taken},
		{"privileged", in(syscall.EACCES), forbidden},
		{"reserved, on Windows", in(syscall.Errno(10013)), forbidden},
		{"not ours", in(syscall.EADDRNOTAVAIL), elsewhere},
		{"not ours, on Windows", in(syscall.Errno(10049)), elsewhere},
		{"no such name", &net.OpError{Op: "listen", Net: "tcp", Err: &net.DNSError{Name: "x", IsNotFound: true}}, nowhere},
		{"anything else", errors.New("no more sockets"), "listen on 192.0.2.7 port 80: no more sockets"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := listenError(c.Host, c.Port, tt.err).Error(); got != tt.want {
				t.Errorf("listenError(%v) = %q, want %q", tt.err, got, tt.want)
			}
		})
	}
}

// TestLongestIdleMakesRoom opens one connection more than there may be: the one
// that has waited longest is closed for it.
func TestLongestIdleMakesRoom(t *testing.T) {
	f := start(t, func(c *config.Config) { c.MaxConnections = 2 })
	older := f.dial()
	older.send("GET /a.txt")
	older.receive("GET")
	younger := f.dial()
	younger.send("GET /a.txt")
	younger.receive("GET")
	f.eventually("idle", func() bool { return f.Status().Busy == 0 })
	if got := f.ask("GET /a.txt"); got.StatusCode != 200 {
		t.Errorf("GET /a.txt on one connection more = %d, want 200", got.StatusCode)
	}
	if !older.ended() {
		t.Error("the connection that waited longest is open, want it closed")
	}
	younger.send("GET /a.txt")
	if got := younger.receive("GET"); got.StatusCode != 200 {
		t.Errorf("GET /a.txt on the younger connection = %d, want 200", got.StatusCode)
	}
}

// TestTurnedAway has nobody who could make room: one connection more is told
// to come again.
func TestTurnedAway(t *testing.T) {
	f := start(t, func(c *config.Config) { c.MaxConnections = 2 })
	f.download()
	last := f.download()
	c := f.dial()
	got := c.receive("GET")
	if got.StatusCode != 503 || got.Header.Get("Retry-After") != "5" || !strings.Contains(got.body, "Too many connections, try again in a moment.") {
		t.Errorf("one connection more is answered %d, Retry-After %q, %s, want 503 after 5", got.StatusCode, got.Header.Get("Retry-After"), got.body)
	}
	if !c.ended() {
		t.Error("the connection that was turned away is open, want it closed")
	}
	f.eventually("logged", func() bool { return len(f.lines("request")) == 1 })
	if got := f.lines("request")[0]; got.Status != 503 || got.Worker != 0 || got.Remote != c.LocalAddr().String() {
		t.Errorf("log = %+v, want 503 without a worker to %s", got, c.LocalAddr())
	}
	if got := f.Status(); got.Refused != 0 || got.Level != Calm {
		t.Errorf("Status() = %+v, want no refusal: no worker was asked for", got)
	}
	last.Close()
	f.eventually("one left", func() bool { return f.Status().Connections == 1 })
	if got := f.ask("GET /a.txt"); got.StatusCode != 200 {
		t.Errorf("GET /a.txt with room again = %d, want 200", got.StatusCode)
	}
}

// TestBurstKeepsTheLimit lets connections gather before the door opens, so that
// they come in faster than any of them is served.
func TestBurstKeepsTheLimit(t *testing.T) {
	const limit, burst = 4, 60
	f := newFixture(t, func(c *config.Config) { c.MaxConnections = limit })
	d, err := f.newDoor(f.Config())
	if err != nil {
		t.Fatal(err)
	}
	var ended sync.WaitGroup
	var open atomic.Int64
	for range burst {
		c := dial(t, d.at.String())
		open.Add(1)
		ended.Go(func() {
			_, _ = io.Copy(io.Discard, c)
			open.Add(-1)
		})
	}
	d.open()
	f.eventually("let go of the rest", func() bool { return open.Load() <= limit })
	if err := d.close(t.Context()); err != nil {
		t.Errorf("close() = %v, want nil", err)
	}
	ended.Wait()
}

// scarce is a listener on a system that has no descriptor left, but for the
// connections that it is given.
type scarce struct {
	net.Listener
	conns  chan net.Conn
	closed chan struct{}

	mu    sync.Mutex
	asked []int64 // when Accept was called, in ms since the last connection
	since time.Time
}

func (s *scarce) Accept() (net.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, time.Since(s.since).Milliseconds())
	select {
	case <-s.closed:
		return nil, net.ErrClosed
	case conn := <-s.conns:
		s.asked, s.since = nil, time.Now()
		return conn, nil
	default:
		return nil, &net.OpError{Op: "accept", Net: "tcp", Err: os.NewSyscallError("accept4", syscall.EMFILE)}
	}
}

func (s *scarce) times() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

func (s *scarce) Close() error {
	close(s.closed)
	return s.Listener.Close()
}

// hand gives the listener a connection, and returns its other end.
func (s *scarce) hand() net.Conn {
	near, far := net.Pipe()
	s.conns <- far
	return near
}

// TestAcceptSlows runs a door whose listener fails: it asks less and less
// often, says so once, lets go of idle connections, and recovers.
func TestAcceptSlows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t)
		d, err := f.newDoor(f.Config())
		if err != nil {
			t.Fatal(err)
		}
		l := &scarce{Listener: d.listeners[0].Listener, conns: make(chan net.Conn, 1), closed: make(chan struct{}), since: time.Now()}
		d.listeners[0].Listener = l
		idle := l.hand()
		d.open()
		time.Sleep(4 * time.Second)
		want := []int64{0, 5, 15, 35, 75, 155, 315, 635, 1275, 2275, 3275}
		if diff := cmp.Diff(want, l.times()); diff != "" {
			t.Errorf("the times of Accept differ (-want +got):\n%s", diff)
		}
		idle.SetReadDeadline(time.Now()) // an end that has come already is read first
		if n, err := idle.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
			t.Errorf("an idle connection gives %d bytes, %v, want its end: it made room", n, err)
		}
		if got := f.lines("accept slowed"); len(got) != 1 || got[0].Level != "WARN" || !strings.Contains(got[0].Err, "accept4") {
			t.Errorf("log = %+v, want one warning with the cause", got)
		}

		conn := l.hand()
		if _, err := io.WriteString(conn, "GET /-/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"); err != nil {
			t.Fatal(err)
		}
		if res, err := http.ReadResponse(bufio.NewReader(conn), nil); err != nil || res.StatusCode != 200 {
			t.Errorf("GET /-/healthz after the shortage = %v, %v, want 200", res, err)
		}
		conn.Close()
		time.Sleep(time.Millisecond)
		if diff := cmp.Diff([]int64{0}, l.times()); diff != "" {
			t.Errorf("the times of Accept after a connection differ (-want +got):\n%s", diff)
		}
		if got := f.lines("accept slowed"); len(got) != 2 {
			t.Errorf("log = %+v, want a second warning for a second shortage", got)
		}
		closing := time.Now()
		if err := d.close(t.Context()); err != nil || time.Since(closing) > 0 {
			t.Errorf("close() = %v after %v, want nil at once", err, time.Since(closing))
		}
	})
}
