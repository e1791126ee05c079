// SPDX-License-Identifier: MIT

package http1

import (
	"net"
	"syscall"
	"time"
)

// wire is the transport under a connection. What differs between systems is
// how a connection waits without holding a buffer, and how an answer leaves in
// one system call:
//
//	Linux, TCP       steps run inside one RawConn.Read: non-blocking read and
//	                 write on the descriptor, wait when they have nothing.
//	                 A socket (Listener) is no trouble to the poller until then
//	other systems    wait for readability without a buffer, then a plain Read
//	anything else    a plain blocking Read (pipes in tests, TLS)
//
// wire_linux.go, wire_unix.go and wire_windows.go have one type each, rawWire,
// with the first two.
type wire struct {
	conn net.Conn
	rawWire
}

// newWire prepares conn. Only a TCP connection has a descriptor worth handling.
func newWire(conn net.Conn) wire {
	w := wire{conn: conn}
	if tcp, ok := conn.(syscall.Conn); ok {
		if raw, err := tcp.SyscallConn(); err == nil {
			w.raw = raw
		}
	}
	return w
}

// stepper is what waits on a wire: step is called each time that there may be
// bytes to read, until it is done with waiting, and arm ahead of each wait.
type stepper interface {
	step() (done bool)
	arm()
}

// run lets s take its steps. It returns the error that ended a wait: a
// deadline, or a closed connection.
func (w *wire) run(s stepper) error {
	if w.raw != nil {
		return w.runRaw(s)
	}
	for {
		s.arm()
		if s.step() {
			return nil
		}
	}
}

// lastLook is how long a wire waits for what may have arrived, where it cannot
// ask without waiting.
const lastLook = 5 * time.Millisecond

// lookByDeadline takes one step with a read that does not wait long.
func (w *wire) lookByDeadline(s stepper) {
	_ = w.conn.SetReadDeadline(time.Now().Add(lastLook)) // a connection that is gone has nothing
	s.step()
}

// closeWrite ends the sending half, so that the peer sees the end while what
// it still sends is read away. It reports whether the transport can do so.
func (w *wire) closeWrite() bool {
	half, ok := w.conn.(interface{ CloseWrite() error })
	return ok && half.CloseWrite() == nil
}

// errNothing is the answer of read inside run when the peer has sent nothing.
const errNothing = syscall.EAGAIN
