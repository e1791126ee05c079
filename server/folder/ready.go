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

	mu        sync.RWMutex
	byAddress map[string]*entry
	queue     *list.List // of *entry, the longest kept first
	used      int64      // bytes, never over the budget when mu is free
}

func newReady(budget int64) *ready {
	return &ready{budget: budget, byAddress: make(map[string]*entry), queue: list.New()}
}

// get returns what is kept under the address of a name, nil if nothing is.
func (t *ready) get(address string) *entry {
	t.mu.RLock()
	e := t.byAddress[address]
	t.mu.RUnlock()
	if e != nil && !e.asked.Load() {
		e.asked.Store(true)
	}
	return e
}

// add keeps an entry, in the place of any other of its address.
func (t *ready) add(e *entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	address := e.name.address()
	t.remove(t.byAddress[address])
	if e.cost > t.budget {
		return
	}
	t.byAddress[address] = e
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
	for _, e := range t.byAddress {
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
	delete(t.byAddress, e.name.address())
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
