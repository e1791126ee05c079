// SPDX-License-Identifier: MIT

//go:build unix

package folder

import (
	"os"
	"syscall"
)

// openFlags never wait: a FIFO without a writer would hold the reader for
// ever, and a terminal would become ours.
const openFlags = os.O_RDONLY | syscall.O_NONBLOCK | syscall.O_NOCTTY
