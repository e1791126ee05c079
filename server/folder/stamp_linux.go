// SPDX-License-Identifier: MIT

package folder

import (
	"io/fs"
	"syscall"
)

// identity returns the change time of a file in ns, and its number on its
// device; zeros when the file system does not tell.
func identity(info fs.FileInfo) (changed int64, inode, device uint64) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0, 0
	}
	return st.Ctim.Nano(), st.Ino, st.Dev
}
