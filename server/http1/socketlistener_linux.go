// SPDX-License-Identifier: MIT

package http1

import (
	"cmp"
	"encoding/binary"
	"net"
	"net/netip"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// socketListener accepts without the runtime's bookkeeping round a system call.
// The standard library lets nobody else wait on a listener's descriptor, so
// this is a file over a copy of it.
type socketListener struct {
	file   *os.File
	raw    syscall.RawConn
	addr   net.Addr
	closed atomic.Bool

	mu    sync.Mutex // held by the call of Accept that uses what follows
	take  func(fd uintptr) bool
	peer  syscall.RawSockaddrInet6 // the longest address that comes
	fd    int
	errno syscall.Errno
}

// Listener returns a listener in the place of l, whose connections cost the
// engine less: one that is answered at once is never known to the poller. l
// is closed when there is an error.
func Listener(l net.Listener) (net.Listener, error) {
	tcp, ok := l.(*net.TCPListener)
	if !ok {
		return l, nil
	}
	defer l.Close() // the copy stays open
	file, err := tcp.File()
	if err != nil {
		return nil, err
	}
	raw, err := file.SyscallConn()
	if err == nil {
		err = prepare(raw)
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	s := &socketListener{file: file, raw: raw, addr: l.Addr()}
	s.take = s.tryAccept
	return s, nil
}

// silence is for how many seconds the system keeps back a connection that has
// sent nothing. So nearly all come together with their request and need not wait
// for it. One that goes on being silent comes that much later.
const silence = 1

// prepare sets what the listener does for all connections to come.
func prepare(raw syscall.RawConn) (err error) {
	controlErr := raw.Control(func(fd uintptr) {
		_ = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_DEFER_ACCEPT, silence) // without it all works, and costs more
		err = os.NewSyscallError("setsockopt", unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_NODELAY, 1))
	})
	return cmp.Or(controlErr, err)
}

// Accept implements net.Listener.
func (l *socketListener) Accept() (net.Conn, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	err := l.raw.Read(l.take)
	switch {
	case err != nil && l.closed.Load():
		err = net.ErrClosed
	case err == nil && l.errno != 0:
		err = os.NewSyscallError("accept4", l.errno)
	case err == nil:
		return &socket{fd: l.fd, remote: addressOf(&l.peer)}, nil
	}
	return nil, &net.OpError{Op: "accept", Net: "tcp", Addr: l.addr, Err: err}
}

// tryAccept takes a connection that has come. It reports false when none has.
func (l *socketListener) tryAccept(fd uintptr) (done bool) {
	for {
		size := uint32(unsafe.Sizeof(l.peer))
		n, _, errno := syscall.RawSyscall6(unix.SYS_ACCEPT4, fd, uintptr(unsafe.Pointer(&l.peer)), uintptr(unsafe.Pointer(&size)),
			unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0, 0)
		switch errno {
		case syscall.EINTR, syscall.ECONNABORTED:
		case syscall.EAGAIN:
			return false
		default:
			l.fd, l.errno = int(n), errno
			return true
		}
	}
}

// addressOf returns the address that the system has written to a. An IPv4
// address is one, whatever family the listener has.
func addressOf(a *syscall.RawSockaddrInet6) netip.AddrPort {
	port := binary.BigEndian.Uint16((*[2]byte)(unsafe.Pointer(&a.Port))[:])
	if a.Family == syscall.AF_INET {
		v4 := (*syscall.RawSockaddrInet4)(unsafe.Pointer(a))
		return netip.AddrPortFrom(netip.AddrFrom4(v4.Addr), port)
	}
	addr := netip.AddrFrom16(a.Addr).Unmap()
	if a.Scope_id != 0 {
		addr = addr.WithZone(zoneName(int(a.Scope_id)))
	}
	return netip.AddrPortFrom(addr, port)
}

// zoneName is what the standard library calls the zone of an address: the
// name of the network interface, or its number where it has none any more.
func zoneName(index int) string {
	if i, err := net.InterfaceByIndex(index); err == nil {
		return i.Name
	}
	return strconv.Itoa(index)
}

// Close implements net.Listener.
func (l *socketListener) Close() error {
	l.closed.Store(true)
	return l.file.Close()
}

// Addr implements net.Listener.
func (l *socketListener) Addr() net.Addr { return l.addr }

// SetDeadline bounds Accept, as it does for a *net.TCPListener.
func (l *socketListener) SetDeadline(t time.Time) error { return l.file.SetDeadline(t) }
