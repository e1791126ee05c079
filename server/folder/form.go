// SPDX-License-Identifier: MIT

package folder

import (
	"bufio"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"porchlight/server/amount"
)

// Limits of a form.
const (
	mostParts  = 1000
	headBudget = 64 << 10 // bytes of the fields of one part, and of what is no file
)

// takeForm takes the files of a form (RFC 7578), as browsers without script
// and curl -F send it. Each file is stored when it has come whole; the rest of
// the form is ignored.
func (t *take) takeForm(w http.ResponseWriter, r *http.Request, l landing) *Error {
	l, refused := t.aimForm(l)
	if refused != nil {
		return refused
	}
	kind, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/form-data" || parameters["boundary"] == "" {
		return &Error{
			Status: http.StatusUnsupportedMediaType,
			Reason: "Files are taken as multipart/form-data, or one by one with PUT.",
		}
	}
	files, refused := t.takeParts(r, parameters["boundary"], l)
	switch {
	case refused != nil:
		e := *refused
		e.Reason = storedBefore(len(files)) + e.Reason
		return &e
	case len(files) == 0:
		return &Error{Status: http.StatusBadRequest, Reason: "There is no file in the form. Choose one and send it again."}
	case wantsPage(r):
		backToFolder(w, r, len(files))
	default:
		t.tellTaken(w, files...)
	}
	return nil
}

// aimForm makes a landing without a name of the address of a folder, with or
// without its slash. One that is to be made is for PUT, or for an inbox.
func (t *take) aimForm(l landing) (landing, *Error) {
	if l.name != "" {
		var refused *Error
		if l.folder, refused = t.enter(l.folder, l.name); refused != nil {
			return l, refused
		}
	}
	if info, err := t.root.Stat(l.folder); t.options.Inbox == nil && (err != nil || !info.IsDir()) {
		return l, &Error{Status: http.StatusNotFound, Reason: "There is no such folder here. Check the address.", Err: err}
	}
	l.name = ""
	return l, nil
}

// takeParts stores the files of a form one after the other, and returns those
// that are stored.
func (t *take) takeParts(r *http.Request, boundary string, l landing) ([]taken, *Error) {
	body := &budget{from: r.Body}
	parts := multipart.NewReader(bufio.NewReaderSize(body, headBudget), boundary) // its own buffer is small
	var files []taken
	for count := 0; ; count++ {
		body.left = headBudget
		p, err := parts.NextRawPart()
		switch {
		case err == io.EOF:
			return files, nil
		case errors.Is(err, errBudget):
			return files, formTooLarge()
		case err != nil:
			return files, malformedForm(err)
		case count == mostParts:
			return files, formTooLarge()
		}
		if p.FileName() == "" { // another field, or a file that was not chosen: NextRawPart skips it
			continue
		}
		body.left = unlimited
		stored, refused := t.storePart(r, p, l)
		if refused != nil {
			return files, refused
		}
		files = append(files, stored)
	}
}

// storePart stores one file of a form. It has come whole when its boundary has.
func (t *take) storePart(r *http.Request, p *multipart.Part, l landing) (taken, *Error) {
	l.name = t.cleanFile(baseName(p.FileName()))
	file, err := t.newPart(newID())
	if err != nil {
		return taken{}, t.fault(err)
	}
	defer file.end()
	if refused := receive(p, file.write); refused != nil {
		return taken{}, refused
	}
	return t.finish(r, file, l)
}

// budget is a reader that allows only so many bytes at a time.
type budget struct {
	from io.Reader
	left int // bytes, or unlimited
}

const unlimited = -1

var errBudget = errors.New("part head is too large")

func (b *budget) Read(p []byte) (int, error) {
	if b.left == unlimited {
		return b.from.Read(p)
	}
	if b.left == 0 {
		return 0, errBudget
	}
	n, err := b.from.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

func formTooLarge() *Error {
	return &Error{
		Status: http.StatusRequestEntityTooLarge,
		Reason: "The form holds too many parts, or too much that is no file. Send at most " + amount.Number(mostParts) + " files at once.",
	}
}

// malformedForm answers for a form that breaks off, or is none.
func malformedForm(err error) *Error {
	e := brokenOff(err)
	if e.Status == http.StatusBadRequest {
		e.Reason = "The form is malformed, or did not arrive whole. Send it again."
	}
	return e
}

func storedBefore(n int) string {
	if n == 0 {
		return ""
	}
	return amount.Count(n, "file was", "files were") + " stored; then this happened: "
}

// wantsPage reports whether a person at a browser waits for the answer.
func wantsPage(r *http.Request) bool {
	return strings.Contains(strings.ToLower(strings.Join(r.Header["Accept"], ",")), "text/html")
}

// backToFolder sends a browser to the page of the folder, which says how many
// files have arrived.
func backToFolder(w http.ResponseWriter, r *http.Request, arrived int) {
	path := rawPath(r) // which aim has found to be harmless
	if !strings.HasSuffix(path, "/") {
		path += "/"
	}
	if decoded, err := url.PathUnescape(path); err == nil {
		path = (&url.URL{Path: decoded}).EscapedPath()
	}
	h := w.Header()
	h["Location"] = []string{path + "?arrived=" + strconv.Itoa(arrived)}
	h["Cache-Control"] = []string{"no-store"}
	h["Content-Length"] = []string{"0"}
	w.WriteHeader(http.StatusSeeOther)
}
