// SPDX-License-Identifier: MIT

package http1

import (
	"cmp"
	"net"
	"net/netip"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// socket is an accepted TCP connection. It begins as a bare descriptor, which
// the runtime's poller does not know: to make it known and forgotten costs a
// tenth of a connection with one request. What has to wait makes it a file.
//
// Deadlines may be set by any goroutine at any time, all else is for those that
// serve the connection: they do not use it once they have closed it, so nobody
// uses the number of a bare descriptor that is another one's by then.
type socket struct {
	remote netip.AddrPort
	polled atomic.Pointer[os.File] // nil while the descriptor is bare

	mu              sync.Mutex
	fd              int     // -1 when it is closed or not bare any more
	readBy, writeBy instant // for the file to come; 0 is none
}

// file registers the descriptor with the poller, if that has not been done. A
// deadline that was set before is in force when it returns.
func (s *socket) file() (*os.File, error) {
	if f := s.polled.Load(); f != nil {
		return f, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.polled.Load(); f != nil {
		return f, nil
	}
	if s.fd < 0 {
		return nil, net.ErrClosed
	}
	f := os.NewFile(uintptr(s.fd), "connection")
	s.fd = -1
	err := f.SetReadDeadline(deadline(s.readBy))
	if err == nil {
		err = f.SetWriteDeadline(deadline(s.writeBy))
	}
	if err != nil { // the system watches no more descriptors
		f.Close()
		return nil, err
	}
	s.polled.Store(f)
	return f, nil
}

// unpoll makes the descriptor bare, without deadlines. One that the poller knows is
// copied for that: nothing else makes the poller forget it.
func (s *socket) unpoll() (fd int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.readBy, s.writeBy = 0, 0
	f := s.polled.Load()
	if f == nil && s.fd < 0 {
		return -1, net.ErrClosed
	}
	if f == nil {
		return s.fd, nil
	}
	raw, err := f.SyscallConn()
	if err != nil {
		return -1, err
	}
	controlErr := raw.Control(func(polled uintptr) { fd, err = unix.FcntlInt(polled, unix.F_DUPFD_CLOEXEC, 0) })
	if err = cmp.Or(controlErr, err); err != nil {
		return -1, os.NewSyscallError("fcntl", err)
	}
	s.fd = fd
	s.polled.Store(nil)
	return fd, f.Close()
}

// deadline returns what was remembered.
func deadline(i instant) time.Time {
	if i == 0 {
		return time.Time{}
	}
	return i.time()
}

// Read implements net.Conn.
func (s *socket) Read(p []byte) (int, error) {
	f, err := s.file()
	if err != nil {
		return 0, err
	}
	return f.Read(p)
}

// Write implements net.Conn.
func (s *socket) Write(p []byte) (int, error) {
	f, err := s.file()
	if err != nil {
		return 0, err
	}
	return f.Write(p)
}

// Close implements net.Conn.
func (s *socket) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.polled.Load(); f != nil {
		return f.Close()
	}
	if s.fd < 0 {
		return net.ErrClosed
	}
	_, _, errno := syscall.RawSyscall(syscall.SYS_CLOSE, uintptr(s.fd), 0, 0)
	s.fd = -1 // whatever the answer, the number is free
	if errno != 0 {
		return os.NewSyscallError("close", errno)
	}
	return nil
}

// RemoteAddr implements net.Conn.
func (s *socket) RemoteAddr() net.Addr { return peerAddr{s.remote} }

// peerAddr is the address of a peer. It reads like that of a *net.TCPAddr, and
// costs one allocation instead of six.
type peerAddr struct{ netip.AddrPort }

// Network implements net.Addr.
func (peerAddr) Network() string { return "tcp" }

// LocalAddr implements net.Conn. It asks the system, as hardly anybody asks us.
func (s *socket) LocalAddr() net.Addr {
	local := new(net.TCPAddr)
	_ = (*rawSocket)(s).Control(func(fd uintptr) { // a socket that is gone has no address
		switch a, _ := unix.Getsockname(int(fd)); a := a.(type) {
		case *unix.SockaddrInet4:
			local.IP, local.Port = a.Addr[:], a.Port
		case *unix.SockaddrInet6:
			local.IP, local.Port = a.Addr[:], a.Port
			if a.ZoneId != 0 {
				local.Zone = zoneName(int(a.ZoneId))
			}
		}
	})
	return local
}

// SetDeadline implements net.Conn.
func (s *socket) SetDeadline(t time.Time) error {
	return cmp.Or(s.SetReadDeadline(t), s.SetWriteDeadline(t))
}

// SetReadDeadline implements net.Conn.
func (s *socket) SetReadDeadline(t time.Time) error {
	if f := s.remember(&s.readBy, t); f != nil {
		return f.SetReadDeadline(t)
	}
	return nil
}

// SetWriteDeadline implements net.Conn.
func (s *socket) SetWriteDeadline(t time.Time) error {
	if f := s.remember(&s.writeBy, t); f != nil {
		return f.SetWriteDeadline(t)
	}
	return nil
}

// remember keeps a deadline for the file to come, or returns the file.
func (s *socket) remember(deadline *instant, t time.Time) *os.File {
	if f := s.polled.Load(); f != nil {
		return f
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if *deadline = 0; !t.IsZero() {
		*deadline = instantOf(t)
	}
	return s.polled.Load()
}

// SyscallConn implements syscall.Conn.
func (s *socket) SyscallConn() (syscall.RawConn, error) { return (*rawSocket)(s), nil }

// CloseWrite ends the sending half, as (*net.TCPConn).CloseWrite does.
func (s *socket) CloseWrite() error {
	return s.control("shutdown", func(fd int) error { return unix.Shutdown(fd, unix.SHUT_WR) })
}

// SetLinger does what (*net.TCPConn).SetLinger does.
func (s *socket) SetLinger(sec int) error {
	l := unix.Linger{Onoff: 1, Linger: int32(sec)}
	if sec < 0 {
		l = unix.Linger{}
	}
	return s.control("setsockopt", func(fd int) error { return unix.SetsockoptLinger(fd, unix.SOL_SOCKET, unix.SO_LINGER, &l) })
}

// control makes the system call of that name.
func (s *socket) control(name string, call func(fd int) error) (err error) {
	controlErr := (*rawSocket)(s).Control(func(fd uintptr) { err = os.NewSyscallError(name, call(int(fd))) })
	return cmp.Or(controlErr, err)
}
