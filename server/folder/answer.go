// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"io"
	"net/http"
	"path"
	"strconv"

	"porchlight/server/coding"
	"porchlight/server/header"
)

// answer chooses a representation of a file that is there, and sends of it
// what the request is for. The order is that of RFC 9110 §13.2.2.
func (f *Folder) answer(w http.ResponseWriter, r *http.Request, s source) *Error {
	if r.Method == http.MethodOptions {
		return allow(w, fileMethods)
	}
	chosen := s.plain()
	ranges, wanted := f.rangesOf(r, chosen)
	if !wanted {
		chosen = negotiate(r, s)
	}
	switch preconditions(r, chosen) {
	case unchanged:
		header.Write(w, http.StatusNotModified, f.notModified(chosen))
		return nil
	case conditioned:
		return &Error{
			Status: http.StatusPreconditionFailed,
			Reason: "The file has changed since you last saw it. Load it again.",
		}
	}
	switch {
	case !wanted:
		f.sendWhole(w, r, chosen)
	case len(ranges) == 0:
		return unsatisfiable(w, chosen)
	case len(ranges) == 1:
		f.sendPart(w, r, chosen, ranges[0])
	default:
		f.sendParts(w, r, chosen, ranges)
	}
	return nil
}

// rangesOf returns the ranges that a request wants of the plain file. Range
// is for GET alone (RFC 9110 §14.2), and a field sent twice is no field.
func (f *Folder) rangesOf(r *http.Request, p *representation) (ranges []byteRange, wanted bool) {
	lines := r.Header["Range"]
	if len(lines) != 1 || r.Method != http.MethodGet {
		return nil, false
	}
	ranges, ok := parseRange(lines[0], p.size)
	return ranges, ok && ifRange(r, p, f.now())
}

// negotiate chooses the best coding that the client takes and the file has
// (RFC 9110 §12.5.3). What it does not take is sent plain rather than not at
// all.
func negotiate(r *http.Request, s source) *representation {
	plain := s.plain()
	if !plain.kind.coded {
		return plain
	}
	accepted, n := coding.Accepted(r.Header["Accept-Encoding"])
	for _, c := range accepted[:n] {
		if p := s.coded(c); p != nil {
			return p
		}
	}
	return plain
}

func (f *Folder) sendWhole(w http.ResponseWriter, r *http.Request, p *representation) {
	if f.saves(r) {
		f.describe(w.Header(), r, p)
		w.WriteHeader(http.StatusOK)
	} else {
		header.Write(w, http.StatusOK, &p.whole)
	}
	if r.Method == http.MethodHead || p.size == 0 {
		return
	}
	sent, err := p.content.send(w, byteRange{length: p.size})
	f.cutUnlessWhole(r, p, sent, err)
}

// saves reports whether, in a share, a file is asked for to be saved that would
// be shown.
func (f *Folder) saves(r *http.Request) bool { return f.inline && asks(r, "download") }

// describe puts the fields of the whole file.
func (f *Folder) describe(h http.Header, r *http.Request, p *representation) {
	p.whole.Put(h)
	if f.saves(r) {
		h["Content-Disposition"] = []string{disposition(path.Base(p.path))}
	}
}

func (f *Folder) sendPart(w http.ResponseWriter, r *http.Request, p *representation, part byteRange) {
	h := w.Header()
	f.describe(h, r, p)
	h["Content-Range"] = []string{contentRange(part, p.size)}
	h["Content-Length"] = []string{strconv.FormatInt(part.length, 10)}
	w.WriteHeader(http.StatusPartialContent)
	sent, err := p.content.send(w, part)
	f.cutUnlessWhole(r, p, sent, err)
}

func (f *Folder) sendParts(w http.ResponseWriter, r *http.Request, p *representation, ranges []byteRange) {
	m := newMultipart(p, ranges)
	h := w.Header()
	f.describe(h, r, p)
	h["Content-Type"] = []string{"multipart/byteranges; boundary=" + m.boundary}
	h["Content-Length"] = []string{strconv.FormatInt(m.size(), 10)}
	w.WriteHeader(http.StatusPartialContent)
	sent, err := m.send(w)
	f.cutUnlessWhole(r, p, sent, err)
}

// unsatisfiable is 416 with the size that would have been (RFC 9110 §15.5.17).
func unsatisfiable(w http.ResponseWriter, p *representation) *Error {
	h := w.Header()
	h["Content-Range"] = []string{"bytes */" + strconv.FormatInt(p.size, 10)}
	if p.kind.coded {
		h["Vary"] = []string{"Accept-Encoding"}
	}
	return &Error{
		Status: http.StatusRequestedRangeNotSatisfiable,
		Reason: "The file is shorter than the part asked for. Load it from the beginning.",
	}
}

// cutUnlessWhole ends the connection when sending ended early: nothing else
// tells the client that it has not got all, and the next answer would be taken
// for the rest of this one.
func (f *Folder) cutUnlessWhole(r *http.Request, p *representation, sent int64, err error) {
	if err == nil {
		return
	}
	facts := []any{"id", f.id(r), "target", p.path, "bytes", sent}
	switch {
	case errors.Is(err, io.EOF):
		f.log.Warn("file shrank while it was sent", facts...)
	case errors.Is(err, errChanged):
		f.log.Warn("file changed while it was sent", facts...)
	case isReadFault(err):
		f.log.Error("read file", append(facts, "err", err)...)
	}
	panic(http.ErrAbortHandler)
}
