// SPDX-License-Identifier: MIT

//go:build unix

package folder

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// lockFile takes the lock of a file for as long as it is open; errLocked says
// at once that another has it.
func lockFile(file *os.File) error {
	err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return errLocked
	}
	return err
}

// syncFolder makes the names in a folder outlive a power cut, where the file
// system can.
func syncFolder(dir *os.Root) error {
	listing, err := dir.Open(".")
	if err != nil {
		return err
	}
	defer listing.Close()
	err = listing.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}
