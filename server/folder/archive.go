// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
)

const (
	zipMethods = "GET, HEAD, OPTIONS, POST"
	// largestChoice is the longest form of chosen names, in bytes.
	largestChoice = 1 << 20
)

// serveZip answers for a folder as a zip archive: GET for all that it lends,
// POST for the entries that a form names, HEAD for the length alone.
//
//	plan (walk, nothing is read) ─▶ exact length ─▶ fields ─▶ stream
//
// A file that cannot be read is left out and told of in a last entry, and so
// is a link. A file that grows later is cut at the length it was planned with.
// One that shrinks, goes or is replaced later ends the connection: its bytes are
// announced, and made-up ones would pass for the file.
func (f *Folder) serveZip(w http.ResponseWriter, r *http.Request, n name) *Error {
	if f.writeOnly {
		return fetchRefused()
	}
	var chosen []string
	switch r.Method {
	case http.MethodOptions:
		return allow(w, zipMethods)
	case http.MethodPost:
		var refused *Error
		if chosen, refused = chosenNames(w, r); refused != nil {
			return refused
		}
	case http.MethodGet, http.MethodHead:
	default:
		return methodRefused(zipMethods)
	}
	if n.absent {
		return notFound(nil)
	}
	p, refused := f.planArchive(r.Context(), n, chosen)
	if refused != nil {
		return refused
	}
	defer p.close()
	h := w.Header()
	h["Content-Type"] = []string{"application/zip"}
	h["Content-Length"] = []string{strconv.FormatInt(p.size(), 10)}
	h["Content-Disposition"] = []string{disposition(f.titleOf(n) + ".zip")}
	h["Cache-Control"] = []string{"no-store"}
	h["X-Content-Type-Options"] = []string{"nosniff"}
	h["Cross-Origin-Resource-Policy"] = []string{"same-origin"}
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		at, sent, err := p.send(w)
		f.cutUnlessWhole(r, &representation{path: path.Join(n.path, at)}, sent, err)
	}
	return nil
}

// titleOf returns the name of a folder as a person knows it.
func (f *Folder) titleOf(n name) string {
	if n.path != "." {
		return path.Base(n.path)
	}
	root, err := filepath.Abs(f.root.Name())
	if title := filepath.Base(root); err == nil && lendableName(title) {
		return title
	}
	return "files"
}

// chosenNames reads the fields called name of a form
// (application/x-www-form-urlencoded). Each is the name of one entry of the
// folder, judged as in a target.
func chosenNames(w http.ResponseWriter, r *http.Request) ([]string, *Error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, &Error{
			Status: http.StatusUnsupportedMediaType,
			Reason: "Chosen files are taken as a form, application/x-www-form-urlencoded.",
		}
	}
	form, err := io.ReadAll(http.MaxBytesReader(w, r.Body, largestChoice))
	if err != nil {
		return nil, choiceFault(err)
	}
	values, err := url.ParseQuery(string(form))
	if err != nil {
		return nil, malformedChoice()
	}
	names := values["name"]
	if len(names) == 0 {
		return nil, malformedChoice()
	}
	for _, s := range names {
		if n, refused := parseName("/" + url.PathEscape(s)); refused != nil {
			return nil, refused
		} else if n.folder {
			return nil, refusedName()
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

func malformedChoice() *Error {
	return &Error{
		Status: http.StatusBadRequest,
		Reason: "No files are chosen. Choose some of the folder and try again.",
	}
}

// choiceFault says why a form could not be read.
func choiceFault(err error) *Error {
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return &Error{
			Status: http.StatusRequestEntityTooLarge,
			Reason: "Too many files are chosen. Choose fewer, or load the whole folder.",
		}
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return &Error{Status: http.StatusRequestTimeout, Reason: "The choice stopped coming. Send it again."}
	}
	return &Error{Status: http.StatusBadRequest, Reason: "The choice did not arrive whole. Send it again."}
}
