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
	engine   *http1.Engine
	names    hostNames
	limit    atomic.Int64 // connections
	running  sync.WaitGroup
	closed   chan struct{}
}

// newDoor listens on the address of c. Connections wait until open.
func (s *Server) newDoor(c config.Config) (*door, error) {
	listener, err := net.Listen("tcp", net.JoinHostPort(c.Host, strconv.Itoa(c.Port)))
	if err != nil {
		return nil, listenError(c, err)
	}
	d := &door{server: s, listener: listener, closed: make(chan struct{})}
	d.names = newHostNames(c.Host, c.HostNames, listener.Addr())
	d.limit.Store(int64(c.MaxConnections))
	d.engine = http1.New(http1.Options{
		Handler: d,
		Pool:    s.pool,
		Limits:  engineLimits(c),
		Log:     s.journal.Logger(),
		Page:    errorPage,
		Served:  s.served,
	})
	return d, nil
}

func engineLimits(c config.Config) http1.Limits {
	return http1.Limits{Idle: c.Timeout, Head: min(c.HeadTimeout, c.Timeout), Stall: c.Timeout, MinRate: int64(c.MinRate), Requests: c.MaxRequests}
}

func (d *door) open() { d.running.Go(d.accept) }

// close stops accepting, then drains until ctx ends.
func (d *door) close(ctx context.Context) error {
	close(d.closed)
	d.listener.Close()
	err := d.engine.Drain(ctx)
	if err == nil {
		d.running.Wait()
	}
	return err
}

// accept takes connections until the listener closes. When the system has no
// descriptor or memory left for another one, it makes room and waits a little
// longer each time, instead of spinning or giving up.
func (d *door) accept() {
	const shortest, longest = 5 * time.Millisecond, time.Second
	pause := shortest
	for {
		conn, err := d.listener.Accept()
		if err == nil {
			pause = shortest
			d.welcome(conn)
			continue
		}
		if errors.Is(err, net.ErrClosed) {
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
	d.running.Go(func() { d.engine.Serve(conn) })
}

// listenError says what to do about an address that does not open.
func listenError(c config.Config, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE) || isAddressInUse(err):
		return fmt.Errorf("listen on %s port %d: another program uses it, choose another port (0 is any free one)", c.Host, c.Port)
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("listen on %s port %d: not permitted, choose a port from 1024 up", c.Host, c.Port)
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return fmt.Errorf("listen on %s: this machine has no such address, try 127.0.0.1, or 0.0.0.0 for all", c.Host)
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return fmt.Errorf("listen on %s: no such host name, try 127.0.0.1, or 0.0.0.0 for all", c.Host)
	}
	return fmt.Errorf("listen on %s port %d: %w", c.Host, c.Port, err)
}

// isAddressInUse knows the number that Windows gives (WSAEADDRINUSE).
func isAddressInUse(err error) bool {
	var number syscall.Errno
	return errors.As(err, &number) && number == 10048
}
