// SPDX-License-Identifier: MIT

package server

import (
	"time"

	"porchlight/server/pool"
)

// Sample is one second of the pool.
type Sample struct {
	Time    time.Time `json:"time"` // its beginning
	Busy    int       `json:"busy"` // the most in it
	Waiting int       `json:"waiting"`
	Workers int       `json:"workers"`
}

// span is how many seconds are remembered.
const span = 300

// history remembers five minutes of the pool. Nothing has to wake it in a quiet
// second: the load stays what it was when it was noted last.
type history struct {
	seconds [span]Sample // a second stands at its number modulo span
	filled  int          // how many of them are true
	last    int64        // the latest of them, in seconds since 1970
	steady  Sample       // the load as it was noted last
}

// note puts the peak since the last note into this second, and keeps the load
// for the seconds that follow.
func (h *history) note(peak, load pool.Load, now time.Time) {
	h.advance(now.Unix())
	h.steady = Sample{Busy: load.Busy, Waiting: load.Waiting, Workers: load.Workers}
	at := &h.seconds[h.last%span]
	at.Busy, at.Waiting, at.Workers = max(at.Busy, peak.Busy), max(at.Waiting, peak.Waiting), load.Workers
}

// advance fills the seconds up to this one.
func (h *history) advance(second int64) {
	if h.filled == 0 {
		h.last = second - 1
	}
	for h.last = max(h.last, second-span); h.last < second; h.filled = min(h.filled+1, span) {
		h.last++
		h.seconds[h.last%span] = h.steady
		h.seconds[h.last%span].Time = time.Unix(h.last, 0)
	}
}

// samples returns what is remembered up to now, the oldest first.
func (h *history) samples(now time.Time) []Sample {
	if h.filled == 0 {
		return nil
	}
	h.advance(now.Unix())
	all := make([]Sample, 0, h.filled)
	for second := h.last - int64(h.filled) + 1; second <= h.last; second++ {
		all = append(all, h.seconds[second%span])
	}
	return all
}

// History returns the last five minutes, a sample a second, the oldest first.
func (s *Server) History() []Sample {
	s.meter.mu.Lock()
	defer s.meter.mu.Unlock()
	return s.meter.history.samples(time.Now())
}
