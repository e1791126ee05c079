// SPDX-License-Identifier: MIT

package pool

import (
	"net/netip"
	"slices"
)

const bufferSize = 32 << 10

// Worker is the right to run one handler, from Try or Acquire until Release.
type Worker struct {
	// Number is 1 to Limits.Workers; no two lent workers share one. Log lines name it.
	Number int

	client netip.Addr
	lent   bool
	buffer []byte
}

// Buffer returns 32 KiB of scratch that belong to the holder until Release; what is in it is left from before.
// It is allocated on first use and stays with the worker.
func (w *Worker) Buffer() []byte {
	if w.buffer == nil {
		w.buffer = make([]byte, bufferSize)
	}
	return w.buffer
}

// stock holds the workers. Free ones are a stack: the one used last is lent first, so that a quiet server uses
// few buffers and low numbers. Workers above the limit exist only as long as they are lent.
type stock struct {
	limit int
	lent  int
	all   []*Worker // by Number-1; nil where that worker is gone
	free  []*Worker // the next to lend is the last
}

// take lends a worker to client, or returns nil while as many as the limit are lent.
func (s *stock) take(client netip.Addr) *Worker {
	if s.lent >= s.limit {
		return nil
	}
	top := len(s.free) - 1
	w := s.free[top]
	s.free = s.free[:top]
	w.client, w.lent = client, true
	s.lent++
	return w
}

// put takes w back, and forgets it when its number is over the limit by now.
func (s *stock) put(w *Worker) {
	w.lent = false
	s.lent--
	if w.Number > s.limit {
		s.all[w.Number-1] = nil
		return
	}
	s.free = append(s.free, w)
}

// resize makes the numbers 1 to limit those that may be lent. New ones go below the free ones, the lowest on top.
func (s *stock) resize(limit int) {
	s.limit = limit
	for i := limit; i < len(s.all); i++ {
		if w := s.all[i]; w != nil && !w.lent {
			s.all[i] = nil
		}
	}
	if limit > len(s.all) {
		s.all = append(s.all, make([]*Worker, limit-len(s.all))...)
	}
	free := make([]*Worker, 0, limit)
	for i, w := range slices.Backward(s.all[:limit]) {
		if w == nil {
			s.all[i] = &Worker{Number: i + 1}
			free = append(free, s.all[i])
		}
	}
	kept := slices.DeleteFunc(s.free, func(w *Worker) bool { return w.Number > limit })
	s.free = append(free, kept...)
}
