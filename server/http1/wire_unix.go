// SPDX-License-Identifier: MIT

//go:build unix && !linux

package http1

import "syscall"

// canWait looks whether there is something to read. The poller is edge
// triggered: a wait that does not look first could miss what is there already.
func canWait(fd uintptr, _ bool) (ready bool) {
	var one [1]byte
	_, _, err := syscall.Recvfrom(int(fd), one[:], syscall.MSG_PEEK|syscall.MSG_DONTWAIT)
	return err != syscall.EAGAIN
}
