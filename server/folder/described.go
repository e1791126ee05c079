// SPDX-License-Identifier: MIT

package folder

import (
	"strings"
	"sync"
)

// mostDescribed bounds what is remembered of files that are sent from the disk.
const mostDescribed = 256

// described remembers how files from the disk were described last. Their heads
// cost more than to open them, and most of the garbage that a download leaves.
type described struct {
	mu     sync.Mutex
	byPath map[string]*representation
}

// get returns the representation of what is described by o, without content.
func (d *described) get(f *Folder, o origin) representation {
	of := o.stamps[0]
	d.mu.Lock()
	p := d.byPath[o.path]
	d.mu.Unlock()
	if p != nil && p.stamp == of {
		return *p
	}
	o.path = strings.Clone(o.path) // or the whole request head is kept with it
	p = f.represent(o, nil)
	if of.written < f.now().UnixNano() { // else its date is still that of the answer
		d.add(o.path, p)
	}
	return *p
}

func (d *described) add(path string, p *representation) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.byPath) >= mostDescribed {
		clear(d.byPath)
	}
	d.byPath[path] = p
}
