// SPDX-License-Identifier: MIT

package http1

import (
	"errors"
	"io"
	"net"
	"os"
	"time"
)

// writePiece bounds one blocking write, so that its deadline covers a piece
// that a slow peer can take in time.
const writePiece = 256 << 10

// flush sends the answers gathered so far.
func (c *connection) flush() error {
	err := c.send(c.out, nil, false)
	c.out = c.out[:0]
	return err
}

// send writes a and b as one: in a single system call when the socket has room,
// else in pieces that may each take as long as a stalled peer is given. more
// says that a file follows. After an error the connection is of no use.
func (c *connection) send(a, b []byte, more bool) error {
	if c.broken != nil {
		return c.broken
	}
	n, err := c.wire.tryWrite(a, b, more)
	if err == nil && n < len(a)+len(b) {
		err = c.sendRest(a[min(n, len(a)):], b[max(0, n-len(a)):])
	}
	return c.noteSend(err)
}

// noteSend keeps the error of a send, if it is one, for the record of the exchange.
func (c *connection) noteSend(err error) error {
	if err != nil {
		c.closing, c.broken = true, err
	}
	return err
}

func (c *connection) sendRest(a, b []byte) error {
	c.unattend()
	p := pace{limits: c.engine.limits.Load()}
	for len(a)+len(b) > 0 {
		began, queued := time.Now(), c.wire.queued()
		c.setWriteDeadline(p.deadline())
		n, err := c.writeSome(a, b)
		if n == 0 && c.drips(queued, err) {
			err = nil
		}
		if err = p.add(n, began, err); err != nil {
			return err
		}
		used := min(n, int64(len(a)))
		a, b = a[used:], b[n-used:]
	}
	return nil
}

// writeSome blocks until a piece of a and b is written.
func (c *connection) writeSome(a, b []byte) (int64, error) {
	if len(a) == 0 || len(b) == 0 {
		one := a
		if len(a) == 0 {
			one = b
		}
		n, err := c.wire.conn.Write(one[:min(len(one), writePiece)])
		return int64(n), err
	}
	vectors := net.Buffers{a, b[:min(len(b), writePiece)]}
	return vectors.WriteTo(c.wire.conn)
}

// sendFile sends size bytes of f from its offset, behind what is gathered. A
// file that ends early gives a short count and no error.
func (c *connection) sendFile(f *os.File, size int64) (sent int64, err error) {
	c.unattend()
	if err := c.send(c.out, nil, true); err != nil {
		return 0, err
	}
	c.out = c.out[:0]
	p := pace{limits: c.engine.limits.Load()}
	began := time.Now()
	c.setWriteDeadline(p.deadline())
	progress := func(moved int64) error {
		c.moved(moved)
		if c.cut() {
			return os.ErrDeadlineExceeded
		}
		err := p.add(moved, began, nil)
		began = time.Now()
		c.setWriteDeadline(p.deadline())
		return err
	}
	sent, supported, err := c.wire.sendFile(f, size, progress, c.drips)
	if !supported {
		sent, err = c.copyFile(f, size)
	}
	return sent, c.noteSend(err)
}

// drips reports whether a send that ended in err, a deadline, was slow and not
// stalled: less is in the socket than was there, although not so much less that
// the system takes more. A deadline that others have set holds.
func (c *connection) drips(queued int, err error) bool {
	due := c.cut() || c.writeBy != 0 && !time.Now().Before(c.writeBy.time())
	return errors.Is(err, os.ErrDeadlineExceeded) && !due && c.wire.queued() < queued
}

// copyFile lets the standard library find the system's way from a file to a
// socket, a piece at a time. A piece that a deadline broke off has been read
// further than it was sent, so each begins where the last one was sent to.
func (c *connection) copyFile(f *os.File, size int64) (sent int64, err error) {
	start, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, err
	}
	p := pace{limits: c.engine.limits.Load()}
	for sent < size {
		if _, err := f.Seek(start+sent, io.SeekStart); err != nil {
			return sent, err
		}
		began := time.Now()
		c.setWriteDeadline(p.deadline())
		piece := &io.LimitedReader{R: f, N: min(size-sent, writePiece)}
		n, err := io.Copy(c.wire.conn, piece)
		sent += n
		c.moved(n)
		if err = p.add(n, began, err); err != nil {
			return sent, err
		}
		if n == 0 {
			return sent, nil
		}
	}
	return sent, nil
}

func (c *connection) setWriteDeadline(t time.Time) {
	if c.writeBy != 0 {
		t = earlier(c.writeBy.time(), t)
	}
	c.wire.conn.SetWriteDeadline(t)
	if c.cut() {
		c.wire.conn.SetWriteDeadline(longAgo)
	}
}
