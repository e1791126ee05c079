// SPDX-License-Identifier: MIT

package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"porchlight/server/config"
	"porchlight/server/http1"
)

// door is an open address and the connections that came in by it. The choice
// between protocols belongs in welcome: so far there is one.
type door struct {
	server   *Server
	listener net.Listener
	at       *net.TCPAddr // of the listener
	engine   *http1.Engine
	names    atomic.Pointer[hostNames]
	limit    atomic.Int64 // of connections
	running  sync.WaitGroup
	calls    chan struct{} // closed when no more connections are accepted
	last     atomic.Pointer[lastCaller]
	closed   chan struct{}
}

// newDoor listens on the address of c. Connections wait until open.
func (s *Server) newDoor(c config.Config) (*door, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort(c.Host, strconv.Itoa(c.Port)))
	if err != nil {
		return nil, listenError(c, err)
	}
	d := &door{server: s, listener: listener, at: listener.Addr().(*net.TCPAddr), closed: make(chan struct{})}
	d.engine = http1.New(http1.Options{
		Handler: d,
		Pool:    s.pool,
		Limits:  engineLimits(c),
		Log:     s.journal.Logger(),
		Page:    errorPage,
		Served:  s.served,
	})
	d.set(c)
	return d, nil
}

// set puts the values of c in force that do not need another address.
func (d *door) set(c config.Config) {
	names := newHostNames(c.Host, c.HostNames, d.at)
	d.names.Store(&names)
	d.limit.Store(int64(c.MaxConnections))
	d.engine.SetLimits(engineLimits(c))
}

// moveDoor opens the address of c while old is open. A port that old has on one
// address does not open on all of them, nor the other way round: then the old
// listener makes room, and is opened again if that was in vain.
func (s *Server) moveDoor(c config.Config, old *door) (*door, error) {
	d, err := s.newDoor(c)
	if !errors.Is(err, ErrInUse) || c.Port != old.at.Port {
		return d, err
	}
	old.lastCall()
	if d, err = s.newDoor(c); err == nil {
		return d, nil
	}
	listener, lost := net.Listen("tcp", old.at.String())
	if lost != nil {
		return nil, errors.Join(err, lost)
	}
	old.listener = listener
	old.open()
	return nil, err
}

func engineLimits(c config.Config) http1.Limits {
	return http1.Limits{Idle: c.Timeout, Head: min(c.HeadTimeout, c.Timeout), Stall: c.Timeout, MinRate: int64(c.MinRate), Requests: c.MaxRequests}
}

func (d *door) open() {
	listener, calls := d.listener, make(chan struct{})
	d.calls = calls
	d.running.Go(func() {
		defer close(calls)
		d.accept(listener)
	})
}

// lastCaller is a connection of our own to a listener that is to close. The
// system hands out connections in the order they came, so whoever came before
// it has been let in when it is.
type lastCaller struct {
	known chan struct{} // closed when local is
	local string        // its address, "" when it did not get through
}

// callTime is how long a last caller may take.
const callTime = 100 * time.Millisecond

// lastCall lets in who has come, and closes the listener: whoever waits there
// when it closes is turned away without a word.
func (d *door) lastCall() {
	if l, ok := d.listener.(*net.TCPListener); ok && d.calls != nil {
		last := &lastCaller{known: make(chan struct{})}
		d.last.Store(last)
		if conn, err := net.DialTimeout("tcp", d.at.String(), callTime); err == nil {
			defer conn.Close()
			last.local = conn.LocalAddr().String()
		}
		close(last.known)
		_ = l.SetDeadline(time.Now().Add(callTime)) // one that is closed takes no more calls either
		<-d.calls
		d.last.Store(nil)
	}
	d.listener.Close()
}

// isLast reports that everybody who came before the last call is in.
func (d *door) isLast(conn net.Conn) bool {
	last := d.last.Load()
	if last == nil {
		return false
	}
	<-last.known
	return conn.RemoteAddr().String() == last.local
}

// close stops accepting, then drains until ctx ends.
func (d *door) close(ctx context.Context) error {
	close(d.closed)
	d.lastCall()
	err := d.engine.Drain(ctx)
	if err == nil {
		d.running.Wait()
	}
	return err
}

// accept takes connections until listener closes. When the system has no
// descriptor or memory left for another one, it makes room and waits a little
// longer each time, instead of spinning or giving up.
func (d *door) accept(listener net.Listener) {
	const shortest, longest = 5 * time.Millisecond, time.Second
	pause := shortest
	for {
		conn, err := listener.Accept()
		if err == nil && d.isLast(conn) {
			conn.Close()
			return
		}
		if err == nil {
			pause = shortest
			d.welcome(conn)
			continue
		}
		if errors.Is(err, net.ErrClosed) || errors.Is(err, os.ErrDeadlineExceeded) {
			return
		}
		if pause == shortest {
			d.server.journal.Logger().Warn("accept slowed", "err", err)
		}
		d.engine.CloseIdle()
		select {
		case <-time.After(pause):
			pause = min(2*pause, longest)
		case <-d.closed:
			return
		}
	}
}

// welcome serves a connection. Over the limit, the one that has been idle
// longest makes room; without one, the new connection has to go.
func (d *door) welcome(conn net.Conn) {
	if int64(d.engine.Connections()) >= d.limit.Load() && !d.engine.CloseIdle() {
		d.running.Go(func() { d.engine.TurnAway(conn) })
		return
	}
	d.running.Add(1)
	go d.serve(d.engine.Admit(conn))
}

// serve is a connection's goroutine. It has no closure round it, because ten
// thousand idle connections would keep one each.
func (d *door) serve(live func()) {
	defer d.running.Done()
	live()
}

// ErrInUse is the cause of an error about an address that somebody has opened.
var ErrInUse = errors.New("another program uses it, choose another port (0 is any free one)")

// The numbers that Windows gives, where others have EADDRINUSE, EACCES and
// EADDRNOTAVAIL.
const (
	windowsInUse        = syscall.Errno(10048)
	windowsForbidden    = syscall.Errno(10013)
	windowsNotAvailable = syscall.Errno(10049)
)

// listenError says what to do about an address that does not open.
func listenError(c config.Config, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE), errors.Is(err, windowsInUse):
		return fmt.Errorf("listen on %s port %d: %w", c.Host, c.Port, ErrInUse)
	case errors.Is(err, os.ErrPermission), errors.Is(err, windowsForbidden):
		return fmt.Errorf("listen on %s port %d: not permitted, choose another port from 1024 up", c.Host, c.Port)
	case errors.Is(err, syscall.EADDRNOTAVAIL), errors.Is(err, windowsNotAvailable):
		return fmt.Errorf("listen on %s: this machine has no such address, try 127.0.0.1, or 0.0.0.0 for all", c.Host)
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return fmt.Errorf("listen on %s: no such host name, try 127.0.0.1, or 0.0.0.0 for all", c.Host)
	}
	return fmt.Errorf("listen on %s port %d: %w", c.Host, c.Port, err)
}
