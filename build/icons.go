// SPDX-License-Identifier: MIT

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"porchlight/build/art"
)

func icons(_ context.Context, w workshop, _ []string) (word string, err error) {
	files, err := art.Icons()
	return w.keep(files, err)
}

func pictures(_ context.Context, w workshop, _ []string) (word string, err error) {
	files, err := art.Pictures()
	return w.keep(files, err)
}

// keep writes what was drawn to where the repository keeps it, and says which
// files have changed by that.
func (w workshop) keep(files []art.File, err error) (word string, _ error) {
	if err != nil {
		return "", err
	}
	changed := 0
	for _, f := range files {
		name := filepath.Join(w.root, filepath.FromSlash(f.Name))
		if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, f.Content) {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return "", err
		}
		if err := os.WriteFile(name, f.Content, 0o644); err != nil {
			return "", err
		}
		w.sayf("%s\n", f.Name)
		changed++
	}
	return fmt.Sprintf("%d of %d files changed", changed, len(files)), nil
}
