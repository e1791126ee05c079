// SPDX-License-Identifier: MIT

package http1

import (
	"os"
	"syscall"
	"time"
)

// rawSocket is the syscall.RawConn of a socket. What Read and Write are given to
// do is tried on the bare descriptor first. When it has to wait, the descriptor
// is registered and it is tried again, as nothing tells of what came in between.
type rawSocket socket

// bare returns the descriptor, or -1 when it is not bare, and an error when the
// deadline that by points to has passed.
func (r *rawSocket) bare(by *instant) (fd int, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if *by != 0 && *by <= instantOf(time.Now()) {
		return r.fd, os.ErrDeadlineExceeded
	}
	return r.fd, nil
}

// Control implements syscall.RawConn.
func (r *rawSocket) Control(f func(fd uintptr)) error {
	if fd, _ := r.bare(new(instant)); fd >= 0 {
		f(uintptr(fd))
		return nil
	}
	raw, err := r.raw()
	if err != nil {
		return err
	}
	return raw.Control(f)
}

// Read implements syscall.RawConn.
func (r *rawSocket) Read(f func(fd uintptr) (done bool)) error {
	if fd, err := r.bare(&r.readBy); fd >= 0 && (err != nil || f(uintptr(fd))) {
		return err
	}
	raw, err := r.raw()
	if err != nil {
		return err
	}
	return raw.Read(f)
}

// Write implements syscall.RawConn.
func (r *rawSocket) Write(f func(fd uintptr) (done bool)) error {
	if fd, err := r.bare(&r.writeBy); fd >= 0 && (err != nil || f(uintptr(fd))) {
		return err
	}
	raw, err := r.raw()
	if err != nil {
		return err
	}
	return raw.Write(f)
}

// raw returns the waiting way to the descriptor.
func (r *rawSocket) raw() (syscall.RawConn, error) {
	f, err := (*socket)(r).file()
	if err != nil {
		return nil, err
	}
	return f.SyscallConn()
}
