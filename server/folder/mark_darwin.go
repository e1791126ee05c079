// SPDX-License-Identifier: MIT

package folder

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// markForeign puts a file into quarantine, so that macOS asks before it opens
// what is a program. The value has flags, the time in hex, and who did it.
func markForeign(file *os.File) error {
	value := fmt.Sprintf("0081;%08x;porchlight;", time.Now().Unix())
	return unix.Fsetxattr(int(file.Fd()), "com.apple.quarantine", []byte(value), 0)
}
