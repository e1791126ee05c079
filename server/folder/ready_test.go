// SPDX-License-Identifier: MIT

package folder

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"porchlight/server/coding"
)

func TestReadyBudget(t *testing.T) {
	table := newReady(1000)
	entryOf := func(path string, cost int64) *entry { return &entry{name: name{path: path}, cost: cost} }
	for i := range 20 {
		table.add(entryOf(fmt.Sprint(i), 300))
		if table.used > table.budget || len(table.byAddress) != table.queue.Len() {
			t.Fatalf("after %d: %d bytes used, %d names, %d in the queue", i, table.used, len(table.byAddress), table.queue.Len())
		}
	}
	for i := range 20 {
		if kept := table.get(fmt.Sprint("/", i)) != nil; kept != (i >= 17) {
			t.Errorf("entry %d is kept: %v", i, kept)
		}
	}
	table.add(entryOf("too large", 1001))
	if table.get("/too large") != nil || table.used != 900 {
		t.Errorf("an entry over the budget changes it to %d bytes", table.used)
	}
}

func TestReadySecondChance(t *testing.T) {
	table := newReady(3)
	for _, path := range []string{"a", "b", "c"} {
		table.add(&entry{name: name{path: path}, cost: 1})
	}
	table.get("/a")
	table.add(&entry{name: name{path: "d"}, cost: 1})
	for path, want := range map[string]bool{"a": true, "b": false, "c": true, "d": true} {
		if _, kept := table.byAddress["/"+path]; kept != want {
			t.Errorf("%s is kept: %v, want %v", path, kept, want)
		}
	}
}

func TestReadyReplaceGrowDrop(t *testing.T) {
	table := newReady(100)
	old, now := &entry{name: name{path: "a"}, cost: 10}, &entry{name: name{path: "a"}, cost: 20}
	table.add(old)
	table.add(now)
	if table.used != 20 || table.get("/a") != now {
		t.Errorf("after a replacement %d bytes are used, want 20", table.used)
	}
	table.grow(old, 50)
	table.drop(old)
	if table.used != 20 {
		t.Errorf("an entry that is gone still counts: %d bytes, want 20", table.used)
	}
	table.grow(now, 30)
	if table.used != 50 {
		t.Errorf("grown, %d bytes are used, want 50", table.used)
	}
	table.grow(now, 51)
	if table.used != 0 || table.get("/a") != nil {
		t.Errorf("grown over the budget, %d bytes are used, want 0", table.used)
	}
	table.add(now)
	table.drop(now)
	table.drop(now)
	if table.used != 0 {
		t.Errorf("dropped, %d bytes are used, want 0", table.used)
	}
}

// TestReadyUnderLoad holds the budget while many ask for more than fits it.
func TestReadyUnderLoad(t *testing.T) {
	const budget = 64 << 10
	s := newSite(t, func(o *Options) { o.Memory = budget })
	for i := range 40 {
		s.write(fmt.Sprintf("f%d.txt", i), strings.Repeat(fmt.Sprint(i%10), 5000))
	}
	var visitors sync.WaitGroup
	for v := range 4 {
		visitors.Go(func() {
			for i := range 200 {
				n := (i*7 + v*13) % 40
				res := s.do("GET", fmt.Sprintf("/f%d.txt", n), "Accept-Encoding: gzip")
				if decoded(t, res) != strings.Repeat(fmt.Sprint(n%10), 5000) {
					t.Errorf("f%d.txt holds other content", n)
				}
				s.ready.mu.RLock()
				used := s.ready.used
				s.ready.mu.RUnlock()
				if used > budget {
					t.Errorf("%d bytes used of %d", used, budget)
				}
			}
		})
	}
	visitors.Wait()
	var held int64
	for _, e := range s.ready.byAddress {
		held += int64(len(e.body))
		for i := range e.forms {
			if form := e.forms[i].done; form != nil {
				held += form.size
			}
		}
		if want := entryCost + int64(len(e.body)); e.forms[coding.Gzip].done != nil && e.cost <= want {
			t.Errorf("%s counts for %d bytes with a coded form, want more than %d", e.path, e.cost, want)
		}
	}
	if held == 0 || held > s.ready.used {
		t.Errorf("%d bytes are held, %d counted", held, s.ready.used)
	}
}
