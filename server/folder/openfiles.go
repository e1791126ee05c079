// SPDX-License-Identifier: MIT

package folder

import (
	"sync"
	"time"
)

// mostOpenFiles bounds the files that are kept open.
const mostOpenFiles = 64

// openFiles keeps what downloads have opened for the next ones: to open a file, to
// describe and to close it costs more than to ask an open one whether it has
// changed. Each is lent to one request at a time, because its offset is. A second,
// as long as an entry is believed, is not too long for an owner who wants to eject
// a disk.
type openFiles struct {
	mu       sync.Mutex
	byPath   map[string][]*download
	count    int
	sweeping bool // within a second
	closed   bool
}

// take lends a file that a path led to within the last second, nil
// if there is none that is the same as it was.
func (t *openFiles) take(path string, now int64) *download {
	d := t.pop(path)
	switch {
	case d == nil:
		return nil
	case now-d.file.since >= recheck || !d.file.same():
		d.close()
		return nil
	}
	return d
}

func (t *openFiles) pop(path string) *download {
	t.mu.Lock()
	defer t.mu.Unlock()
	idle := t.byPath[path]
	if len(idle) == 0 {
		return nil
	}
	last := len(idle) - 1
	d := idle[last]
	t.byPath[path] = idle[:last]
	t.count--
	return d
}

// put takes a file back at the end of an answer, and keeps or closes it.
func (t *openFiles) put(d *download) {
	d.end()
	if !d.dated() || !t.push(d) {
		d.close()
	}
}

func (t *openFiles) push(d *download) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed || t.count >= mostOpenFiles {
		return false
	}
	t.byPath[d.path] = append(t.byPath[d.path], d)
	t.count++
	if !t.sweeping {
		t.sweeping = true
		time.AfterFunc(time.Duration(recheck), t.sweep)
	}
	return true
}

// sweep closes what nobody uses: once a second while there is something, and before
// we change a name ourselves.
func (t *openFiles) sweep() {
	for _, idle := range t.empty() {
		for _, d := range idle {
			d.close()
		}
	}
}

func (t *openFiles) empty() map[string][]*download {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := t.byPath
	t.byPath, t.count, t.sweeping = map[string][]*download{}, 0, false
	return all
}

// close ends the keeping. What is lent is closed when it comes back.
func (t *openFiles) close() {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.sweep()
}
