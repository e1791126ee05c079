// SPDX-License-Identifier: MIT

package folder

import (
	"os"
	"runtime"
	"strings"
	"sync"
	"time"
)

// mostOpenFolders bounds the folders that are kept open.
const mostOpenFolders = 128

// keepsFolders is not so where a folder cannot be renamed or removed while one in
// it is open.
const keepsFolders = runtime.GOOS != "windows"

// openFolders keeps the folders that files were found in open for a second: os.Root
// opens each folder on the way whenever it is asked for a path, which makes most of
// what it costs to ask after a file.
type openFolders struct {
	root *os.Root
	now  func() time.Time

	mu       sync.RWMutex
	byPath   map[string]*openFolder
	sweeping bool // within a second
	closed   bool
}

type openFolder struct {
	dir   *os.Root
	since int64 // when the root was asked for it, ns since 1970
}

// lookUp does something with a path below the root, by the folder that it lies in.
// What fails there is done again by way of the root, which knows better: the folder
// may have been closed or moved meanwhile, and a link in it may lead out of it.
// since is from when the answer is, ns since 1970: up to a second before now, while
// which another folder may have come into the place.
func lookUp[T any](t *openFolders, path string, do func(dir *os.Root, path string) (T, error)) (what T, since int64, err error) {
	now := t.now().UnixNano()
	if i := strings.LastIndexByte(path, '/'); i > 0 && keepsFolders {
		if d := t.get(path[:i], now); d != nil {
			if what, err = do(d.dir, path[i+1:]); err == nil {
				return what, d.since, nil
			}
		}
	}
	what, err = do(t.root, path)
	return what, now, err
}

// get returns a folder that was opened within the last second, nil if it cannot be.
func (t *openFolders) get(path string, now int64) *openFolder {
	t.mu.RLock()
	d, full := t.byPath[path], t.closed || len(t.byPath) >= mostOpenFolders
	t.mu.RUnlock()
	if d == nil && !full {
		d = t.open(path, now)
	}
	if d == nil || now-d.since >= recheck {
		return nil
	}
	return d
}

// open opens a folder, without the lock: a disk may make one wait.
func (t *openFolders) open(path string, now int64) *openFolder {
	dir, err := t.root.OpenRoot(path)
	if err != nil {
		return nil
	}
	d := &openFolder{dir: dir, since: now}
	if kept := t.add(strings.Clone(path), d); kept != d { // or a whole request head is kept with it
		_ = dir.Close()
		return kept
	}
	return d
}

// add keeps a folder, and returns the one that is kept of the path: another if that
// was there before, nil if none is kept any more.
func (t *openFolders) add(path string, d *openFolder) *openFolder {
	t.mu.Lock()
	defer t.mu.Unlock()
	if kept := t.byPath[path]; kept != nil || t.closed {
		return kept
	}
	t.byPath[path] = d
	if !t.sweeping {
		t.sweeping = true
		time.AfterFunc(time.Duration(recheck), t.sweep)
	}
	return d
}

// sweep closes all: once a second while there are some, and before we change a name
// ourselves.
func (t *openFolders) sweep() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, d := range t.byPath {
		_ = d.dir.Close() // whoever is using it goes on
	}
	clear(t.byPath)
	t.sweeping = false
}

// close ends the keeping.
func (t *openFolders) close() {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.sweep()
}
