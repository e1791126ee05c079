// SPDX-License-Identifier: MIT

package http1

import "time"

// Where a connection is that has a seat in a lounge.
const (
	away   = standing + 1 + iota // with the one who serves it
	missed                       // the same, and something has come since
	parked                       // in the lounge
)

// goOn is the rest of a connection's life, from the middle of a step on.
func (c *connection) goOn() {
	c.settle()
	c.live()
}

// revive is the life of a connection that was parked. It has waited for so long that
// the first look must not depend on a deadline.
func (c *connection) revive() {
	c.wire.look(c)
	c.goOn()
}

// overdue reports whether the connection has waited for a request for too long.
func (c *connection) overdue(now time.Time) bool {
	return now.Sub(c.since.time()) >= c.engine.limits.Load().Idle
}

// unwanted reports whether the engine wants the connection's wait to end.
func (c *connection) unwanted() bool {
	return c.woken.Load() || c.engine.draining.Load() || c.cut()
}
