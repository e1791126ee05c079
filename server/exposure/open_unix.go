// SPDX-License-Identifier: MIT

//go:build unix

package exposure

import (
	"errors"
	"os"
	"syscall"
)

// openFlags do not wait for the other end of a pipe that has taken a file's
// place.
const openFlags = os.O_RDONLY | syscall.O_NONBLOCK | syscall.O_NOCTTY

// isLoop reports that a link leads in a circle.
func isLoop(err error) bool { return errors.Is(err, syscall.ELOOP) }
