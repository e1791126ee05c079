// SPDX-License-Identifier: MIT

package http1

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"sync/atomic"
	"time"

	"porchlight/server/pool"
)

// connection is the life of one accepted socket. Everything in it belongs to
// the goroutine that runs live, but for the atomics and the deadlines of conn,
// by which the engine wakes or cuts it.
type connection struct {
	engine *Engine
	wire   wire
	remote string
	client netip.Addr // for the pool's fairness; the zero Addr is exempt
	number uint64     // by which it can be cut

	underway atomic.Pointer[underway] // of the exchange that is served, or nil
	dropped  atomic.Bool              // somebody has cut the connection

	state stateBox
	since instantBox  // when the last answer was done
	woken atomic.Bool // the engine wants the connection to end its wait

	in       *input       // nil while nothing is read
	worker   *pool.Worker // lent from a complete head to the last byte of its answer
	out      []byte       // answers not sent yet, in the worker's buffer
	requests int          // begun so far

	lounge   *lounge       // where it may wait; nil where there is none
	place    atomic.Uint32 // whose it is; standing where it has no seat there
	stands   bool          // the lounge has none for it
	cold     bool          // it has waited for more than a glance
	attended bool          // the attendant of the lounge serves it
	hungUp   atomic.Bool   // its peer will send no more than there is

	armed   instant // the read deadline in force
	writeBy instant // what the handler has set for its answer; 0 for none
	dry     bool    // the last read found nothing
	closing bool
	lingers bool  // the peer may still be sending when the connection closes
	ended   error // what ended a read
	broken  error // what ended a send
}

// state is what a connection is doing; the engine reads it to know whom to wake.
type state uint32

const (
	waiting state = iota
	reading
	queued
	serving
)

type stateBox struct{ atomic.Uint32 }

func (b *stateBox) is(s state) bool { return b.Load() == uint32(s) }
func (b *stateBox) set(s state)     { b.Store(uint32(s)) }

func newConnection(e *Engine, conn net.Conn) *connection {
	c := &connection{engine: e, wire: newWire(conn), remote: conn.RemoteAddr().String(), number: e.numbers.Add(1)}
	c.since.set(time.Now())
	if remote, err := netip.ParseAddrPort(c.remote); err == nil && !remote.Addr().Unmap().IsLoopback() {
		c.client = remote.Addr()
	}
	return c
}

// step reads what has arrived and serves each complete request in it. It
// reports false when the connection has to wait for more where it is.
func (c *connection) step() (done bool) {
	for {
		if c.in == nil {
			c.in = inputs.Get().(*input)
		}
		space := c.in.space()
		n, err := c.wire.read(space)
		if c.dry = errors.Is(err, errNothing); c.dry {
			return c.parks()
		}
		if err != nil {
			c.ended = err
			return true
		}
		c.in.end += n
		if c.consume() {
			return true
		}
		if n < len(space) && !c.hungUp.Load() || !c.wire.skipsReads() {
			return c.parks()
		}
		if n == len(space) {
			c.unattend() // who sends without end would hold all others up
		}
	}
}

// consume serves the complete requests among the bytes read. It reports true
// when the connection is to close, or holds a worker for a request whose body
// has to be read.
func (c *connection) consume() (leave bool) {
	for !c.closing {
		size, fault := c.in.head.parse(c.in.unread())
		if size == 0 && fault == nil {
			if fault = c.in.tooLong(); fault == nil {
				c.giveBack()
				return c.closing
			}
		}
		if fault == nil {
			c.in.size, c.in.since = size, time.Time{}
			c.in.frame, fault = c.in.head.frame()
		}
		if fault == nil {
			fault = c.borrow()
		}
		if fault != nil {
			c.refuse(fault)
			continue
		}
		if c.in.frame.hasBody() {
			return true
		}
		c.serve()
	}
	c.giveBack()
	return true
}

// borrow gets a worker. One that is still held for the request before is kept
// while nobody else waits: so answers to pipelined requests leave together, and
// a client that sends many of them queues behind the others.
func (c *connection) borrow() *refusal {
	p := c.engine.options.Pool
	if c.worker != nil {
		if p.Load().Waiting == 0 {
			return nil
		}
		c.giveBack()
	}
	c.worker = p.Try(c.client)
	if c.worker == nil {
		c.unattend()
		c.state.set(queued)
		w, err := p.Acquire(c.engine.cut, c.client)
		if err != nil {
			return noWorker
		}
		c.worker = w
	}
	c.out = c.worker.Buffer()[:0]
	return nil
}

// giveBack sends what is left to send and releases the worker.
func (c *connection) giveBack() {
	if c.worker == nil {
		return
	}
	_ = c.flush() // a failure has marked the connection as closing
	c.engine.options.Pool.Release(c.worker)
	c.worker, c.out = nil, nil
}

// glance is how soon after an answer an idle connection reads once more: an
// end of input may have come with the request, and waiting does not tell.
const glance = time.Second

// glances reports whether the wait is one until a glance.
func (c *connection) glances() bool {
	return c.wire.skipsReads() && (!c.dry || c.seatable())
}

// arm sets the deadline for the wait that begins now, and gives up the input
// when it is empty. Then it looks whether the engine wants the wait at all: the
// engine looks at the state after it has said so, one of the two sees the other.
func (c *connection) arm() {
	s, until := waiting, c.since.time()
	limits := c.engine.limits.Load()
	switch {
	case c.hasMore():
		if s = reading; c.in.since.IsZero() {
			c.in.since = time.Now()
		}
		until = c.in.since.Add(limits.Head)
	case c.glances():
		until = until.Add(glance)
		if early := until.Sub(c.armed.time()); early > 0 && early < glance/2 {
			until = c.armed.time()
		}
	default:
		until = until.Add(limits.Idle)
	}
	if s == waiting {
		c.rest()
	}
	if instantOf(until) != c.armed {
		c.setReadDeadline(until)
	}
	c.state.set(s)
	if c.engine.draining.Load() || c.woken.Load() {
		c.wire.conn.SetReadDeadline(longAgo)
	}
}

// readEnded judges why a read or a wait ended without bytes.
func (c *connection) readEnded() {
	err := c.ended
	c.ended = nil
	half := c.hasMore()
	timeout := errors.Is(err, os.ErrDeadlineExceeded)
	switch {
	case c.engine.draining.Load() || c.woken.Load():
		c.lookOnce()
	case half && timeout:
		c.refuse(refuse(http.StatusRequestTimeout, "the request head took too long"))
	case half && errors.Is(err, io.EOF):
		c.refuse(badRequest("the request ended before its head was complete"))
	case timeout && c.glances():
		c.dry, c.cold = true, c.seatable() // the next step reads, or the lounge does
	default:
		c.closing = true
	}
}

// lookOnce ends a connection whose wait the engine has ended. A request that was
// sent in full by then is answered, and the answer says that it is the last.
func (c *connection) lookOnce() {
	c.wire.look(c)
	c.ended = nil
	c.closing = c.closing || c.worker == nil
}

// wake makes a connection that waits or reads a head end. The engine calls it.
func (c *connection) wake() {
	c.woken.Store(true)
	c.wire.conn.SetReadDeadline(longAgo)
	if c.lounge != nil {
		c.lounge.call(c)
	}
}

// longAgo is a deadline that has passed.
var longAgo = time.Unix(1, 0)

func (c *connection) setReadDeadline(t time.Time) {
	c.armed = instantOf(t)
	c.wire.conn.SetReadDeadline(t)
	if c.cut() {
		c.wire.conn.SetReadDeadline(longAgo)
	}
}

// cut reports whether the connection is to end at once. Whoever cuts one moves
// its deadlines into the past after saying so; whoever sets a deadline asks
// after setting it.
func (c *connection) cut() bool { return c.dropped.Load() || c.engine.cut.Err() != nil }
