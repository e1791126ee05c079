// SPDX-License-Identifier: MIT

package exposure

import (
	"errors"
	"fmt"
	"path/filepath"
)

// ErrInsist is the cause of every refusal of a folder that exists: a person who
// insists may lend it all the same.
var ErrInsist = errors.New("insist with --insist")

// Refused reports why a folder is one that nobody means to lend, and what to do;
// nil when it is an ordinary one. Links are resolved first, so a link to the
// home folder is the home folder. It must not run beside config.Path, which
// brings the folders of package xdg up to date.
func Refused(dir string) error {
	at, err := resolved(dir)
	if err != nil {
		return fmt.Errorf("lend %q: %w", dir, err)
	}
	if f := here().judge(at); f != nil {
		return fmt.Errorf("lend %q: %s; %s, or %w", dir, f.what, f.instead, ErrInsist)
	}
	return nil
}

// resolved returns the absolute path of dir without links.
func resolved(dir string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(dir)
}
