// SPDX-License-Identifier: MIT

package folder

import (
	"sync"
	"sync/atomic"
)

// Spent counts the bytes that a share has taken, by every way in. It may outlive
// a Folder, so that the next one counts on. The zero value has taken nothing. It
// is safe for concurrent use.
type Spent struct {
	bytes atomic.Int64

	mu         sync.Mutex
	unfinished map[string]bool // ids of resumable uploads, each byte of which is counted
}

// add counts n more bytes, or reports false when that would be more than limit;
// 0 is no limit.
func (s *Spent) add(n, limit int64) bool {
	if s.bytes.Add(n) > limit && limit > 0 && n > 0 {
		s.bytes.Add(-n)
		return false
	}
	return true
}

func (s *Spent) giveBack(n int64) { s.bytes.Add(-n) }

// begin counts an unfinished upload of n bytes. Two Folders that follow one
// another, or one that sweeps, find the same one: it is counted once.
func (s *Spent) begin(id string, n int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.unfinished[id] {
		return
	}
	if s.unfinished == nil {
		s.unfinished = map[string]bool{}
	}
	s.unfinished[id] = true
	s.bytes.Add(n)
}

// end forgets an upload that has come whole or is given up, and reports whether
// its bytes are counted.
func (s *Spent) end(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	counted := s.unfinished[id]
	delete(s.unfinished, id)
	return counted
}
