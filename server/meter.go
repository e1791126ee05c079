// SPDX-License-Identifier: MIT

package server

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"porchlight/server/pool"
)

// meter is the load of the pool over time, for those who show it: it remembers
// five minutes, and rings a bell for each face, which then asks for a snapshot.
type meter struct {
	stirred chan struct{} // of one: something beside the load has changed
	dirty   atomic.Bool   // and nobody has looked since

	mu      sync.Mutex
	history history
	shown   sight // at the last ring
	bells   map[chan struct{}]bool
}

// sight is what has to differ for another look to be worth a ring.
type sight struct {
	level    Level
	load     pool.Load
	requests uint64
}

// pause is the time between two looks: at most four a second.
const pause = 250 * time.Millisecond

func newMeter() *meter {
	return &meter{stirred: make(chan struct{}, 1), bells: map[chan struct{}]bool{}}
}

// stir says that something beside the load has changed.
func (m *meter) stir() {
	m.dirty.Store(true)
	ring(m.stirred)
}

func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}

// note remembers the peak since the look before, and rings for every face when
// what is seen differs from what was seen then.
func (m *meter) note(seen sight, peak pool.Load, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.history.note(peak, seen.load, now)
	if !m.dirty.Swap(false) && seen == m.shown {
		return
	}
	m.shown = seen
	for bell := range m.bells {
		ring(bell)
	}
}

// Watch keeps the level and the history, rings for those who have subscribed,
// and writes the line about the load to the log, until ctx ends. While nothing
// happens it is not woken.
func (s *Server) Watch(ctx context.Context) {
	lights := lights{log: s.journal.Logger(), shown: Calm}
	for {
		if lights.shown == Calm {
			select {
			case <-ctx.Done():
				return
			case <-s.pool.Changed():
			case <-s.meter.stirred:
			}
		}
		now, peak := time.Now(), s.pool.Peak()
		level := s.gauge.read(peak, now)
		lights.show(level, peak, now)
		s.meter.note(sight{level, s.pool.Load(), s.counts.requests.Load()}, peak, now)
		select { // a bell that rings meanwhile is heard after it
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// Stir rings for those who have subscribed, after a change that they show and
// the server does not know of.
func (s *Server) Stir() { s.meter.stir() }

// Subscribe returns a channel of one that holds a value when a Status, the
// transfers, the visits or the uploads may have changed since the last receive,
// at most four times a second. It rings while Watch runs. cancel ends it.
func (s *Server) Subscribe() (changed <-chan struct{}, cancel func()) {
	bell := make(chan struct{}, 1)
	s.meter.mu.Lock()
	defer s.meter.mu.Unlock()
	s.meter.bells[bell] = true
	return bell, func() {
		s.meter.mu.Lock()
		defer s.meter.mu.Unlock()
		delete(s.meter.bells, bell)
	}
}
