// SPDX-License-Identifier: MIT

//go:build unix

package folder

import (
	"io/fs"
	"os"
	"syscall"
)

// unreadable reports whether the mode of a file leaves no doubt that this
// program may not read it. Where a group or an access list decides, opening it
// will tell.
func unreadable(info fs.FileInfo) bool {
	st, ok := info.Sys().(*syscall.Stat_t)
	return ok && deniesReading(info.Mode(), int(st.Uid), os.Geteuid())
}

// deniesReading is for a file of owner, and a program that runs as user; user 0
// reads everything.
func deniesReading(mode fs.FileMode, owner, user int) bool {
	switch user {
	case 0:
		return false
	case owner:
		return mode&0o400 == 0
	}
	return mode&0o044 == 0
}
