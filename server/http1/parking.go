// SPDX-License-Identifier: MIT

package http1

// crowd is from how many connections on those that wait do so in a lounge at once.
// Fewer are better off with goroutines of their own: each finds its stack in the
// cache, and waiting takes one system call less.
const crowd = 128

// standing is where a connection is that has no seat in a lounge.
const standing = uint32(0)

// live serves requests until the connection has to close, or the lounge takes it
// over. Requests without a body are served inside the wait for bytes; one with a
// body leaves it, because its handler reads from the connection itself.
func (c *connection) live() {
	taken := false
	defer func() {
		if !taken {
			c.conclude()
		}
	}()
	for !c.closing {
		switch {
		case !c.parks():
			if err := c.wire.run(c); err != nil {
				c.ended = err
			}
		case c.lounge.park(c):
			taken = true
			return
		default:
			c.wire.look(c)
		}
		c.settle()
	}
}

// settle does what a step has left to do.
func (c *connection) settle() {
	if c.ended != nil {
		c.readEnded()
	}
	for !c.closing && c.worker != nil {
		c.serve()
		c.consume()
	}
}

// conclude is the end of a connection.
func (c *connection) conclude() {
	defer c.engine.remove(c)
	c.end()
}

// parks reports whether the connection is to wait in its lounge.
func (c *connection) parks() bool {
	return c.seatable() && c.rests() && (c.place.Load() != standing || c.cold || c.engine.crowded.Load())
}

// seatable reports whether the connection has a lounge that takes it. One whose
// peer has hung up only has to read the end.
func (c *connection) seatable() bool { return c.lounge != nil && !c.stands && !c.hungUp.Load() }

// rests reports whether there is nothing to do but to wait for a request.
func (c *connection) rests() bool {
	return !c.closing && c.ended == nil && c.worker == nil && !c.hasMore()
}

// hasMore reports whether something has been read that is not used yet.
func (c *connection) hasMore() bool { return c.in != nil && len(c.in.unread()) > 0 }

// rest gives up what a waiting connection does not need.
func (c *connection) rest() {
	if c.in != nil {
		c.in.release()
		c.in = nil
	}
	c.state.set(waiting)
}

// unattend is called ahead of what may have to wait. The attendant of a lounge
// hands that over, and is from there on the goroutine of the connection.
func (c *connection) unattend() {
	if c.attended {
		c.attended = false
		c.engine.attendants.Go(c.lounge.attend)
	}
}
