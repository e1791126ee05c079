// SPDX-License-Identifier: MIT

package journal

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"
)

const (
	delay     = 100 * time.Millisecond // the longest that a line waits in the buffer of a healthy end
	threshold = 256 << 10              // bytes that are written without waiting
	backlog   = 1 << 20                // bytes that an end keeps while it blocks or fails
)

// sink is one end of the journal: a buffer that anybody may add to, and the one goroutine that writes it out. Lines move
//
//	add ──▶ pending ──▶ unsent ──▶ out
//
// and are whole in pending; a failed write leaves its rest in unsent, to be tried again before anything else.
type sink struct {
	name  string
	out   io.Writer
	close func() error // nil when out is not ours to close
	form  form
	peer  *sink // the other end, which hears when this one fails; nil when there is none

	mu      sync.Mutex
	pending []byte
	unsent  []byte
	free    []byte        // the buffer that pending gets next
	dropped int           // lines that found no room
	waiting chan struct{} // closed by the round that takes what is pending now; nil when nobody waits
	armed   bool          // a round is due
	stalled bool          // somebody has waited in vain for the present write
	closed  bool
	err     error // of the last write

	wake   chan struct{} // of one: a round is due within delay
	urgent chan struct{} // of one: a round is due at once
	quit   chan struct{}
	done   chan struct{}
}

func newSink(name string, out io.Writer, closer func() error, f form) *sink {
	return &sink{
		name: name, out: out, close: closer, form: f,
		wake: make(chan struct{}, 1), urgent: make(chan struct{}, 1),
		quit: make(chan struct{}), done: make(chan struct{}),
	}
}

// add takes a copy of one line, or drops it when the backlog is full.
func (s *sink) add(line []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.arm()
	before := len(s.pending)
	if before+len(s.unsent)+len(line) > backlog {
		s.dropped++
		return
	}
	s.pending = append(s.pending, line...)
	if before < threshold && len(s.pending) >= threshold {
		ring(s.urgent)
	}
}

// Write is add for a slog handler.
func (s *sink) Write(line []byte) (int, error) {
	s.add(line)
	return len(line), nil
}

func (s *sink) arm() {
	if !s.armed {
		s.armed = true
		ring(s.wake)
	}
}

func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}

// run is the goroutine. It holds a timer only between the first line of a round and its write.
func (s *sink) run() {
	defer close(s.done)
	timer := time.NewTimer(delay)
	for {
		timer.Stop()
		select {
		case <-s.wake:
		case <-s.quit:
			s.round()
			s.end()
			return
		}
		timer.Reset(delay)
		select {
		case <-timer.C:
		case <-s.urgent:
		case <-s.quit:
		}
		s.round()
	}
}

// round writes everything that was there when it began, in at most two writes.
func (s *sink) round() {
	s.mu.Lock()
	s.armed = false
	waiting := s.waiting
	s.waiting = nil
	s.mu.Unlock()
	if s.send() {
		s.take()
		s.send()
	}
	if waiting != nil {
		close(waiting)
	}
}

// take moves pending to unsent, which is empty. The lines that were dropped would have come after pending: so does
// the line that counts them.
func (s *sink) take() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dropped > 0 {
		s.pending = append(s.pending, s.warning("log lines dropped", slog.Int("count", s.dropped))...)
		s.dropped = 0
	}
	if cap(s.free) > 4*threshold { // grown by a burst: not worth keeping
		s.free = nil
	}
	s.unsent, s.pending = s.pending, s.free[:0]
	s.free = s.unsent[:0]
}

// send writes unsent and reports whether nothing is left of it.
func (s *sink) send() bool {
	s.mu.Lock()
	batch := s.unsent
	s.mu.Unlock()
	if len(batch) == 0 {
		return true
	}
	n, err := s.out.Write(batch)
	n = min(max(n, 0), len(batch))
	if err == nil && n < len(batch) {
		err = io.ErrShortWrite
	}
	s.mu.Lock()
	s.unsent, s.stalled = batch[n:], false
	first := s.err == nil
	s.err = err
	s.mu.Unlock()
	if err != nil && first && s.peer != nil {
		s.peer.add(s.peer.warning("log not written", slog.String("log", s.name), slog.Any("err", err)))
	}
	return err == nil
}

// warning is a line of the journal's own, in the form of this end.
func (s *sink) warning(message string, attrs ...slog.Attr) []byte {
	var b bytes.Buffer
	r := slog.NewRecord(time.Now(), slog.LevelWarn, message, 0)
	r.AddAttrs(attrs...)
	_ = s.form(&b).Handle(context.Background(), r) // a bytes.Buffer takes everything
	return b.Bytes()
}

// flush waits until a round has passed over everything added so far. It does not wait for an end that has been waited
// for in vain.
func (s *sink) flush(limit time.Duration) {
	s.mu.Lock()
	if s.closed || s.stalled || len(s.pending)+len(s.unsent) == 0 {
		s.mu.Unlock()
		return
	}
	if s.waiting == nil {
		s.waiting = make(chan struct{})
	}
	waiting := s.waiting
	s.arm()
	ring(s.urgent)
	s.mu.Unlock()

	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-waiting:
	case <-timer.C:
		s.mu.Lock()
		s.stalled = true
		s.mu.Unlock()
	}
}

// stop tells the goroutine to write what there is and end; wait says how that went.
func (s *sink) stop() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	close(s.quit)
}

func (s *sink) wait(limit time.Duration) error {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-s.done:
	case <-timer.C:
		return fmt.Errorf("close log %s: %w", s.name, ErrBlocked)
	}
	if s.err != nil {
		return fmt.Errorf("close log %s: %w", s.name, s.err)
	}
	return nil
}

// end closes what is ours, and keeps the first thing that went wrong.
func (s *sink) end() {
	if s.close == nil {
		return
	}
	if err := s.close(); s.err == nil {
		s.err = err
	}
}
