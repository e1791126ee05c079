// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"net/http"
)

// put takes one file, as curl -T sends it (RFC 9110 §9.3.4), under the name of
// the address or, when that is taken, under the next free one.
func (t *take) put(w http.ResponseWriter, r *http.Request, l landing) *Error {
	l, refused := t.admitFile(r, l)
	if refused != nil {
		return refused
	}
	stored, refused := t.store(r, l)
	if refused != nil {
		return refused
	}
	w.Header()["Location"] = []string{stored.address()}
	t.tellTaken(w, stored)
	return nil
}

// admitFile judges the fields of a request that sends one file.
func (t *take) admitFile(r *http.Request, l landing) (landing, *Error) {
	if limit := t.options.FileLimit; limit > 0 && r.ContentLength > limit {
		return l, t.fileTooLarge()
	}
	switch none := r.Header["If-None-Match"]; {
	case l.name == "":
		return l, &Error{Status: http.StatusBadRequest, Reason: "The address names a folder. Add the name of the file to it."}
	case r.Header["Content-Range"] != nil: // RFC 9110 §14.4
		return l, &Error{Status: http.StatusBadRequest, Reason: "A part of a file is not taken with Content-Range. Send the whole file."}
	case r.Header["If-Match"] != nil:
		return l, replaced()
	case len(none) == 1 && none[0] == "*":
		l.exact = true
		if _, err := t.root.Lstat(l.path()); err == nil {
			return l, nameTaken()
		}
	}
	return l, nil
}

// replaced answers for a condition that only a replaced file could meet.
func replaced() *Error {
	return &Error{Status: http.StatusPreconditionFailed, Reason: "Files are not replaced here. Send it without If-Match."}
}

func nameTaken() *Error {
	return &Error{Status: http.StatusPreconditionFailed, Reason: "There is a file of that name already. Choose another name."}
}

// store takes the body of a request as one file, whole or not at all.
func (t *take) store(r *http.Request, l landing) (taken, *Error) {
	p, err := t.newPart(newID())
	if err != nil {
		return taken{}, t.fault(err)
	}
	defer p.end()
	if refused := receive(r.Body, p.write); refused != nil {
		return taken{}, refused
	}
	return t.finish(r, p, l)
}

// finish lands a part that has come whole, and tells.
func (t *take) finish(r *http.Request, p *part, l landing) (taken, *Error) {
	stored, err := p.land(l)
	switch {
	case errors.Is(err, errTaken) && l.exact:
		return taken{}, nameTaken()
	case err != nil:
		return taken{}, t.fault(err)
	}
	t.stored(r, stored.Path, stored.Size)
	return stored, nil
}
