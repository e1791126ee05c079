// SPDX-License-Identifier: MIT

//go:build !linux

package http1

import (
	"os"
	"syscall"
)

// rawWire waits on a TCP descriptor; the standard library reads and writes it.
type rawWire struct{ raw syscall.RawConn }

// runRaw waits for bytes without a buffer to put them in.
func (w *wire) runRaw(s stepper) error {
	for {
		s.arm()
		waited := false
		err := w.raw.Read(func(fd uintptr) bool {
			ready := canWait(fd, waited)
			waited = true
			return ready
		})
		if err != nil || s.step() {
			return err
		}
	}
}

// look takes one step with what has arrived.
func (w *wire) look(s stepper) { w.lookByDeadline(s) }

func (w *wire) skipsReads() bool { return false }

func (w *wire) read(p []byte) (int, error) { return w.conn.Read(p) }

func (w *wire) tryWrite(_, _ []byte, _ bool) (int, error) { return 0, nil }

func (w *wire) sendFile(*os.File, int64, func(int64) error, func(int, error) bool) (sent int64, supported bool, err error) {
	return 0, false, nil
}

// queued does not know here.
func (w *wire) queued() int { return 0 }
