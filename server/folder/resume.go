// SPDX-License-Identifier: MIT

package folder

import (
	"net/http"
	"strconv"
)

// What is spoken here is a subset of draft-ietf-httpbis-resumable-upload-12: one
// upload is created at the address of the file, and is an address of its own
// from then on. HEAD tells how much of it has come, PATCH appends, DELETE
// gives it up.
const (
	partialUpload  = "application/partial-upload"
	interopVersion = "8"
	sessionMethods = "DELETE, HEAD, OPTIONS, PATCH"
)

// statusResumable is 104 (Upload Resumption Supported), which tells of the
// upload's address before its body has come.
const statusResumable = 104

// createUpload begins a resumable upload, with the bytes that come along.
func (t *take) createUpload(w http.ResponseWriter, r *http.Request, l landing) *Error {
	l, refused := t.admitFile(r, l)
	if refused != nil {
		return refused
	}
	said, refused := announced(r, 0)
	if refused == nil {
		refused = t.admitLength(said.length)
	}
	if refused != nil {
		return refused
	}
	t.sweepSometimes()
	s, refused := t.openSession(t.options.Client(r))
	if refused != nil {
		return refused
	}
	a := appending{announcement: said, session: s, created: true}
	a.ticket = ticket{Folder: l.folder, Name: l.name, Exact: l.exact, Owner: s.owner, Length: said.length}
	p, err := t.newPart(s.id)
	if err == nil {
		err = t.writeTicket(s.id, a.ticket)
	}
	if err != nil {
		t.drop(s, p)
		return t.fault(err)
	}
	p.length = said.length
	a.turn = &turn{request: r, part: p}
	s.turn = a.turn // nobody else knows of it yet
	t.tellCreated(w, r, s)
	return t.appendBody(w, a)
}

// admitLength judges an upload by its whole length.
func (t *take) admitLength(length int64) *Error {
	if limit := t.options.FileLimit; limit > 0 && length > limit {
		return t.fileTooLarge()
	}
	return t.allows(max(length, 0))
}

// tellCreated sends the address of a new upload ahead, to a client that speaks
// this version of the draft.
func (t *take) tellCreated(w http.ResponseWriter, r *http.Request, s *session) {
	h := w.Header()
	t.tellLimits(h)
	h["Location"] = []string{t.uploadAddress(s.id)}
	if r.Header.Get("Upload-Draft-Interop-Version") == interopVersion {
		h["Upload-Draft-Interop-Version"] = []string{interopVersion}
		w.WriteHeader(statusResumable)
		delete(h, "Upload-Draft-Interop-Version")
	}
}

func (t *take) uploadAddress(id string) string { return "/" + t.reserved + "/upload/" + id }

// appending is a request that brings bytes to an upload.
type appending struct {
	announcement
	session *session
	turn    *turn
	ticket  ticket
	created bool // by this request
}

// appendBody adds the body to the upload. What has come stays, also when the
// body breaks off.
func (t *take) appendBody(w http.ResponseWriter, a appending) *Error {
	s, p := a.session, a.turn.part
	refused := receive(a.turn.request.Body, func(b []byte) *Error { return s.write(a.turn, b) })
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.turn != a.turn {
		return errSuperseded
	}
	s.turn = nil
	defer p.file.Close()
	if refused != nil || !a.complete {
		if err := t.disk.sync(p.file); err != nil {
			return t.fault(err)
		}
	}
	w.Header()["Upload-Offset"] = []string{strconv.FormatInt(p.size, 10)}
	switch {
	case refused == errTooLong:
		t.drop(s, p)
		return refused
	case refused != nil:
		return refused
	case !a.complete:
		t.tellProgress(w, a.created)
		return nil
	case a.ticket.Length != unknown && p.size != a.ticket.Length:
		return inconsistentLength()
	}
	return t.complete(w, a)
}

func (t *take) tellProgress(w http.ResponseWriter, created bool) {
	t.tellEnd(w.Header())
	w.Header()["Upload-Complete"] = []string{"?0"}
	w.Header()["Content-Length"] = []string{"0"}
	if created {
		w.WriteHeader(http.StatusCreated)
		return
	}
	delete(w.Header(), "Content-Length")
	w.WriteHeader(http.StatusNoContent)
}

// complete gives an upload that has come whole its name.
func (t *take) complete(w http.ResponseWriter, a appending) *Error {
	p, k := a.turn.part, a.ticket
	k.Length = p.size
	p.note = func(final string) error {
		k.Final = final
		return t.writeTicket(a.session.id, k)
	}
	h := w.Header()
	h["Upload-Complete"] = []string{"?1"}
	stored, refused := t.finish(a.turn.request, p, k.landing())
	switch {
	case refused != nil && refused.Status == http.StatusPreconditionFailed:
		t.drop(a.session, p)
		return refused
	case refused != nil:
		delete(h, "Upload-Complete")
		return refused
	}
	t.closeSession(a.session.id, true)
	h["Location"] = []string{stored.address()}
	t.tellTaken(w, stored)
	return nil
}

// drop gives an upload up.
func (t *take) drop(s *session, p *part) {
	if p != nil {
		p.end()
	}
	t.closeSession(s.id, false)
}
