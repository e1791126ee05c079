// SPDX-License-Identifier: MIT

package server

import (
	"context"
	"errors"
	"net"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"porchlight/server/config"
	"porchlight/server/http1"
)

// door is a set of open addresses with one port, and the connections that came
// in by them. The choice between protocols belongs in welcome: so far there is
// one.
type door struct {
	server    *Server
	listeners []*listener
	at        *net.TCPAddr // of the first one
	engine    *http1.Engine
	names     atomic.Pointer[hostNames]
	limit     atomic.Int64         // of connections
	turned    atomic.Int64         // connections over it that are being told so
	left      atomic.Pointer[site] // what it goes on with once its addresses are left; nil before
	running   sync.WaitGroup
	closed    chan struct{}
}

// newDoor listens on the addresses of c. Connections wait until open.
func (s *Server) newDoor(c config.Config) (*door, error) {
	listeners, err := listenAll(c)
	if err != nil {
		return nil, err
	}
	d := &door{server: s, listeners: listeners, at: listeners[0].at, closed: make(chan struct{})}
	d.engine = http1.New(http1.Options{
		Handler: d,
		Pool:    s.pool,
		Limits:  engineLimits(c),
		Log:     s.journal.Logger(),
		Page:    errorPage,
		Full:    s.full,
		AtHand:  d.atHand,
		Served:  s.served,
	})
	d.set(c)
	return d, nil
}

// set puts the values of c in force that do not need another address.
func (d *door) set(c config.Config) {
	names := newHostNames(c.Host, slices.Concat(c.HostNames, d.server.names), d.addresses())
	d.names.Store(&names)
	d.limit.Store(int64(c.MaxConnections))
	d.engine.SetLimits(engineLimits(c))
}

// addresses are those of the listeners.
func (d *door) addresses() (all []*net.TCPAddr) {
	for _, l := range d.listeners {
		all = append(all, l.at)
	}
	return all
}

// moveDoor opens the addresses of c while old is open. A port that old has on
// one address does not open on the same one, nor on all of them: then the old
// listeners make room, and are opened again if that was in vain.
func (s *Server) moveDoor(c config.Config, old *door) (*door, error) {
	d, err := s.newDoor(c)
	if !errors.Is(err, ErrInUse) || c.Port != old.at.Port {
		return d, err
	}
	old.lastCall()
	if d, err = s.newDoor(c); err == nil {
		return d, nil
	}
	for i, l := range old.listeners {
		again, lost := listen(l.at)
		if lost != nil {
			return nil, errors.Join(err, lost)
		}
		old.listeners[i] = again
	}
	old.open()
	return nil, err
}

func engineLimits(c config.Config) http1.Limits {
	return http1.Limits{Idle: c.Timeout, Head: min(c.HeadTimeout, c.Timeout), Stall: c.Timeout, MinRate: int64(c.MinRate), Requests: c.MaxRequests}
}

func (d *door) open() {
	for _, l := range d.listeners {
		l.accepted = make(chan struct{})
		d.running.Go(func() { d.accept(l) })
	}
}

// lastCall lets in who has come, and closes the listeners.
func (d *door) lastCall() {
	for _, l := range d.listeners {
		l.lastCall()
	}
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

// accept takes connections until l closes. When the system has no descriptor or
// memory left for another one, it makes room and waits a little longer each
// time, instead of spinning or giving up.
func (d *door) accept(l *listener) {
	defer close(l.accepted)
	const shortest, longest = 5 * time.Millisecond, time.Second
	pause := shortest
	for {
		conn, err := l.Accept()
		if err == nil && l.isLast(conn) {
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

// mostTurned bounds the connections that are told that there are too many; the
// next ones are closed without a word.
const mostTurned = 256

// welcome serves a connection. Over the limit, the one that has been idle
// longest makes room; without one, the new connection has to go.
func (d *door) welcome(conn net.Conn) {
	if int64(d.engine.Connections()) >= d.limit.Load() && !d.engine.CloseIdle() {
		d.turnAway(conn)
		return
	}
	d.running.Add(1)
	go d.serve(d.engine.Admit(conn))
}

func (d *door) turnAway(conn net.Conn) {
	if d.turned.Add(1) > mostTurned {
		d.turned.Add(-1)
		conn.Close()
		return
	}
	d.running.Go(func() {
		defer d.turned.Add(-1)
		d.engine.TurnAway(conn)
	})
}

// serve is a connection's goroutine. It has no closure round it, because ten
// thousand idle connections would keep one each.
func (d *door) serve(live func()) {
	defer d.running.Done()
	live()
}
