// SPDX-License-Identifier: MIT

package desktop

import (
	"errors"
	"fmt"
	"time"

	"github.com/atotto/clipboard"
)

// copying is how long a clipboard may take. What writes it on Linux talks to
// the display, which may be dead.
const copying = 3 * time.Second

// Copy puts text on the clipboard. Where there is none, and on Linux where no
// program is installed that reaches it, that is ErrNoClipboard.
func Copy(text string) error {
	if clipboard.Unsupported {
		return ErrNoClipboard
	}
	return copyBy(clipboard.WriteAll, text)
}

func copyBy(write func(string) error, text string) error {
	ended, err := soon(copying, func() error { return write(text) })
	switch {
	case err != nil:
		return fmt.Errorf("copy: %w", err)
	case !ended:
		return errors.New("copy: the clipboard does not answer")
	}
	return nil
}
