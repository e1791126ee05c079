// SPDX-License-Identifier: MIT

package journal

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// record is a console that remembers each write.
type record struct {
	mu     sync.Mutex
	writes []string
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.writes = append(r.writes, string(p))
	return len(p), nil
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var b bytes.Buffer
	for _, w := range r.writes {
		b.WriteString(w)
	}
	return b.String()
}

func (r *record) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.writes)
}

// gate is a console whose writes begin only when its channel lets them.
type gate struct {
	record
	open chan struct{}
}

func (g *gate) Write(p []byte) (int, error) {
	<-g.open
	return g.record.Write(p)
}

var errFull = errors.New("no space left")

// shaky is a console that takes so many bytes, and then fails until it is mended.
type shaky struct {
	record
	lock sync.Mutex
	room int
}

func (s *shaky) Write(p []byte) (int, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	n := min(len(p), s.room)
	s.room -= n
	if n > 0 {
		_, _ = s.record.Write(p[:n])
	}
	if n < len(p) {
		return n, errFull
	}
	return n, nil
}

func (s *shaky) mend(room int) {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.room = room
}

func open(t testing.TB, o Options) *Journal {
	t.Helper()
	j, err := Open(o)
	if err != nil {
		t.Fatalf("Open(%+v) = %v, want no error", o, err)
	}
	return j
}

// photo is the request of the classic example.
func photo(zone *time.Location) *Entry {
	return &Entry{
		Time: time.Date(2024, 3, 15, 10, 30, 15, 0, zone), Worker: 1, ID: []byte("a7b9"), Remote: "192.168.1.7",
		Method: "GET", Target: "/photo.jpg", Status: 200, Bytes: 2453678, Took: 12 * time.Millisecond,
	}
}

// logged is what one call writes to the console of a journal with these options.
func logged(t testing.TB, o Options, f func(*Journal)) string {
	t.Helper()
	var out record
	o.Console = &out
	j := open(t, o)
	f(j)
	if err := j.Close(); err != nil {
		t.Errorf("Close() = %v, want no error", err)
	}
	return out.String()
}

func at(level slog.Level, message string) slog.Record {
	return slog.NewRecord(time.Date(2024, 3, 15, 10, 30, 0, 0, time.Local), level, message, 0)
}

var _ io.Writer = (*sink)(nil)
