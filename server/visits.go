// SPDX-License-Identifier: MIT

package server

import (
	"net/http"
	"sync"
	"time"
)

// Visit is a request that has been answered.
type Visit struct {
	Time   time.Time     `json:"time"` // when it began
	Remote string        `json:"remote"`
	Method string        `json:"method"`
	Target string        `json:"target"`
	Status int           `json:"status"`
	Bytes  int64         `json:"bytes"`
	Took   time.Duration `json:"took"` // ns
}

// Upload is a file that somebody has sent.
type Upload struct {
	Time   time.Time `json:"time"`
	Remote string    `json:"remote"`
	Path   string    `json:"path"` // from the root: "/uploads/upload_20240315_123456_a7b9.json"
	Size   int64     `json:"size"` // bytes
}

// How much is remembered, in memory only.
const (
	mostVisits  = 100
	mostUploads = 50
)

// latest remembers the latest of its kind.
type latest[T any] struct {
	mu   sync.Mutex
	kept []T
	next int // where the next one goes
	most int
}

func (l *latest[T]) add(one T) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.kept) < l.most {
		l.kept = append(l.kept, one)
		return
	}
	l.kept[l.next] = one
	l.next = (l.next + 1) % l.most
}

// list returns what is remembered, the latest first.
func (l *latest[T]) list() []T {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make([]T, 0, len(l.kept))
	for i := range l.kept {
		all = append(all, l.kept[(l.next+len(l.kept)-1-i)%len(l.kept)])
	}
	return all
}

// Visits returns the last 100 requests, the latest first.
func (s *Server) Visits() []Visit { return s.visits.list() }

// Stored returns the last 50 uploads, the latest first.
func (s *Server) Stored() []Upload { return s.uploads.list() }

// noteUpload hears of an upload that is on the disk.
func (s *Server) noteUpload(r *http.Request, path string, size int64) {
	s.uploads.add(Upload{Time: time.Now(), Remote: r.RemoteAddr, Path: path, Size: size})
	s.meter.stir()
}
