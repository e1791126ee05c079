// SPDX-License-Identifier: MIT

package desktop

import (
	"errors"
	"os"
	"path/filepath"
	"time"
)

// What the caller says to a person in words of its own.
var (
	ErrCanceled    = errors.New("choose folder: canceled")
	ErrNoDialog    = errors.New("choose folder: no dialog on this desktop")
	ErrNoClipboard = errors.New("copy: no clipboard on this desktop")
)

const (
	appName = "Porchlight"
	appID   = "porchlight" // of files and icons

	// answerWithin is how long a service of the desktop may take for an answer
	// that no person has to give. Some are only started by the question.
	answerWithin = 20 * time.Second
)

// soon runs act, and returns what came of it if that is known within patience.
// After that act goes on by itself, and nobody learns how it ended.
func soon(patience time.Duration, act func() error) (ended bool, err error) {
	end := make(chan error, 1)
	go func() { end <- act() }()
	select {
	case err := <-end:
		return true, err
	case <-time.After(patience):
		return false, nil
	}
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir() && filepath.IsAbs(path)
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && filepath.IsAbs(path)
}
