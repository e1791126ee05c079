// SPDX-License-Identifier: MIT

package config

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/fsnotify/fsnotify"
)

// Watch calls changed once when it has begun, because nobody knows what has changed before, and then after the file at
// path was written, replaced, removed, or appeared, once it has been quiet for 200 ms. The file and its folder need not
// exist yet, and may be links. changed runs on the goroutine of Watch, which ends when ctx does, then with no error; a
// failure to watch is an error.
func Watch(ctx context.Context, path string, changed func()) error {
	w, err := newWatcher(path)
	if err != nil {
		return err
	}
	defer func() { _ = w.notify.Close() }()
	changed()
	return w.run(ctx, changed)
}

// watcher holds the folders in which something could happen to the file.
type watcher struct {
	notify *fsnotify.Watcher
	path   string
	trail  trail
}

// newWatcher returns when every change from now on will be seen.
func newWatcher(path string) (*watcher, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("watch settings: %w", err)
	}
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch settings: %w", err)
	}
	w := &watcher{notify: notify, path: absolute}
	if err := w.follow(); err != nil {
		_ = notify.Close()
		return nil, err
	}
	return w, nil
}

// run passes on what happens until ctx ends.
func (w *watcher) run(ctx context.Context, changed func()) error {
	b := newBell()
	defer b.timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case event := <-w.notify.Events:
			if !w.trail.concerns(event) {
				continue
			}
		case err := <-w.notify.Errors:
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				return fmt.Errorf("watch settings: %w", err)
			}
		case <-b.timer.C:
			b.rest()
			changed()
			continue
		}
		if err := w.follow(); err != nil {
			return err
		}
		b.ring()
	}
}

// follow watches the folders on the way to the file as they are now. A way that changes meanwhile is looked at again,
// so that nothing happens between the look and the watch unseen.
func (w *watcher) follow() error {
	for range 10 {
		w.trail = trailTo(w.path)
		err := w.watch(w.trail.folders)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("watch settings: %w", err)
		}
		if err == nil && slices.Equal(w.trail.folders, trailTo(w.path).folders) {
			return nil
		}
	}
	return fmt.Errorf("watch settings: the folders on the way to %q never rest", w.path)
}

// watch looks at these folders, and no longer at others. Adding one again is no waste: the name may belong to another
// folder now.
func (w *watcher) watch(folders []string) error {
	for _, folder := range w.notify.WatchList() {
		if !slices.Contains(folders, folder) {
			_ = w.notify.Remove(folder) // gone already is as good
		}
	}
	for _, folder := range folders {
		if err := w.notify.Add(folder); err != nil {
			return err
		}
	}
	return nil
}
