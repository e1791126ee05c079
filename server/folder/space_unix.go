// SPDX-License-Identifier: MIT

//go:build unix

package folder

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// freeSpace returns how many bytes we may still write to the disk of a folder.
func freeSpace(root *os.Root) (int64, error) {
	dir, err := root.Open(".")
	if err != nil {
		return 0, err
	}
	var st unix.Statfs_t
	err = errors.Join(unix.Fstatfs(int(dir.Fd()), &st), dir.Close())
	return inBytes(st.Bavail, st.Bsize), err
}

// inBytes multiplies what has other types on each system.
func inBytes[T int64 | uint32](blocks uint64, size T) int64 { return int64(blocks) * int64(size) }
