// SPDX-License-Identifier: MIT

package thumb

import (
	"container/list"
	"sync"
)

const (
	recentLimit = 4 << 20 // bytes
	recentCost  = 256     // bytes of bookkeeping each, at most
)

// recent keeps what was asked for last in memory; an empty one says that
// there is no thumbnail. The zero value is ready.
type recent struct {
	mu    sync.Mutex
	byKey map[Key]*list.Element
	queue list.List // of kept, the longest unused first
	used  int       // bytes
}

type kept struct {
	key   Key
	bytes []byte
}

func (k kept) cost() int { return len(k.bytes) + recentCost }

func (t *recent) get(key Key) (b []byte, known bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	e := t.byKey[key]
	if e == nil {
		return nil, false
	}
	t.queue.MoveToBack(e)
	return e.Value.(kept).bytes, true
}

func (t *recent) put(key Key, b []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byKey == nil {
		t.byKey = make(map[Key]*list.Element)
	}
	if e := t.byKey[key]; e != nil {
		t.remove(e)
	}
	k := kept{key: key, bytes: b}
	t.byKey[key] = t.queue.PushBack(k)
	t.used += k.cost()
	for t.used > recentLimit {
		t.remove(t.queue.Front())
	}
}

func (t *recent) remove(e *list.Element) {
	k := t.queue.Remove(e).(kept)
	delete(t.byKey, k.key)
	t.used -= k.cost()
}
