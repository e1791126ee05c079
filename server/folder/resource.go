// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// ServeUpload answers for /-/upload/ID, where - is Options.Reserved: the
// resumable uploads. The caller sends requests for such targets here; they
// need the same permission as those that create an upload.
func (f *Folder) ServeUpload(w http.ResponseWriter, r *http.Request) {
	e := notFound(nil)
	if f.take != nil {
		e = f.take.serveSession(w, r)
	}
	f.tell(w, r, e)
}

func (t *take) serveSession(w http.ResponseWriter, r *http.Request) *Error {
	id, ok := strings.CutPrefix(rawPath(r), t.uploadAddress(""))
	if r.Method == http.MethodOptions && ok {
		t.tellLimits(w.Header())
		return allow(w, sessionMethods)
	}
	if r.Method != http.MethodHead && t.origin.Check(r) != nil {
		return crossOrigin()
	}
	s := t.session(id)
	if !ok || s == nil {
		return noUpload(nil)
	}
	t.tellLimits(w.Header())
	w.Header()["Cache-Control"] = []string{"no-store"}
	switch r.Method {
	case http.MethodHead:
		return t.tellOffset(w, s)
	case http.MethodPatch:
		return t.patch(w, r, s)
	case http.MethodDelete:
		return t.cancel(w, s)
	}
	return methodRefused(sessionMethods)
}

func noUpload(err error) *Error {
	return &Error{Status: http.StatusNotFound, Reason: "There is no such upload, or it has waited too long. Send the file again.", Err: err}
}

func (t *take) lookFault(err error) *Error {
	if errors.Is(err, fs.ErrNotExist) {
		return noUpload(err)
	}
	return t.fault(err)
}

// tellOffset answers HEAD: how much has come.
func (t *take) tellOffset(w http.ResponseWriter, s *session) *Error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seize(t.options.Cut)
	p, err := t.look(s.id)
	if err != nil {
		return t.lookFault(err)
	}
	p.tell(w.Header())
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (p progress) tell(h http.Header) {
	h["Upload-Offset"] = []string{strconv.FormatInt(p.offset, 10)}
	h["Upload-Complete"] = []string{"?0"}
	if p.complete {
		h["Upload-Complete"] = []string{"?1"}
		h["Content-Location"] = []string{taken{Path: "/" + p.Final}.address()}
	}
	if p.Length != unknown {
		h["Upload-Length"] = []string{strconv.FormatInt(p.Length, 10)}
	}
}

// patch appends to an upload.
func (t *take) patch(w http.ResponseWriter, r *http.Request, s *session) *Error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != partialUpload || !plainContent(r.Header) {
		return &Error{Status: http.StatusUnsupportedMediaType, Reason: "An upload is continued with " + partialUpload + "."}
	}
	offset, ok := parseInteger(r.Header["Upload-Offset"])
	if !ok {
		return malformedField("Upload-Offset")
	}
	said, refused := announced(r, offset)
	if refused == nil {
		refused = t.allows(max(r.ContentLength, 0))
	}
	if refused != nil {
		return refused
	}
	a := appending{announcement: said, session: s}
	if refused := t.takeTurn(w, r, &a); refused != nil {
		return refused
	}
	return t.appendBody(w, a)
}

// takeTurn makes a request the one that appends, if it goes on where the
// upload has come to.
func (t *take) takeTurn(w http.ResponseWriter, r *http.Request, a *appending) *Error {
	s := a.session
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seize(t.options.Cut)
	p, err := t.look(s.id)
	if err != nil {
		return t.lookFault(err)
	}
	p.tell(w.Header())
	if refused := t.fits(a.announcement, p, max(r.ContentLength, 0)); refused != nil {
		return refused
	}
	a.ticket = p.ticket
	if p.Length == unknown && a.length != unknown {
		a.ticket.Length = a.length
		if err := t.writeTicket(s.id, a.ticket); err != nil {
			return t.fault(err)
		}
	}
	part, err := t.reopenPart(s.id)
	switch {
	case errors.Is(err, errNameTaken): // by another instance, or by a server that is being left
		return errSuperseded
	case err != nil:
		return t.lookFault(err)
	}
	part.length = a.ticket.Length
	a.turn = &turn{request: r, part: part}
	s.turn = a.turn
	return nil
}

// fits reports what keeps a request with a body of so many bytes, as far as
// that is known, from being appended.
func (t *take) fits(a announcement, p progress, body int64) *Error {
	switch {
	case p.complete:
		return &Error{Status: http.StatusGone, Reason: "The upload is complete already."}
	case a.offset != p.offset:
		return &Error{Status: http.StatusConflict, Reason: "The upload goes on at another place. Ask where with HEAD."}
	case p.Length == unknown:
		return t.admitLength(a.length)
	case a.length != unknown && a.length != p.Length, p.offset+body > p.Length:
		return inconsistentLength()
	}
	return nil
}

// cancel gives an upload up, because its sender says so.
func (t *take) cancel(w http.ResponseWriter, s *session) *Error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seize(t.options.Cut)
	p, err := t.look(s.id)
	if err != nil {
		return t.lookFault(err)
	}
	if !p.complete {
		if err := t.root.Remove(partPath(s.id)); err != nil {
			return t.fault(err)
		}
		t.spent.giveBack(p.offset)
	}
	t.closeSession(s.id, false)
	w.WriteHeader(http.StatusNoContent)
	return nil
}
