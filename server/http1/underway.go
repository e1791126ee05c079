// SPDX-License-Identifier: MIT

package http1

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// Transfer is a request that is being answered, as others see it.
type Transfer struct {
	Connection     uint64 // for Disconnect
	Remote         string // address and port of the peer
	Method, Target string
	Worker         int
	Sent, Size     int64 // bytes of the answer's content: so far, and in all; -1 when that is not known
	Received       int64 // bytes of the request's content so far
	Began          time.Time
}

// underway is what others may see of an exchange while it is served. It belongs
// to the exchange, so that an idle connection does not carry it: whoever finds
// it by a connection has to look whether it is that connection's still.
type underway struct {
	sent, size, received atomic.Int64

	mu             sync.Mutex
	of             *connection // nil while nothing is served
	method, target string
	worker         int
	began          time.Time
}

// show lets others see the exchange x.
func (u *underway) show(x *exchange) {
	u.sent.Store(0)
	u.size.Store(unknown)
	u.received.Store(0)
	u.mu.Lock()
	u.of, u.method, u.target = x.c, x.request.Method, x.request.RequestURI
	u.worker, u.began = x.record.Worker, x.record.Began
	u.mu.Unlock()
	x.c.underway.Store(u)
}

func (u *underway) hide(c *connection) {
	c.underway.Store(nil)
	u.mu.Lock()
	u.of, u.method, u.target = nil, "", ""
	u.mu.Unlock()
}

// transfer returns what c serves. ok is false when it serves nothing.
func (c *connection) transfer() (t Transfer, ok bool) {
	u := c.underway.Load()
	if u == nil {
		return t, false
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	return Transfer{
		Connection: c.number, Remote: c.remote, Method: u.method, Target: u.target, Worker: u.worker, Began: u.began,
		Sent: u.sent.Load(), Size: u.size.Load(), Received: u.received.Load(),
	}, u.of == c
}

// Transfers returns what is being answered at the moment, in no order.
func (e *Engine) Transfers() []Transfer {
	e.mu.Lock()
	defer e.mu.Unlock()
	var transfers []Transfer
	for c := range e.connections {
		if t, ok := c.transfer(); ok {
			transfers = append(transfers, t)
		}
	}
	return transfers
}

// Disconnect cuts the connection of that number while it serves. It reports
// false when there is none.
func (e *Engine) Disconnect(connection uint64) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	for c := range e.connections {
		if c.number == connection {
			c.drop()
			return true
		}
	}
	return false
}

// drop makes everything that the connection waits for end at once.
func (c *connection) drop() {
	c.dropped.Store(true)
	c.wire.conn.SetDeadline(longAgo)
	if c.lounge != nil {
		c.lounge.call(c)
	}
}

// Cut ends the connection of the request that ctx belongs to, if it is this
// engine's. Any goroutine may call it, as long as it is sure that the handler
// of that request has not returned.
func Cut(ctx context.Context) {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		x.c.drop()
	}
}

// moved counts bytes of a file that left while the answer is not done yet.
func (c *connection) moved(n int64) {
	if u := c.underway.Load(); u != nil {
		u.sent.Add(n)
	}
}
