// SPDX-License-Identifier: MIT

package server

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"porchlight/server/config"
)

// rush is a server with the default limits in a synctest bubble, whose visitors
// come in memory, from any address.
type rush struct {
	*fixture
	door    *door
	readers sync.WaitGroup
}

func newRush(t *testing.T, change ...func(*config.Config)) *rush {
	t.Helper()
	r := &rush{fixture: newFixture(t, change...)}
	st, err := r.newSite(r.config)
	if err != nil {
		t.Fatal(err)
	}
	if r.door, err = r.newDoor(r.config); err != nil { // its real listener stays shut
		t.Fatal(err)
	}
	r.swap(st)
	r.enterState(runState{door: r.door, since: time.Now()})
	t.Cleanup(r.readers.Wait)
	return r
}

// memoryEnd is the server's end of a connection from some address.
type memoryEnd struct {
	net.Conn
	from netip.AddrPort
}

func (c *memoryEnd) RemoteAddr() net.Addr { return net.TCPAddrFromAddrPort(c.from) }

// comes returns the visitor's end of a new connection from a device, which is
// the last number of its address.
func (r *rush) comes(device int) *client {
	server, own := net.Pipe()
	r.t.Cleanup(func() { own.Close() })
	from := netip.AddrFrom4([4]byte{192, 168, 1, byte(device)})
	r.door.welcome(&memoryEnd{server, netip.AddrPortFrom(from, 50000)})
	return &client{own, r.t, bufio.NewReader(own)}
}

// downloads begins to fetch size bytes at 100 KB/s, until they are there or the
// test ends.
func (r *rush) downloads(device, size int) {
	c := r.comes(device)
	c.send("GET /big.txt")
	r.readers.Go(func() {
		const tenth = 10_000
		for got := 0; got < size; got += tenth {
			if _, err := io.CopyN(io.Discard, c.in, tenth); err != nil {
				return
			}
			<-time.After(time.Second / 10)
		}
		c.Close()
	})
	synctest.Wait()
}

// asks fetches a small file, and returns how long the answer took.
func (r *rush) asks(device int) (status int, took time.Duration) {
	r.t.Helper()
	began := time.Now()
	c := r.comes(device)
	defer c.Close()
	c.send("GET /a.txt")
	got := c.receive(http.MethodGet)
	if took = time.Since(began); took > r.config.Patience {
		r.t.Errorf("device %d is answered %d after %v, want it within the patience of %v", device, got.StatusCode, took, r.config.Patience)
	}
	return got.StatusCode, took
}

// TestSlowDownloadsLeaveRoom has fifty downloads at 100 KB/s, with the limits
// that are the default. Small requests of another device come all the while.
func TestSlowDownloadsLeaveRoom(t *testing.T) {
	const other = 200
	for _, tt := range []struct {
		name    string
		devices int // that share the downloads
		size    int // of each
		status  int // for the other device
		waits   bool
	}{
		{"one device", 1, bigSize, 200, false},
		{"two devices", 2, bigSize, 200, false},
		{"many devices that are done in time", 25, 150_000, 200, true},
		{"many devices that are not", 25, bigSize, 503, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRush(t)
				for i := range 50 {
					r.downloads(i%tt.devices, tt.size)
				}
				var longest time.Duration
				for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(time.Second / 4) {
					status, took := r.asks(other)
					longest = max(longest, took)
					if status != tt.status {
						t.Errorf("another device is answered %d after %v, want %d", status, took, tt.status)
					}
				}
				if (longest > 0) != tt.waits {
					t.Errorf("another device waits up to %v, want a wait: %v", longest, tt.waits)
				}
			})
		})
	}
}

// TestSlowDeviceIsAnswered: who has taken all that one may have is refused in
// good time, and served again when it has room.
func TestSlowDeviceIsAnswered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const device = 1
		r := newRush(t)
		for range 50 {
			r.downloads(device, 15*100_000)
		}
		if got := r.Status(); got.Busy != 4 || got.Waiting != 25 || got.Refused != 21 {
			t.Errorf("50 downloads of one device: %d busy, %d waiting, %d refused, want 4, 25 and 21", got.Busy, got.Waiting, got.Refused)
		}
		if status, took := r.asks(device); status != 503 || took != 0 {
			t.Errorf("while its half of the queue is full it is answered %d after %v, want 503 at once", status, took)
		}
		time.Sleep(r.config.Patience)
		if status, took := r.asks(device); status != 200 || took == 0 {
			t.Errorf("as its downloads end it is answered %d after %v, want 200 after a wait", status, took)
		}
		if status, took := r.asks(device); status != 200 || took != 0 {
			t.Errorf("after its downloads it is answered %d after %v, want 200 at once", status, took)
		}
	})
}

// TestTurnedAwayAreBounded: of a crowd over the limit of connections that does
// not listen, so many are told; the others are closed at once, and nothing of
// them stays.
func TestTurnedAwayAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRush(t, func(c *config.Config) { c.MaxConnections = 1 })
		if _, err := io.WriteString(r.comes(1), "GET / HT"); err != nil { // not idle, so it makes no room
			t.Fatal(err)
		}
		synctest.Wait()
		var crowd []*client
		for range mostTurned + 20 {
			crowd = append(crowd, r.comes(2))
		}
		synctest.Wait()
		for i, c := range crowd {
			if i < mostTurned {
				if got := c.receive(http.MethodGet); got.StatusCode != 503 {
					t.Fatalf("number %d is answered %d, want 503", i, got.StatusCode)
				}
			}
			if !c.ended() {
				t.Fatalf("number %d is not closed", i)
			}
		}
		synctest.Wait()
		if c := r.comes(2); c.receive(http.MethodGet).StatusCode != 503 {
			t.Error("after the crowd nobody is told any more")
		}
	})
}
