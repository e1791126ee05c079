// SPDX-License-Identifier: MIT

package folder

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
)

// find returns the name that a target spells, and what is kept ready of it, nil if
// nothing is. A target that spells the address of an entry was found good when that
// was made.
func (f *Folder) find(target string) (n name, kept *entry, refused *Error) {
	plain := strings.IndexByte(target, '%') < 0
	if plain {
		if e := f.ready.get(target); e != nil {
			return e.name, e, nil
		}
	}
	n, refused = parseName(target)
	n.absent = n.absent || n.rare && !f.rare
	if !plain && refused == nil && !n.absent {
		kept = f.ready.get(n.address())
	}
	return n, kept, refused
}

// AtHand reports whether the answer to a request is kept ready, in the form that
// the client would get: to send it takes neither the disk nor a compressor.
func (f *Folder) AtHand(r *http.Request) bool {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead, f.writeOnly,
		f.thumbs != nil && asks(r, "thumb"), f.zip && asks(r, "zip"):
		return false
	}
	e := f.ready.get(rawPath(r))
	return e != nil && e.steady && e.believed(f.began(r).UnixNano()) && e.hasForm(r.Header["Accept-Encoding"])
}

// serveFile answers a request for a file or for the index of a folder, from
// memory if it can.
func (f *Folder) serveFile(w http.ResponseWriter, r *http.Request, n name, kept *entry) *Error {
	if kept != nil {
		if f.fresh(kept, r) {
			return f.answer(w, r, kept)
		}
		f.ready.drop(kept)
	}
	if n.folder && f.index == "" {
		return f.serveBare(w, r, n)
	}
	kind, served := f.kindOf(f.pathOf(n))
	switch {
	case !served:
		return f.refuseType(w, r, n)
	case n.absent:
		return notFound(nil)
	}
	return f.serveFromDisk(w, r, n, kind)
}

// serveBare answers for a folder that has no index.
func (f *Folder) serveBare(w http.ResponseWriter, r *http.Request, n name) *Error {
	if !f.listing || n.absent {
		return notFound(nil)
	}
	return f.serveListing(w, r, n)
}

// refuseType answers for a name of a type that is not served: 415, whether or
// not there is such a file. A name without an extension may be a folder's, or
// nobody's: then it is missing. A folder has no type, whatever its name.
func (f *Folder) refuseType(w http.ResponseWriter, r *http.Request, n name) *Error {
	untyped := !n.folder && extension(n.path) == ""
	if n.absent && untyped {
		return notFound(nil)
	}
	if !n.folder && !n.absent {
		info, err := f.root.Stat(n.path)
		switch {
		case err == nil && info.IsDir():
			return f.redirect(w, r, n)
		case untyped && err != nil:
			return f.fault(err)
		}
	}
	return &Error{
		Status: http.StatusUnsupportedMediaType,
		Reason: "Files of this type are not served here.",
	}
}

// serveFromDisk opens the file, unless it is still open, and keeps it ready when
// it is small.
func (f *Folder) serveFromDisk(w http.ResponseWriter, r *http.Request, n name, kind mediaType) *Error {
	path := f.pathOf(n)
	if d := f.openFiles.take(path, f.now().UnixNano()); d != nil {
		return f.serveDownload(w, r, d)
	}
	file, refused := f.open(path)
	if refused != nil {
		if n.folder && refused.Status == http.StatusNotFound {
			return f.serveBare(w, r, n)
		}
		return refused
	}
	var e *entry
	if !file.folder {
		if e = f.load(n, kind, file); e == nil {
			return f.serveDownload(w, r, f.newDownload(path, kind, file))
		}
	}
	_ = file.file.Close() // read only: nothing to lose
	switch {
	case e != nil:
		return f.answer(w, r, e)
	case n.folder:
		return f.serveBare(w, r, n)
	}
	return f.redirect(w, r, n)
}

// pathOf returns the path of the file that answers to a name.
func (f *Folder) pathOf(n name) string {
	switch {
	case !n.folder:
		return n.path
	case n.path == ".":
		return f.index
	}
	return n.path + "/" + f.index
}

// redirect sends the client to the folder's own address, with the slash that
// makes the links in it work. The Location is a path whose second byte is
// never a slash, so that it leads nowhere else.
func (f *Folder) redirect(w http.ResponseWriter, r *http.Request, n name) *Error {
	query := rawQuery(r)
	if strings.ContainsFunc(query, notInURL) {
		return malformedName()
	}
	location := url.URL{Path: "/" + n.path + "/"}
	h := w.Header()
	maps.Copy(h, f.shared)
	h["Location"] = []string{location.EscapedPath() + query}
	h["Content-Length"] = []string{"0"}
	w.WriteHeader(http.StatusMovedPermanently)
	return nil
}

// notInURL tells what would end a field, or has no place in a URL.
func notInURL(c rune) bool { return c <= ' ' || c >= 0x7f }
