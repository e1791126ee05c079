// SPDX-License-Identifier: MIT

package http1

import (
	"cmp"
	"errors"
	"io"
	"os"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// rawWire reads and writes a non-blocking TCP descriptor without the runtime's
// bookkeeping round a system call, which costs more than the calls themselves.
// The raw calls never block and never touch a disk, so they hold no processor.
// Those of sockets (recvfrom, sendto) pass by the layer of files, which costs a
// tenth of a microsecond more.
type rawWire struct {
	raw    syscall.RawConn
	fd     uintptr
	inside bool // a step is running: fd is held open
}

// runRaw keeps the whole waiting life in one RawConn.Read. The poller is edge
// triggered and forgets earlier edges only when Read begins, so a step may skip
// the read that would find nothing and still not miss what arrives after it.
// Read does not even begin under a deadline that has passed, so it needs a
// fresh one first.
func (w *wire) runRaw(s stepper) error {
	s.arm()
	return w.raw.Read(func(fd uintptr) bool {
		w.fd, w.inside = fd, true
		done := s.step()
		w.inside = false
		if !done {
			s.arm()
		}
		return done
	})
}

// look takes one step with what has arrived, whatever the deadline says.
func (w *wire) look(s stepper) {
	if w.raw == nil {
		w.lookByDeadline(s)
		return
	}
	_ = w.raw.Control(func(fd uintptr) { // a socket that is gone has nothing
		w.fd, w.inside = fd, true
		s.step()
		w.inside = false
	})
}

// skipsReads reports that a wait may begin without a read that finds nothing.
// An end of input that came together with the last bytes is then not noticed
// by waiting, only by another read.
func (w *wire) skipsReads() bool { return w.raw != nil }

// read takes what has arrived. Inside run it never waits.
func (w *wire) read(p []byte) (int, error) {
	if !w.inside {
		return w.conn.Read(p)
	}
	for {
		n, _, errno := syscall.RawSyscall6(syscall.SYS_RECVFROM, w.fd, uintptr(unsafe.Pointer(&p[0])), uintptr(len(p)), 0, 0, 0)
		switch {
		case errno == syscall.EINTR:
		case errno != 0:
			return 0, errno
		case n == 0:
			return 0, io.EOF
		default:
			return int(n), nil
		}
	}
}

// msgMore tells the kernel that a file follows, so that the head does not
// leave in a packet of its own (send(2), MSG_MORE).
const msgMore = 0x8000

// tryWrite sends as much of a and b as the socket takes without waiting, in
// one system call. It sends nothing where only a blocking write is possible.
func (w *wire) tryWrite(a, b []byte, more bool) (int, error) {
	switch {
	case w.raw == nil || len(a)+len(b) == 0:
		return 0, nil
	case w.inside:
		return writeNow(w.fd, a, b, more)
	}
	return w.writeOutside(a, b, more)
}

// writeOutside is apart from tryWrite because what a closure writes to is
// allocated, whether or not the closure is made.
func (w *wire) writeOutside(a, b []byte, more bool) (n int, err error) {
	controlErr := w.raw.Control(func(fd uintptr) { n, err = writeNow(fd, a, b, more) })
	return n, cmp.Or(controlErr, err)
}

func writeNow(fd uintptr, a, b []byte, more bool) (int, error) {
	for {
		n, errno := rawWrite(fd, a, b, more)
		switch errno {
		case 0:
			return int(n), nil
		case syscall.EINTR:
		case syscall.EAGAIN:
			return 0, nil
		default:
			return 0, os.NewSyscallError("write", errno)
		}
	}
}

// rawWrite sends one buffer, or two as one.
func rawWrite(fd uintptr, a, b []byte, more bool) (n uintptr, errno syscall.Errno) {
	if len(a) > 0 && len(b) > 0 {
		vectors := [2]syscall.Iovec{{Base: &a[0]}, {Base: &b[0]}}
		vectors[0].SetLen(len(a))
		vectors[1].SetLen(len(b))
		n, _, errno = syscall.RawSyscall(syscall.SYS_WRITEV, fd, uintptr(unsafe.Pointer(&vectors[0])), uintptr(len(vectors)))
		return n, errno
	}
	one, flags := a, uintptr(0)
	if len(a) == 0 {
		one = b
	}
	if more {
		flags = msgMore
	}
	n, _, errno = syscall.RawSyscall6(syscall.SYS_SENDTO, fd, uintptr(unsafe.Pointer(&one[0])), uintptr(len(one)), flags, 0, 0)
	return n, errno
}

// sendFile sends size bytes of f from its offset by sendfile(2), in pieces.
// progress is called after each one with its size; its error ends the transfer.
// So does a deadline, unless drips says that the socket, which held so many
// bytes when it was full, is still being emptied. A file that ends early gives
// a short count and no error. supported is false when nothing could be tried.
func (w *wire) sendFile(f *os.File, size int64, progress func(moved int64) error, drips func(queued int, err error) bool) (sent int64, supported bool, err error) {
	if w.raw == nil {
		return 0, false, nil
	}
	const piece = 1 << 20
	queued := 0
	pour := func(fd uintptr) bool {
		for sent < size && err == nil {
			n, sendErr := syscall.Sendfile(int(fd), int(f.Fd()), nil, int(min(size-sent, piece)))
			switch {
			case n > 0:
				sent += int64(n)
				err = progress(int64(n))
			case sendErr == syscall.EINTR:
			case sendErr == syscall.EAGAIN:
				queued = queueOf(fd)
				return false
			default: // a fault, or the end of the file
				err = os.NewSyscallError("sendfile", sendErr)
				return true
			}
		}
		return true
	}
	waitErr := w.raw.Write(pour)
	for err == nil && drips(queued, waitErr) {
		if err = progress(0); err == nil {
			waitErr = w.raw.Write(pour)
		}
	}
	runtime.KeepAlive(f)
	err = cmp.Or(err, waitErr)
	unsupported := sent == 0 && (errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOSYS))
	return sent, !unsupported, err
}

// queued returns how many bytes are in the socket that the peer has not
// acknowledged (tcp(7), SIOCOUTQ), 0 where nobody knows.
func (w *wire) queued() int {
	if w.raw == nil {
		return 0
	}
	n := 0
	_ = w.raw.Control(func(fd uintptr) { n = queueOf(fd) }) // a socket that is gone holds nothing
	return n
}

func queueOf(fd uintptr) int {
	var n int32
	if _, _, errno := syscall.RawSyscall(syscall.SYS_IOCTL, fd, unix.SIOCOUTQ, uintptr(unsafe.Pointer(&n))); errno != 0 {
		return 0
	}
	return int(n)
}
