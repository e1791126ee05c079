// SPDX-License-Identifier: MIT

package http1

import (
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// memoryConn is one end of a connection in memory. Like a socket it has a
// buffer, deadlines and a half-close; unlike one it may live in a synctest
// bubble, where a wait for it takes no time.
type memoryConn struct {
	in, out *stream
	local   net.Addr
	remote  net.Addr
	writes  atomic.Int64 // calls of Write that had something to write
}

// newMemoryConn returns both ends of a connection from a port of 192.0.2.1.
func newMemoryConn(port int) (server, client *memoryConn) {
	up, down := newStream(), newStream()
	here := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 80), Port: 80}
	there := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: port}
	return &memoryConn{in: up, out: down, local: here, remote: there}, &memoryConn{in: down, out: up, local: there, remote: here}
}

func (c *memoryConn) Read(p []byte) (int, error) { return c.in.read(p) }

func (c *memoryConn) Write(p []byte) (int, error) {
	if len(p) > 0 {
		c.writes.Add(1)
	}
	return c.out.write(p)
}

func (c *memoryConn) CloseWrite() error {
	c.out.change(func(s *stream) { s.ended = true })
	return nil
}

func (c *memoryConn) Close() error {
	c.in.change(func(s *stream) { s.unread = true })
	return c.CloseWrite()
}

func (c *memoryConn) LocalAddr() net.Addr  { return c.local }
func (c *memoryConn) RemoteAddr() net.Addr { return c.remote }

func (c *memoryConn) SetDeadline(t time.Time) error {
	_ = c.SetReadDeadline(t)
	return c.SetWriteDeadline(t)
}

func (c *memoryConn) SetReadDeadline(t time.Time) error {
	c.in.change(func(s *stream) { s.readBy = t; s.wakeAt(t) })
	return nil
}

func (c *memoryConn) SetWriteDeadline(t time.Time) error {
	c.out.change(func(s *stream) { s.writeBy = t; s.wakeAt(t) })
	return nil
}

// stream is one direction of a memoryConn.
type stream struct {
	mu              sync.Mutex
	changed         *sync.Cond
	bytes           []byte
	room            int  // how many bytes it holds
	ended           bool // by the end that writes
	unread          bool // the end that reads is closed
	readBy, writeBy time.Time
}

func newStream() *stream {
	s := &stream{room: 1 << 30}
	s.changed = sync.NewCond(&s.mu)
	return s
}

// change lets f change s, and wakes those who wait.
func (s *stream) change(f func(*stream)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f(s)
	s.changed.Broadcast()
}

func (s *stream) wakeAt(t time.Time) {
	if d := time.Until(t); d > 0 {
		time.AfterFunc(d, func() { s.change(func(*stream) {}) })
	}
}

func (s *stream) read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.unread:
			return 0, net.ErrClosed
		case passed(s.readBy):
			return 0, os.ErrDeadlineExceeded
		case len(s.bytes) > 0:
			n := copy(p, s.bytes)
			s.bytes = s.bytes[n:]
			s.changed.Broadcast()
			return n, nil
		case s.ended:
			return 0, io.EOF
		}
		s.changed.Wait()
	}
}

func (s *stream) write(p []byte) (written int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.ended:
			return written, net.ErrClosed
		case s.unread:
			return written, io.ErrClosedPipe
		case passed(s.writeBy):
			return written, os.ErrDeadlineExceeded
		}
		n := min(len(p)-written, max(0, s.room-len(s.bytes)))
		s.bytes = append(s.bytes, p[written:written+n]...)
		written += n
		s.changed.Broadcast()
		if written == len(p) {
			return written, nil
		}
		s.changed.Wait()
	}
}

func passed(deadline time.Time) bool { return !deadline.IsZero() && !time.Now().Before(deadline) }
