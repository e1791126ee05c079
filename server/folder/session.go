// SPDX-License-Identifier: MIT

package folder

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"sync"
	"time"
)

// Bounds of resumable uploads.
const (
	keptFor      = 24 * time.Hour // without a byte, or after the end
	mostSessions = 512            // unfinished at a time
	mostOfClient = 64             // of these, of one client
	mostEnded    = 1000           // whose end is remembered
	largestNote  = 16 << 10       // bytes of a ticket
)

// ticket is what is kept on the disk of a resumable upload, beside its part: so
// it outlives a restart. How far it has come is the size of the part.
type ticket struct {
	Folder string `json:"folder"`
	Name   string `json:"name"`
	Exact  bool   `json:"exact,omitempty"`
	Owner  string `json:"owner"`
	Length int64  `json:"length"` // bytes in all, or unknown
	// Final is the name that the part is given, noted before it is: if the part
	// is gone, or is the same file, the upload is complete.
	Final string `json:"final,omitempty"`
}

const unknown = -1 // a length

func (k ticket) landing() landing { return landing{folder: k.Folder, name: k.Name, exact: k.Exact} }

// session is a resumable upload while this Folder is open. Its lock is held
// while its part is written to: requests about one upload take turns, and none
// of them waits for a network under it.
type session struct {
	id    string
	owner string

	mu   sync.Mutex
	turn *turn
}

// turn is a request that appends.
type turn struct {
	request *http.Request
	part    *part
}

// errSuperseded ends a turn that a newer request has taken.
var errSuperseded = &Error{Status: http.StatusConflict, Reason: "The upload is continued by another request."}

// seize ends the turn of an older request: a phone that comes back does so
// before its old connection is known to be dead. The session must be locked,
// which keeps the older request alive for cut.
func (s *session) seize(cut func(*http.Request)) {
	if s.turn == nil {
		return
	}
	_ = s.turn.part.take.disk.sync(s.turn.part.file) // its size is about to be told
	_ = s.turn.part.file.Close()
	if cut != nil {
		cut(s.turn.request)
	}
	s.turn = nil
}

// write appends in a turn, as long as it lasts.
func (s *session) write(mine *turn, b []byte) *Error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.turn != mine {
		return errSuperseded
	}
	return mine.part.write(b)
}

// progress is where an upload stands.
type progress struct {
	ticket
	offset   int64
	complete bool
}

func ticketPath(id string) string { return partsName + "/" + id + ".json" }

// look reads from the disk how far an upload is. The error is fs.ErrNotExist
// when there is none.
func (t *take) look(id string) (progress, error) {
	k, err := t.readTicket(id)
	if err != nil {
		return progress{}, err
	}
	part, err := t.root.Lstat(partPath(id))
	if k.Final == "" {
		if err != nil {
			return progress{}, err
		}
		return progress{ticket: k, offset: part.Size()}, nil
	}
	final, finalErr := t.root.Lstat(k.Final)
	switch {
	case errors.Is(err, fs.ErrNotExist): // the file may have been moved on since
		return progress{ticket: k, offset: k.Length, complete: true}, nil
	case err != nil:
		return progress{}, err
	case finalErr == nil && os.SameFile(part, final): // a crash between two steps
		_ = t.root.Remove(partPath(id)) // or the next sweep does it
		return progress{ticket: k, offset: k.Length, complete: true}, nil
	}
	return progress{ticket: k, offset: part.Size()}, nil
}

func (t *take) readTicket(id string) (k ticket, err error) {
	file, err := t.root.OpenFile(ticketPath(id), openFlags, 0)
	if err != nil {
		return k, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, largestNote))
	if err != nil {
		return k, err
	}
	return k, json.Unmarshal(content, &k)
}

// writeTicket puts a ticket beside its part: the old one or the new one is
// there at any time.
func (t *take) writeTicket(id string, k ticket) error {
	content, err := json.Marshal(k)
	if err != nil {
		return err
	}
	aside := partsName + "/" + id + ".new"
	if err := t.root.WriteFile(aside, content, 0o600); err != nil {
		return err
	}
	return t.root.Rename(aside, ticketPath(id))
}

// session returns the session of an upload: the one that is open, or one for
// an upload of an earlier run. nil when there is no such upload.
func (t *take) session(id string) *session {
	t.mu.Lock()
	s := t.sessions[id]
	t.mu.Unlock()
	if s != nil || !isID(id) {
		return s
	}
	p, err := t.look(id)
	if err != nil {
		return nil
	}
	if p.complete {
		return &session{id: id, owner: p.Owner}
	}
	return t.resumeSession(id, p)
}

func isID(s string) bool {
	for _, c := range []byte(s) {
		if hexDigit(c) < 0 || 'A' <= c && c <= 'F' {
			return false
		}
	}
	return len(s) == 32
}

// resumeSession opens a session for what lies on the disk.
func (t *take) resumeSession(id string, p progress) *session {
	t.mu.Lock()
	defer t.mu.Unlock()
	s := t.sessions[id]
	if s == nil {
		s = &session{id: id, owner: p.Owner}
		t.sessions[id] = s
		t.spent.begin(id, p.offset)
	}
	return s
}

// openSession begins one, or refuses: unfinished uploads cost disk, and no
// client may have all of them.
func (t *take) openSession(owner string) (*session, *Error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	mine := 0
	for _, s := range t.sessions {
		if s.owner == owner {
			mine++
		}
	}
	if mine >= mostOfClient || len(t.sessions) >= mostSessions {
		return nil, &Error{
			Status: http.StatusTooManyRequests,
			Reason: "Too many uploads are unfinished. Finish or cancel some of them first.",
		}
	}
	s := &session{id: newID(), owner: owner}
	t.sessions[s.id] = s
	t.spent.begin(s.id, 0)
	return s, nil
}

// closeSession forgets a session. The end of a complete one is remembered for a
// while, for a client that has not heard of it.
func (t *take) closeSession(id string, complete bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.sessions, id)
	t.spent.end(id)
	forgotten := id
	if complete {
		forgotten = ""
		if t.ended = append(t.ended, id); len(t.ended) > mostEnded {
			forgotten, t.ended = t.ended[0], t.ended[1:]
		}
	}
	if forgotten != "" {
		_ = t.root.Remove(ticketPath(forgotten)) // or the sweep does it
	}
}
