// SPDX-License-Identifier: MIT

package folder

import (
	"container/list"
	"sync"
)

// ready keeps small files in memory within a budget. The longest kept goes
// first, but one that was asked for meanwhile gets a second chance: this
// finds nearly what least-recently-used would, without a write to shared
// memory for each request.
type ready struct {
	budget int64 // bytes

	mu     sync.RWMutex
	byName map[name]*entry
	queue  *list.List // of *entry, the longest kept first
	used   int64      // bytes, never over the budget when mu is free
}

func newReady(budget int64) *ready {
	return &ready{budget: budget, byName: make(map[name]*entry), queue: list.New()}
}

// get returns what is kept under a name, nil if nothing is.
func (t *ready) get(n name) *entry {
	t.mu.RLock()
	e := t.byName[n]
	t.mu.RUnlock()
	if e != nil && !e.asked.Load() {
		e.asked.Store(true)
	}
	return e
}

// add keeps an entry, in the place of any other of its name.
func (t *ready) add(e *entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.remove(t.byName[e.name])
	if e.cost > t.budget {
		return
	}
	t.byName[e.name] = e
	e.place = t.queue.PushBack(e)
	t.used += e.cost
	t.shrink()
}

// grow accounts for bytes that were added to an entry.
func (t *ready) grow(e *entry, bytes int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e.place == nil {
		return
	}
	e.cost += bytes
	t.used += bytes
	t.shrink()
}

// drop forgets an entry that is no longer true.
func (t *ready) drop(e *entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.remove(e)
}

// forget drops what is kept of a path and of all below it, because we have
// changed it ourselves.
func (t *ready) forget(path string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range t.byName {
		if (name{path: e.path}).below(path) {
			t.remove(e)
		}
	}
}

// remove forgets an entry if it is still kept. Requests that hold it go on.
func (t *ready) remove(e *entry) {
	if e == nil || e.place == nil {
		return
	}
	delete(t.byName, e.name)
	t.queue.Remove(e.place)
	e.place = nil
	t.used -= e.cost
}

// shrink forgets entries until the rest fits the budget.
func (t *ready) shrink() {
	for t.used > t.budget {
		oldest := t.queue.Front()
		e := oldest.Value.(*entry)
		if e.asked.Swap(false) {
			t.queue.MoveToBack(oldest)
			continue
		}
		t.remove(e)
	}
}
