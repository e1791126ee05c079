// SPDX-License-Identifier: MIT

package config

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// debounce is how long a file has to be left alone before it counts as saved.
const debounce = 200 * time.Millisecond

// Watch calls changed each time that the file at path was saved, until ctx
// ends. It watches the folder, because editors replace files by renaming.
func Watch(ctx context.Context, path string, changed func()) error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch %s: %w", path, err)
	}
	defer w.Close()
	if err := w.Add(filepath.Dir(path)); err != nil {
		return fmt.Errorf("watch %s: %w", path, err)
	}
	var quiet <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return nil
		case e := <-w.Events:
			if filepath.Base(e.Name) == filepath.Base(path) && !e.Has(fsnotify.Chmod) {
				quiet = time.After(debounce)
			}
		case err := <-w.Errors:
			return fmt.Errorf("watch %s: %w", path, err)
		case <-quiet:
			quiet = nil
			changed()
		}
	}
}
