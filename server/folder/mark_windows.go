// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// markForeign says in the zone of a file that it came from the internet (3), so
// that Windows warns before it opens what is a program. The stream is opened by
// the path that the handle has now, which no link can lead astray.
func markForeign(file *os.File) error {
	path, err := pathOfHandle(windows.Handle(file.Fd()))
	if err != nil {
		return err
	}
	stream, err := os.OpenFile(path+":Zone.Identifier", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = stream.WriteString("[ZoneTransfer]\r\nZoneId=3\r\n")
	return errors.Join(err, stream.Close())
}

// pathOfHandle returns the \\?\ path of an open file.
func pathOfHandle(h windows.Handle) (string, error) {
	buffer := make([]uint16, windows.MAX_LONG_PATH)
	n, err := windows.GetFinalPathNameByHandle(h, &buffer[0], uint32(len(buffer)), 0)
	if err != nil {
		return "", err
	}
	if int(n) > len(buffer) {
		return "", windows.ERROR_FILENAME_EXCED_RANGE
	}
	return windows.UTF16ToString(buffer[:n]), nil
}
