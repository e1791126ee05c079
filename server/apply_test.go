// SPDX-License-Identifier: MIT

package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"porchlight/server/config"
)

func TestApplyWhileOff(t *testing.T) {
	f := newFixture(t)
	away := newRoot(t, "away")
	f.apply(func(c *config.Config) { c.Root, c.Workers = away, 3 })
	if got := f.Status(); got.Level != Off || got.Workers != 3 || got.Root != "" {
		t.Errorf("Status() = %+v, want off with 3 workers", got)
	}
	if err := f.Start(); err != nil {
		t.Fatal(err)
	}
	if got := f.ask("GET /"); got.body != "away" {
		t.Errorf("GET / = %q, want away: what was applied while off", got.body)
	}
}

// TestApplyLiveValues changes everything that a running server can change while
// a download runs: the download ends as it began, the next request sees the
// change, on the same connection.
func TestApplyLiveValues(t *testing.T) {
	f := start(t)
	address := f.Status().Address
	idle := f.dial()
	idle.send("GET /")
	idle.receive("GET")
	slow := f.download()
	f.eventually("the worker of the answer before is free", func() bool { return f.Status().Busy == 1 })
	old := f.site.Load()

	away := newRoot(t, "away")
	writeFile(t, away, "big.txt", "small")
	f.apply(func(c *config.Config) {
		c.Root, c.Types, c.HostNames = away, []string{"html"}, []string{"porch.example"}
		c.Workers, c.Queue, c.MaxRequests, c.MaxConnections = 7, 3, 2, 5
		c.Uploads = false
	})
	if got := f.Status(); got.Address != address || got.Root != away || got.Text != "1 of 7 workers busy" || got.Queue != 3 {
		t.Errorf("Status() after Apply = %+v, want the address kept and the rest changed", got)
	}
	idle.send("GET /", "Host: porch.example")
	if got := idle.receive("GET"); got.body != "away" || !got.Close {
		t.Errorf("GET / on a connection from before = %q, Close %v, want away, and the last of 2 requests", got.body, got.Close)
	}
	for _, tt := range []struct {
		line string
		want int
	}{{"GET /a.txt", 415}, {"GET /sub/", 200}, {"POST /upload", 405}} {
		if got := f.ask(tt.line); got.StatusCode != tt.want {
			t.Errorf("%s = %d, want %d", tt.line, got.StatusCode, tt.want)
		}
	}
	if got := f.state.Load().door.limit.Load(); got != 5 {
		t.Errorf("limit of connections = %d, want 5", got)
	}
	if got := old.refs.Load(); got != 1 {
		t.Errorf("references to the old site = %d, want 1: that of the download", got)
	}
	if got := slow.receive("GET"); len(got.body) != bigSize {
		t.Errorf("download across Apply = %d bytes, want %d", len(got.body), bigSize)
	}
	f.eventually("let go of the old site", func() bool { return old.refs.Load() == 0 })
	if !closed(t, old) {
		t.Error("the old folder is open after its last request, want it closed")
	}
}

// TestApplyForgetsHostNames sees that a name which was taken back is refused.
func TestApplyForgetsHostNames(t *testing.T) {
	f := start(t, func(c *config.Config) { c.HostNames = []string{"old.example"} })
	for _, want := range []int{200, 403} {
		if got := f.ask("GET /", "Host: old.example"); got.StatusCode != want {
			t.Errorf("GET / of old.example = %d, want %d", got.StatusCode, want)
		}
		f.apply(func(c *config.Config) { c.HostNames = nil })
	}
}

// TestApplyLosesNoRequest applies two sites in turn under clients that never
// pause: each answer is one of the two, and whole.
func TestApplyLosesNoRequest(t *testing.T) {
	const applies, clients = 50, 4
	f := start(t, func(c *config.Config) { c.MaxRequests = 0 })
	roots := [2]string{f.Config().Root, newRoot(t, "away")}
	done := make(chan struct{})
	var asking sync.WaitGroup
	var seen sync.Map
	for range clients {
		c := f.dial()
		asking.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				c.send("GET /")
				got := c.receive("GET")
				if got.StatusCode != 200 || got.body != "home" && got.body != "away" {
					t.Errorf("GET / = %d %q, want home or away", got.StatusCode, got.body)
					return
				}
				seen.Store(got.body, true)
			}
		})
	}
	for i := range applies {
		f.apply(func(c *config.Config) { c.Root, c.Workers = roots[i%2], 2+i%3 })
		want := [2]string{"home", "away"}[i%2]
		if got := f.ask("GET /"); got.body != want {
			t.Errorf("GET / after Apply %d = %q, want %q", i, got.body, want)
		}
	}
	close(done)
	asking.Wait()
	for _, body := range []string{"home", "away"} {
		if _, ok := seen.Load(body); !ok {
			t.Errorf("no client has seen %q, want both sites seen", body)
		}
	}
}

// TestApplyMovesAddress opens the new address first, and drains the old one.
func TestApplyMovesAddress(t *testing.T) {
	f := start(t)
	since := f.Status().Since
	old := f.authority()
	idle, slow := f.dial(), f.download()
	idle.send("GET /")
	idle.receive("GET")

	port := freePort(t)
	f.apply(func(c *config.Config) { c.Port = port })
	if f.authority() == old {
		t.Fatalf("Address = %s as before, want port %d", old, port)
	}
	if got := f.Status().Since; !got.Equal(since) {
		t.Errorf("Since = %v, want %v: the server never stopped", got, since)
	}
	if got := f.ask("GET /"); got.body != "home" {
		t.Errorf("GET / at the new address = %q, want home", got.body)
	}
	if !idle.ended() {
		t.Error("an idle connection to the old address stays, want it closed")
	}
	if got := slow.receive("GET"); len(got.body) != bigSize {
		t.Errorf("download from the old address = %d bytes, want %d", len(got.body), bigSize)
	}
	f.old.Wait()
	if refused := f.lines("drain the old address"); len(refused) != 0 {
		t.Errorf("log = %+v, want no word about the old address", refused)
	}
}

// freePort returns a port that nobody listens on.
func freePort(t *testing.T) (port int) {
	t.Run("find a port", func(t *testing.T) { port = listenOn(t, "127.0.0.1:0") })
	return port
}

// TestApplyBoundPort names the port that the system chose: it is ours already.
func TestApplyBoundPort(t *testing.T) {
	f := start(t)
	address := f.Status().Address
	door := f.state.Load().door
	f.apply(func(c *config.Config) { c.Port = door.at.Port })
	if got := f.Status().Address; got != address || f.state.Load().door != door {
		t.Errorf("Address = %s, want %s by the same door", got, address)
	}
}

// TestApplyMovesInVain wants an address that another program has, with the port
// that ours has: our listener makes room for nothing, and is opened again.
func TestApplyMovesInVain(t *testing.T) {
	f := start(t, func(c *config.Config) { c.Host = otherLoopback(t) })
	address := f.Status().Address
	port := f.state.Load().door.at.Port
	listenOn(t, fmt.Sprintf("127.0.0.1:%d", port))
	slow := f.download()
	c := f.Config()
	c.Host, c.Port = "127.0.0.1", port
	if err := f.Apply(c); !errors.Is(err, ErrInUse) {
		t.Fatalf("Apply() = %v, want %v", err, ErrInUse)
	}
	if got := f.Status(); got.Address != address || got.Level != Calm {
		t.Errorf("Status() = %+v, want calm at %s", got, address)
	}
	if got := f.ask("GET /"); got.body != "home" {
		t.Errorf("GET / = %q, want home", got.body)
	}
	if got := slow.receive("GET"); len(got.body) != bigSize {
		t.Errorf("download across Apply = %d bytes, want %d", len(got.body), bigSize)
	}
}

// otherLoopback returns an address of this machine alone beside 127.0.0.1.
func otherLoopback(t *testing.T) string {
	t.Helper()
	for _, host := range []string{"127.0.0.2", "::1"} {
		if l, err := net.Listen("tcp", net.JoinHostPort(host, "0")); err == nil {
			l.Close()
			return host
		}
	}
	t.Fatal("this machine has no loopback address beside 127.0.0.1")
	return ""
}

// TestApplyWidensHost goes from loopback to every address and back on one port,
// where the two do not open at the same time.
func TestApplyWidensHost(t *testing.T) {
	f := start(t)
	port := f.state.Load().door.at.Port
	for _, host := range []string{"0.0.0.0", "127.0.0.1"} {
		slow := f.download()
		f.apply(func(c *config.Config) { c.Host, c.Port = host, port })
		if got := f.ask("GET /"); got.body != "home" {
			t.Errorf("GET / on %s = %q, want home", host, got.body)
		}
		if got := slow.receive("GET"); len(got.body) != bigSize {
			t.Errorf("download across Apply = %d bytes, want %d", len(got.body), bigSize)
		}
	}
}

// TestFailedApply sees that an Apply which fails has changed nothing.
func TestFailedApply(t *testing.T) {
	taken := listenOn(t, "127.0.0.1:0")
	for _, tt := range []struct {
		name   string
		change func(*config.Config)
		want   string
	}{
		{"taken port", func(c *config.Config) { c.Port = taken }, "another program uses it"},
		{"no such host", func(c *config.Config) { c.Host = "no host" }, "no such host name"},
		{"missing root", func(c *config.Config) { c.Root = filepath.Join(c.Root, "gone") }, "open folder"},
		{"missing root and another port", func(c *config.Config) { c.Root, c.Port = filepath.Join(c.Root, "gone"), 1 }, "open folder"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := start(t)
			before, status, site := f.Config(), f.Status(), f.site.Load()
			c := before
			c.Workers, c.HostNames = 3, []string{"porch.example"}
			tt.change(&c)
			if err := f.Apply(c); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("Apply() = %v, want %q", err, tt.want)
			}
			if diff := cmp.Diff(before, f.Config()); diff != "" {
				t.Errorf("Config() changed (-before +after):\n%s", diff)
			}
			if diff := cmp.Diff(status, f.Status()); diff != "" {
				t.Errorf("Status() changed (-before +after):\n%s", diff)
			}
			if f.site.Load() != site || site.refs.Load() != 1 {
				t.Error("the site changed, want the one from before")
			}
			if got := f.ask("GET /"); got.body != "home" {
				t.Errorf("GET / = %q, want home", got.body)
			}
			if got := f.ask("GET /", "Host: porch.example"); got.StatusCode != 403 {
				t.Errorf("GET / of a name that was not put in force = %d, want 403", got.StatusCode)
			}
		})
	}
}

// TestStopCutsOldAddress has a download on an address that Apply has left: the
// end of Stop's time cuts it too, however long that address might drain.
func TestStopCutsOldAddress(t *testing.T) {
	f := start(t)
	f.download()
	f.apply(func(c *config.Config) { c.Port = freePort(t) })
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	stopped := make(chan error, 1)
	go func() { stopped <- f.Stop(ended) }()
	select {
	case err := <-stopped:
		if err != nil {
			t.Errorf("Stop() = %v, want nil", err)
		}
	case <-late():
		t.Fatal("Stop() still waits for the old address when its time is over")
	}
}

// TestMoveLosesNoRequest moves to other ports under clients that have just come
// in: whoever has sent a request when the move begins gets an answer.
func TestMoveLosesNoRequest(t *testing.T) {
	const moves, clients = 30, 40
	f := start(t)
	for range moves {
		var conns []net.Conn
		for range clients {
			conn, err := net.Dial("tcp", f.authority())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
			conns = append(conns, conn)
		}
		f.apply(func(c *config.Config) { c.Port = freePort(t) })
		for n, conn := range conns {
			res, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil || res.StatusCode != http.StatusOK {
				t.Fatalf("the client that came as number %d has no answer: %v", n, err)
			}
		}
	}
}
