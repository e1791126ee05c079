// SPDX-License-Identifier: MIT

package folder

import (
	"container/list"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"porchlight/server/coding"
)

// Limits of what is kept ready.
const (
	largestReady = 256 << 10              // bytes of a file that is no text
	entryCost    = 2 << 10                // bytes of bookkeeping an entry, at most
	recheck      = int64(time.Second)     // how long an entry is believed
	research     = 60 * recheck           // how long a sibling is believed not to be there
	settling     = 2 * int64(time.Second) // the coarsest clock of a file system (FAT)
)

// entry is a small file kept ready: its bytes, its coded forms when somebody
// has asked for them, and what it looked like on the disk.
type entry struct {
	// What each request looks at stands together: of many entries, most are in
	// no cache of the processor.
	asked   atomic.Bool  // since it was last considered for removal
	steady  bool         // read after it had settled
	settled int64        // from when on a change must show in the stamp, ns since 1970
	checked atomic.Int64 // when its path led to what it is of, ns since 1970
	missed  atomic.Int64 // when it was last asked for siblings that were not there
	name    name
	body    memory
	whole   representation

	folder *Folder
	path   string
	kind   mediaType
	stamp  stamp
	forms  [coding.Kinds]form
	cost   int64         // bytes; guarded by ready.mu
	place  *list.Element // nil when not kept; guarded by ready.mu
}

// form is a coded form of an entry, made when first asked for.
type form struct {
	once   sync.Once
	done   *representation       // nil when there is none
	made   atomic.Bool           // done stands
	beside atomic.Pointer[stamp] // of the sibling, zero when there was none; nil while nobody has looked
}

// load reads a small file and keeps it. nil means that it is too large, or
// changed under our eyes; file then tells of what it has become.
func (f *Folder) load(n name, kind mediaType, file *opened) *entry {
	size := file.stamp.size
	cost := entryCost + size
	if size > largestText || size > largestReady && !kind.coded || cost > f.ready.budget {
		return nil
	}
	n.path = strings.Clone(n.path) // or the whole request head is kept with it
	now, path := f.now().UnixNano(), f.pathOf(n)
	e := &entry{folder: f, name: n, path: path, kind: kind, stamp: file.stamp, cost: cost}
	e.body = make(memory, size)
	_, short := io.ReadFull(file.file, e.body)
	if err := file.look(); err != nil || short != nil || file.stamp != e.stamp {
		return nil
	}
	e.whole = *e.represent(coding.Identity, &e.body, e.stamp)
	e.settle(now, file.since)
	f.ready.add(e)
	return e
}

// settle notes whether the stamp can be trusted to show the next change. A
// file that was changed a moment ago may change again within the same tick of
// the file system's clock, and look the same.
func (e *entry) settle(now, since int64) {
	e.settled = e.stamp.latest() + settling
	e.steady = now >= e.settled
	e.checked.Store(since)
	e.missed.Store(now)
}

// fresh reports whether an entry is still what lies on the disk. The disk is
// asked once a second by one request, for all; by every request while the
// file is so young that much may happen to it. An entry that was read in its
// youth is read once more when that is over.
func (f *Folder) fresh(e *entry, r *http.Request) bool {
	now := f.began(r).UnixNano()
	if !e.steady {
		return now < e.settled && f.unchanged(e, now)
	}
	last := e.checked.Load()
	if e.believed(now) {
		return true
	}
	if !e.checked.CompareAndSwap(last, now) {
		return true // somebody else is asking
	}
	return f.unchanged(e, now)
}

// believed reports whether the disk has been asked less than a second ago. Who
// began earlier may look later: its time lies before that.
func (e *entry) believed(now int64) bool {
	age := now - e.checked.Load()
	return -recheck < age && age < recheck
}

// unchanged asks the disk. A sibling that is not there is looked for less often
// than a file that is: when it comes it only saves work, since its content is
// the same, and most files never get one.
func (f *Folder) unchanged(e *entry, now int64) bool {
	info, since, err := lookUp(&f.openFolders, e.path, (*os.Root).Stat)
	if err != nil || !info.Mode().IsRegular() || stampOf(info) != e.stamp {
		return false
	}
	e.checked.Store(since)
	missed := now-e.missed.Load() >= research
	if missed {
		e.missed.Store(now)
	}
	for c := range e.forms {
		seen := e.forms[c].beside.Load()
		if seen == nil || seen.size == 0 && !missed {
			continue
		}
		if f.siblingOf(e.path, coding.Coding(c), e.stamp) != *seen {
			return false
		}
	}
	return true
}

// hasForm reports whether the form that is sent for Accept-Encoding has been made.
func (e *entry) hasForm(acceptEncoding []string) bool {
	if !e.kind.coded || acceptEncoding == nil {
		return true
	}
	accepted, n := coding.Accepted(acceptEncoding)
	for _, c := range accepted[:n] {
		if m := &e.forms[c]; !m.made.Load() || m.done != nil {
			return m.made.Load()
		}
	}
	return true
}

func (e *entry) plain() *representation { return &e.whole }

// coded returns the coded form, which is made once and kept. One that was made of
// a sibling in its youth is not: that may change and look the same.
func (e *entry) coded(c coding.Coding) *representation {
	m := &e.forms[c]
	m.once.Do(func() {
		defer m.made.Store(true)
		seen := e.folder.siblingOf(e.path, c, e.stamp)
		m.beside.Store(&seen)
		if m.done = e.fromSibling(c, seen); m.done == nil {
			m.done = e.encoded(c)
		}
		if m.done != nil {
			e.folder.ready.grow(e, m.done.size+entryCost)
		}
		if seen.size > 0 && e.folder.now().UnixNano() < seen.latest()+settling {
			e.folder.ready.drop(e)
		}
	})
	return m.done
}

func (e *entry) encoded(c coding.Coding) *representation {
	body := memory(e.folder.coders.encode(c, e.body))
	if body == nil {
		return nil
	}
	return e.represent(c, &body, e.stamp)
}

// fromSibling reads the file that lies coded beside this one, if it is still
// the one that was seen there.
func (e *entry) fromSibling(c coding.Coding, seen stamp) *representation {
	if seen.size == 0 || seen.size > largestText {
		return nil
	}
	file := e.folder.openSibling(e.path, c, e.stamp)
	if file == nil {
		return nil
	}
	defer file.file.Close()
	body := make(memory, seen.size)
	if _, err := io.ReadFull(file.file, body); err != nil || file.stamp != seen {
		return nil
	}
	return e.represent(c, &body, e.stamp, seen)
}

func (e *entry) represent(c coding.Coding, body *memory, stamps ...stamp) *representation {
	o := origin{path: e.path, kind: e.kind, coding: c, size: int64(len(*body)), stamps: stamps}
	return e.folder.represent(o, body)
}
