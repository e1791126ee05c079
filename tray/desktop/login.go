// SPDX-License-Identifier: MIT

package desktop

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// errPassing says that the program's file will not be there at the next login.
var errPassing = errors.New("the program is in a folder that will be cleared: install porchlight first")

// StartsAtLogin reports whether the desktop starts porchlight when this person
// logs in. What the person has switched off in the desktop's own settings
// counts, where those can be read.
func StartsAtLogin() (bool, error) {
	on, err := startsAtLogin()
	if err != nil {
		return false, fmt.Errorf("look up start at login: %w", err)
	}
	return on, nil
}

// SetStartAtLogin has the desktop start this executable, without arguments,
// when this person logs in, or start none.
func SetStartAtLogin(on bool) error {
	// As it was called: a link to the newest version outlives the version.
	program, err := os.Executable()
	switch {
	case !on:
		err = neverStart()
	case err == nil:
		err = startLasting(program)
	}
	if err != nil {
		return fmt.Errorf("start at login: %w", err)
	}
	return nil
}

func startLasting(program string) error {
	if err := lasting(program); err != nil {
		return err
	}
	return start(program)
}

// passing matches folders that are cleared without a word: where the go
// command builds what it only runs, and where macOS puts what was downloaded
// and not yet moved.
var passing = regexp.MustCompile(`^(go-build\d*|AppTranslocation)$`)

// lasting returns why the desktop should not be told to start a program, or nil.
func lasting(program string) error {
	if !utf8.ValidString(program) || strings.ContainsFunc(program, unicode.IsControl) {
		return fmt.Errorf("%q: a path with characters that no desktop takes", program)
	}
	for element := range strings.SplitSeq(filepath.ToSlash(program), "/") {
		if passing.MatchString(element) {
			return fmt.Errorf("%s: %w", program, errPassing)
		}
	}
	return nil
}
