// SPDX-License-Identifier: MIT

package http1

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"porchlight/server/pool"
)

// Limits bound what a peer may take. They may change while the engine runs;
// an exchange keeps those that it began with.
type Limits struct {
	Idle     time.Duration // between two requests
	Head     time.Duration // for a whole request head, however it trickles in
	Stall    time.Duration // for a body or an answer to move on
	MinRate  int64         // bytes a second, averaged after 30 s of waiting; 0 = none
	Requests int           // on one connection; 0 = no limit
}

// Options are what an Engine needs from outside.
type Options struct {
	Handler http.Handler
	Pool    *pool.Pool
	Limits  Limits
	Log     *slog.Logger

	// Page renders the answer to a request that no handler saw, or that a
	// handler left unanswered. accept is the request's Accept field, or "".
	Page func(status int, reason, id, accept string) (contentType string, body []byte)

	// Full, if set, may have a better answer than Page for a request for which no
	// worker came free; it reports false for one that Page answers.
	Full func(Turned) (Answer, bool)

	// AtHand, if set, reports whether the answer to a request is in memory, so that
	// its handler waits for nothing and takes microseconds.
	AtHand func(*http.Request) bool

	// Served is called after each exchange; it must not keep its argument.
	Served func(*Exchange)
}

// Exchange is what became of one request, for logs and counters.
type Exchange struct {
	ID             []byte // good during the call of Served only
	Remote         string // address and port of the peer
	Method, Target string // empty when the head was not understood
	Status         int
	Bytes          int64 // of content handed to the transport
	Worker         int   // number of the worker, 0 when none was lent
	Began          time.Time
	Took           time.Duration
	Err            error // why the answer is incomplete, or nil
}

// Engine serves connections. All its methods may be called at any time.
type Engine struct {
	options Options
	limits  atomic.Pointer[Limits]
	ids     *identities
	clock   clock
	numbers atomic.Uint64 // of connections so far

	cut      context.Context // ends when connections are cut
	cutAll   context.CancelFunc
	draining atomic.Bool

	crowded    atomic.Bool    // there are many connections
	attendants sync.WaitGroup // of the lounges

	mu          sync.Mutex
	connections map[*connection]struct{}
	lounges     []*lounge // made for the first connection that fits in one
	furnished   bool      // that has been tried
	idle        idlers
	empty       chan struct{} // closed when draining and the last connection has ended
	drained     bool          // empty is closed
}

// New returns an engine that is ready to serve.
func New(o Options) *Engine {
	e := &Engine{options: o, ids: newIdentities(), connections: map[*connection]struct{}{}, empty: make(chan struct{})}
	if o.AtHand == nil {
		e.options.AtHand = func(*http.Request) bool { return false }
	}
	e.cut, e.cutAll = context.WithCancel(context.Background())
	e.SetLimits(o.Limits)
	return e
}

// SetLimits puts other limits in force, for what begins from now on.
func (e *Engine) SetLimits(l Limits) { e.limits.Store(&l) }

// Serve handles conn until it ends, and closes it.
func (e *Engine) Serve(conn net.Conn) {
	c := newConnection(e, conn)
	c.stands = true
	if !e.add(c) {
		conn.Close()
		return
	}
	c.live()
}

// Admit takes conn in, and returns what serves it until it ends and closes it, or
// until the engine can do with it without that goroutine. A drain that begins in
// between waits for it: it may have sent a request already, and that is answered.
func (e *Engine) Admit(conn net.Conn) (serve func()) {
	c := newConnection(e, conn)
	if !e.add(c) {
		return func() { conn.Close() }
	}
	return c.live
}

// Connections returns how many connections are admitted and have not ended.
func (e *Engine) Connections() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.connections)
}

// Drain takes no new request: connections that wait or read a head end at once,
// running exchanges may finish, and so may a request that had arrived in full.
// When ctx ends first, what is left is cut. It returns an error when a handler
// does not come back even then.
func (e *Engine) Drain(ctx context.Context) error {
	e.beginDrain()
	select {
	case <-e.empty:
		e.closeLounges()
		return nil
	case <-ctx.Done():
	}
	e.cutConnections()
	select {
	case <-e.empty:
		e.closeLounges()
		return nil
	case <-time.After(cutGrace):
		return fmt.Errorf("drain: %d connections do not end: %w", e.Connections(), ErrStuck)
	}
}

// ErrStuck is the error of Drain when a handler runs on after its connection
// was cut.
var ErrStuck = errors.New("handler still running")

// cutGrace is how long handlers have to return once their connection is cut.
const cutGrace = 2 * time.Second

func (e *Engine) beginDrain() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.draining.Swap(true) {
		return
	}
	for c := range e.connections {
		if c.state.is(waiting) || c.state.is(reading) {
			c.wake()
		}
	}
	e.settle()
}

func (e *Engine) cutConnections() {
	e.cutAll()
	e.mu.Lock()
	defer e.mu.Unlock()
	for c := range e.connections {
		c.wire.conn.SetDeadline(longAgo)
	}
}

func (e *Engine) add(c *connection) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.drained {
		return false
	}
	e.furnish(c)
	e.connections[c] = struct{}{}
	e.crowded.Store(len(e.connections) > crowd)
	return true
}

// furnish gives c its lounge, if there is one for it. It wants e.mu.
func (e *Engine) furnish(c *connection) {
	if !fitsLounge(c.wire.conn) {
		return
	}
	if !e.furnished {
		e.lounges, e.furnished = newLounges(e), true
	}
	if n := uint64(len(e.lounges)); n > 0 {
		c.lounge = e.lounges[c.number%n]
	}
}

// closeLounges ends what is left of them when there is no connection any more.
func (e *Engine) closeLounges() {
	e.attendants.Wait()
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, l := range e.lounges {
		l.close()
	}
	e.lounges = nil
}

func (e *Engine) remove(c *connection) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.connections, c)
	e.crowded.Store(len(e.connections) > crowd)
	e.settle()
}

// settle ends the drain with the last connection. It wants e.mu.
func (e *Engine) settle() {
	if e.draining.Load() && len(e.connections) == 0 && !e.drained {
		e.drained = true
		close(e.empty)
	}
}
