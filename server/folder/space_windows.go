// SPDX-License-Identifier: MIT

package folder

import (
	"os"

	"golang.org/x/sys/windows"
)

// freeSpace returns how many bytes we may still write to the disk of a folder.
func freeSpace(root *os.Root) (int64, error) {
	path, err := windows.UTF16PtrFromString(root.Name())
	if err != nil {
		return 0, err
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(path, &free, nil, nil); err != nil {
		return 0, err
	}
	return int64(min(free, 1<<62)), nil
}
