// SPDX-License-Identifier: MIT

package exposure

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

const openFlags = os.O_RDONLY

// isLoop reports that a link leads in a circle.
func isLoop(err error) bool { return errors.Is(err, windows.ERROR_CANT_RESOLVE_FILENAME) }
