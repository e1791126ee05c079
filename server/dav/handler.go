// SPDX-License-Identifier: MIT

package dav

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/net/webdav"

	"porchlight/server/amount"
	"porchlight/server/folder"
)

// Options says where and how a folder is lent.
type Options struct {
	// Prefix is the path under which the handler is mounted, as "/-/dav".
	Prefix string
	// Write lets visitors change the folder; without it they read.
	Write bool
	// Room returns an error when n more bytes would fill the disk too far; n
	// is at least 0. nil is never asked.
	Room func(n int64) error
	// FileLimit is the largest file that is taken, in bytes; 0 is no limit.
	FileLimit int64
	// Spend counts n bytes that have come, or with a negative n that are not
	// kept, and returns an error when they are too many. nil is never asked.
	Spend func(n int64) error
	// Stored hears of each file that a visitor has put, before the answer says
	// so: its path from the root, with a slash, and its size in bytes. It hears
	// of no empty one, which is how a file manager begins. nil tells nobody.
	Stored func(r *http.Request, path string, size int64)
	// Log hears at Warn of what went wrong on our side, at Debug of all that
	// x/net/webdav refuses. nil logs nothing.
	Log *slog.Logger
}

// handler judges a request and hands it on.
type handler struct {
	options Options
	files   *folder.Files
	log     *slog.Logger
	dav     webdav.Handler
}

// New returns what lends f as WebDAV. Sign-in is the caller's.
func New(f *folder.Folder, o Options) http.Handler {
	o.Prefix = strings.TrimSuffix(o.Prefix, "/")
	h := &handler{options: o, files: f.Files(o.Write), log: o.Log}
	if h.log == nil {
		h.log = slog.New(slog.DiscardHandler)
	}
	h.dav = webdav.Handler{
		Prefix:     o.Prefix,
		FileSystem: &fileSystem{files: h.files, admit: h.admit, spend: h.spend, log: h.log},
		LockSystem: newLocks(),
		Logger:     h.debug,
	}
	return h
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if refused := h.serve(w, r); refused != nil {
		if refused.Status >= http.StatusInternalServerError {
			h.log.Warn("webdav", slog.String("method", r.Method), slog.String("target", r.URL.Path), slog.Any("err", refused))
		}
		refuse(w, refused)
	}
}

// A file manager asks OPTIONS what it may do. Class 2 is locks, without which
// the macOS Finder mounts a folder read-only, as it then is.
const (
	readMethods  = "GET, HEAD, OPTIONS, PROPFIND"
	writeMethods = readMethods + ", COPY, DELETE, LOCK, MKCOL, MOVE, PROPPATCH, PUT, UNLOCK"
)

// writes tells the methods that change something.
var writes = map[string]bool{
	"COPY": true, "DELETE": true, "LOCK": true, "MKCOL": true,
	"MOVE": true, "PROPPATCH": true, "PUT": true, "UNLOCK": true,
}

func (h *handler) serve(w http.ResponseWriter, r *http.Request) *folder.Error {
	write := writes[r.Method]
	if write && !h.options.Write {
		return &folder.Error{
			Status: http.StatusForbidden, Reason: "This folder is lent for reading only.", Allow: h.methods(),
		}
	}
	raw, name, refused := h.target(r.URL, write)
	if refused != nil {
		return refused
	}
	switch r.Method {
	case http.MethodOptions:
		return h.serveOptions(w)
	case http.MethodGet, http.MethodHead:
		return h.serveGet(w, r, raw, name)
	case "PROPFIND", "COPY", "DELETE", "LOCK", "MKCOL", "MOVE", "PROPPATCH", "PUT", "UNLOCK":
		return h.hand(w, r, name)
	}
	return h.methodRefused()
}

func (h *handler) methods() string {
	if h.options.Write {
		return writeMethods
	}
	return readMethods
}

func (h *handler) methodRefused() *folder.Error {
	return &folder.Error{
		Status: http.StatusMethodNotAllowed,
		Reason: "This address takes " + h.methods() + " only.",
		Allow:  h.methods(),
	}
}

// target takes the prefix off a URL and judges the rest. The name ends in a
// slash if the target does. What is hidden is missing for those who read, and
// refused to those who write.
func (h *handler) target(u *url.URL, write bool) (raw, name string, refused *folder.Error) {
	raw, ok := strings.CutPrefix(u.EscapedPath(), h.options.Prefix)
	if raw == "" {
		raw = "/"
	}
	if !ok || raw[0] != '/' {
		return "", "", &folder.Error{Status: http.StatusNotFound, Reason: "There is no such file here. Check the address."}
	}
	name, isFolder, refused := h.files.Name(raw)
	switch {
	case refused != nil && write && refused.Status == http.StatusNotFound:
		return "", "", &folder.Error{Status: http.StatusForbidden, Reason: "Files of this name are not taken here."}
	case refused != nil:
		return "", "", refused
	case isFolder && name != "":
		name += "/"
	}
	return raw, "/" + name, nil
}

// serveOptions answers what a file manager asks first (RFC 4918 §10.1).
// MS-Author-Via keeps Windows from trying FrontPage.
func (h *handler) serveOptions(w http.ResponseWriter) *folder.Error {
	header := w.Header()
	header.Set("Allow", h.methods())
	header.Set("DAV", "1")
	if h.options.Write {
		header.Set("DAV", "1, 2")
	}
	header.Set("MS-Author-Via", "DAV")
	header.Set("Content-Length", "0")
	w.WriteHeader(http.StatusOK)
	return nil
}

func (h *handler) serveGet(w http.ResponseWriter, r *http.Request, raw, name string) *folder.Error {
	if info, err := h.files.Stat(name); err == nil && info.IsDir() {
		return h.methodRefused()
	}
	return h.files.Serve(w, r, raw)
}

// hand gives a request to x/net/webdav once it is found within the limits. The
// path that it sees is the one that was judged.
func (h *handler) hand(w http.ResponseWriter, r *http.Request, name string) *folder.Error {
	j := &job{stored: func(int64) {}}
	if r.Method == http.MethodPut && h.options.Stored != nil {
		j.stored = func(size int64) { h.options.Stored(r, name, size) }
	}
	r = r.WithContext(withJob(r.Context(), j))
	r.Header = r.Header.Clone()
	u := *r.URL
	u.Path, u.RawPath = h.options.Prefix+name, ""
	r.URL = &u
	if refused := h.limit(w, r, name); refused != nil {
		return refused
	}
	h.dav.ServeHTTP(&answer{ResponseWriter: w, job: j, files: h.files, warn: h.warn(r)}, r)
	return nil
}

func (h *handler) warn(r *http.Request) func(*folder.Error) {
	return func(e *folder.Error) {
		h.log.Warn("webdav", slog.String("method", r.Method), slog.String("target", r.URL.Path), slog.Any("err", e))
	}
}

func (h *handler) debug(r *http.Request, err error) {
	if err != nil {
		h.log.Debug("webdav", slog.String("method", r.Method), slog.String("target", r.URL.Path), slog.Any("err", err))
	}
}

// admit judges a file that is to have at least size bytes, of which n are still
// to come.
func (h *handler) admit(size, n int64) *folder.Error {
	if limit := h.options.FileLimit; limit > 0 && size > limit {
		return &folder.Error{
			Status: http.StatusRequestEntityTooLarge,
			Reason: "The file is larger than the " + amount.Bytes(limit) + " that is taken here. Nothing was stored.",
		}
	}
	return h.room(n)
}

func (h *handler) spend(n int64) *folder.Error {
	if h.options.Spend == nil {
		return nil
	}
	if err := h.options.Spend(n); err != nil {
		return &folder.Error{
			Status: http.StatusInsufficientStorage,
			Reason: "This share has taken as much as it may. Nothing was stored.",
			Err:    err,
		}
	}
	return nil
}

func (h *handler) room(n int64) *folder.Error {
	if h.options.Room == nil {
		return nil
	}
	if err := h.options.Room(n); err != nil {
		return &folder.Error{
			Status: http.StatusInsufficientStorage,
			Reason: "The disk has too little room left. Nothing was stored.",
			Err:    err,
		}
	}
	return nil
}
