// SPDX-License-Identifier: MIT

package http1

import (
	"io"
	"net"
	"net/http"
	"time"
)

// Bounds of the lingering close.
const (
	lingerTime  = 2 * time.Second
	lingerBytes = 16 << 20
)

// abort makes the close a reset, so that a peer which can only tell the end of
// an answer by the end of the connection does not take it for whole.
func (c *connection) abort() {
	c.closing, c.lingers = true, false
	if tcp, ok := c.wire.conn.(interface{ SetLinger(sec int) error }); ok {
		_ = tcp.SetLinger(0) // a socket that is gone needs no reset
	}
}

// end gives everything back and closes in stages: a close with unread bytes in
// the socket sends a reset, which can overtake the answer on its way
// (RFC 9112 §9.6). So the peer is told first, and read away for a while.
func (c *connection) end() {
	c.giveBack()
	if c.place.Load() != standing {
		c.lounge.leave(c)
	}
	if c.in != nil {
		c.lingers = c.lingers || len(c.in.unread()) > 0
		c.in.release()
		c.in = nil
	}
	if c.lingers && !c.engine.draining.Load() && c.wire.closeWrite() {
		c.setReadDeadline(time.Now().Add(lingerTime))
		scratch := inputs.Get().(*input)
		away := io.LimitedReader{R: c.wire.conn, N: lingerBytes}
		for err := error(nil); err == nil; {
			_, err = away.Read(scratch.buffer[:])
		}
		scratch.release()
	}
	c.wire.conn.Close()
}

// TurnAway answers a connection for which there is no place with 503.
func (e *Engine) TurnAway(conn net.Conn) {
	c := newConnection(e, conn)
	c.refuse(refuse(http.StatusServiceUnavailable, "too many connections, try again in a moment"))
	c.end()
}
