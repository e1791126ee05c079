// SPDX-License-Identifier: MIT

package http1

import (
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Bounds of the lingering close.
const (
	lingerTime  = 2 * time.Second
	lingerBytes = 16 << 20
)

// headRoom is what the head of a refusal takes, and a cookie.
const headRoom = 512

// refuse answers a request that no handler sees, and closes. What was answered
// before it leaves first, in full.
func (c *connection) refuse(fault *refusal) {
	began := time.Now()
	record := Exchange{Remote: c.remote, Status: fault.status, Began: began, Err: fault}
	id := string(c.engine.ids.next(nil))
	t := Turned{Client: c.client}
	if c.in != nil {
		record.Method, record.Target = string(c.in.head.method), string(c.in.head.target)
		t.Method, t.Accept, t.head = record.Method, c.in.head.value("accept"), &c.in.head
	}
	if c.worker != nil {
		record.Worker = c.worker.Number
	}
	answer := c.engine.answerTo(fault, id, t)

	h := slices.Grow(c.out, headRoom+len(answer.Body))
	h = append(h, statusLine(fault.status)...)
	h = append(h, c.engine.clock.line(began)...)
	h = append(h, "X-Request-Id: "...)
	h = append(h, id...)
	h = append(h, "\r\nContent-Type: "...)
	h = append(h, answer.ContentType...)
	h = append(h, "\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nConnection: close\r\n"...)
	h = answer.appendFields(h)
	h = append(h, "Content-Length: "...)
	h = strconv.AppendInt(h, int64(len(answer.Body)), 10)
	h = append(h, "\r\n\r\n"...)
	if record.Method != http.MethodHead {
		h = append(h, answer.Body...)
		record.Bytes = int64(len(answer.Body))
	}
	c.out = h
	c.closing, c.lingers = true, true
	if err := c.flush(); err != nil {
		record.Err = err
	}
	record.ID, record.Took = []byte(id), time.Since(began)
	c.engine.options.Served(&record)
}

// abort makes the close a reset, so that a peer which can only tell the end of
// an answer by the end of the connection does not take it for whole.
func (c *connection) abort() {
	c.closing, c.lingers = true, false
	if tcp, ok := c.wire.conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0) // a socket that is gone needs no reset
	}
}

// end gives everything back and closes in stages: a close with unread bytes in
// the socket sends a reset, which can overtake the answer on its way
// (RFC 9112 §9.6). So the peer is told first, and read away for a while.
func (c *connection) end() {
	c.giveBack()
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
