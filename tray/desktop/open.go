// SPDX-License-Identifier: MIT

package desktop

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/skratchdot/open-golang/open"
)

// opening is how long a program that opens something is watched: one that
// does not work says so at once, one that works may live as long as its window.
const opening = 500 * time.Millisecond

// Open shows an http or https address in the person's browser, or an existing
// folder in their file manager. It returns within half a second.
func Open(target string) error {
	var act func() error
	switch {
	case isAddress(target):
		act = func() error { return open.Run(target) }
	case isFolder(target):
		act = func() error { return openFolder(target) }
	default:
		return fmt.Errorf("open %q: neither a web address nor a folder", target)
	}
	if _, err := soon(opening, act); err != nil {
		return fmt.Errorf("open %q: %w", target, err)
	}
	return nil
}

// Edit shows a text file in the person's editor. It returns within half a second.
func Edit(file string) error {
	if !isFile(file) {
		return fmt.Errorf("edit %q: not a file", file)
	}
	if _, err := soon(opening, editor(file).Run); err != nil {
		return fmt.Errorf("edit %q: %w", file, err)
	}
	return nil
}

// isAddress reports whether target is an absolute web address and nothing that
// a program could take for more than one: RFC 3986 has no blanks, quotes or
// backslashes, and net/url lets some of them pass.
func isAddress(target string) bool {
	for _, c := range []byte(target) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte("\"'<>\\^`{|}", c) >= 0 {
			return false
		}
	}
	u, err := url.Parse(target)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}
