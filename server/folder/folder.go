// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"porchlight/server/thumb"
)

// Options says what a Folder lends and how.
type Options struct {
	// Types are the extensions that are served: lower case, without a dot;
	// "*" is every type. Anything else is answered with 415.
	Types []string
	// Index is the file that answers for its folder, "" for none.
	Index string
	// Reserved is a first segment that is the caller's own: no file answers
	// to a name under it. "" for none.
	Reserved string
	// CacheControl is sent with every file, "" for none.
	CacheControl string
	// Listing answers for a folder without an index by what is in it.
	Listing bool
	// Inline shows pictures, sound, video, PDF and texts in place of saving
	// them, and what may run script in a sandbox.
	Inline bool
	// Title is what the listing calls the share.
	Title string
	// WriteOnly lends no file: all that can be done is to send one. With Take,
	// a page at the root is where.
	WriteOnly bool
	// Uploads opens POST /upload.
	Uploads bool
	// UploadLimit is the largest upload in bytes. Needed with Uploads.
	UploadLimit int64
	// Zip sends a folder, or what is chosen of it, as a zip archive.
	Zip bool
	// Thumbs makes the thumbnails of pictures; nil is for none. The caller
	// closes it, after all folders that use it.
	Thumbs *thumb.Maker
	// Take, when it is there, opens PUT and forms for files of any kind.
	Take *TakeOptions
	// Spent counts what is taken on from an earlier Folder; nil begins anew.
	Spent *Spent
	// Stored hears of each upload that is on the disk: its path from the root,
	// as in the answer, and its size in bytes. nil tells nobody.
	Stored func(r *http.Request, path string, size int64)
	// Memory is the most that is kept ready, in bytes; 0 keeps nothing.
	Memory int64
	// Fail writes an error answer. Needed.
	Fail func(http.ResponseWriter, *http.Request, *Error)
	// Log hears of what no answer can tell any more: Warn for a file that
	// changed while it was sent, Error for our own faults. An Error that
	// reaches Fail is not logged here. nil logs nothing.
	Log *slog.Logger
	// ID returns the id by which Log is to name a request; nil is none.
	ID func(*http.Request) string
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// Folder serves the files below one root. It is safe for concurrent use.
type Folder struct {
	root    *os.Root
	escapes error // what os.Root says of a path that leaves it; os does not export it

	writeOnly bool
	listing   bool
	inline    bool
	rare      bool // lends names that some system does not store
	page      pageOptions

	types    typeList
	index    string
	reserved string
	shared   http.Header // fields that every file is sent with
	fail     func(http.ResponseWriter, *http.Request, *Error)
	log      *slog.Logger
	id       func(*http.Request) string
	now      func() time.Time

	ready     *ready
	described described
	coders    coders
	upload    *upload // nil: uploads are off

	thumbs  *thumb.Maker // nil: no thumbnails
	zip     bool
	zipCost atomic.Int64 // bytes that the plans of running archives hold
	take    *take        // nil: no file is taken
	spent   *Spent

	free func(root *os.Root) (int64, error) // bytes of its disk; tests replace it
}

// Open opens the folder at root for serving and removes what interrupted
// uploads have left there. The error says in one line why a root will not do:
// it is missing, not a folder, or not to be read.
func Open(root string, o Options) (*Folder, error) {
	if err := o.check(); err != nil {
		return nil, fmt.Errorf("open folder %q: %w", root, err)
	}
	dir, err := openRoot(root)
	if err != nil {
		return nil, fmt.Errorf("open folder %q: %w", root, cause(err))
	}
	f := newFolder(dir, o)
	if f.upload != nil {
		if err := f.upload.store.sweep(); err != nil {
			f.log.Warn("sweep uploads", slog.Any("err", err))
		}
	}
	if f.take != nil {
		f.take.sweep()
	}
	return f, nil
}

func (o Options) check() error {
	switch {
	case o.Fail == nil:
		return errors.New("no Fail given")
	case o.Uploads && o.UploadLimit <= 0:
		return fmt.Errorf("upload limit %d is not positive", o.UploadLimit)
	case o.Take != nil:
		return o.Take.check()
	}
	return nil
}

func newFolder(dir *os.Root, o Options) *Folder {
	f := &Folder{
		root:      dir,
		writeOnly: o.WriteOnly,
		listing:   o.Listing,
		inline:    o.Inline,
		rare:      o.Listing || o.Inline,
		page:      pageOptions{Title: o.Title, Writable: o.Take != nil, Zip: o.Zip, Thumbnails: o.Thumbs != nil},
		types:     newTypeList(o.Types),
		index:     o.Index,
		reserved:  o.Reserved,
		shared:    sharedFields(o),
		fail:      o.Fail,
		log:       o.Log,
		id:        o.ID,
		now:       o.Now,
		ready:     newReady(o.Memory),
		described: described{byPath: map[string]*representation{}},
		zip:       o.Zip,
		thumbs:    o.Thumbs,
		free:      freeSpace,
		spent:     o.Spent,
	}
	if f.spent == nil {
		f.spent = &Spent{}
	}
	if f.log == nil {
		f.log = slog.New(slog.DiscardHandler)
	}
	if f.id == nil {
		f.id = func(*http.Request) string { return "" }
	}
	if f.now == nil {
		f.now = time.Now
	}
	_, err := dir.Lstat("..")
	f.escapes = cause(err)
	if o.Uploads {
		f.upload = &upload{limit: o.UploadLimit, stored: o.Stored, store: store{root: dir, now: f.now, write: writeSynced}}
	}
	if o.Take != nil {
		f.take = newTake(f, o)
	}
	return f
}

// openRoot opens a folder that can be both listed and entered.
func openRoot(path string) (*os.Root, error) {
	dir, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	if _, err := dir.Stat("."); err != nil {
		return nil, errors.Join(err, dir.Close())
	}
	return dir, nil
}

// cause takes the operation and the path off a file system error, for
// messages that name the path already.
func cause(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}

// Close lets go of the root. Requests must have ended before.
func (f *Folder) Close() error {
	return f.root.Close()
}

// ServeHTTP answers GET, HEAD and OPTIONS for files, POST /upload, and where
// files are taken PUT and POST.
func (f *Folder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.tell(w, r, f.serve(w, r))
}

// tell hands on an answer that is not the one hoped for.
func (f *Folder) tell(w http.ResponseWriter, r *http.Request, e *Error) {
	if e == nil {
		return
	}
	if e.Allow != "" {
		w.Header()["Allow"] = []string{e.Allow}
	}
	f.fail(w, r, e)
}

func (f *Folder) serve(w http.ResponseWriter, r *http.Request) *Error {
	target := rawPath(r)
	if target == "*" && r.Method == http.MethodOptions {
		return allow(w, f.allMethods())
	}
	if f.takes(r, target) {
		return f.take.serve(w, r)
	}
	n, refused := parseName(target)
	if refused != nil {
		return refused
	}
	n.absent = n.absent || n.rare && !f.rare
	if f.reserved != "" && n.below(f.reserved) {
		return notFound(nil)
	}
	if f.upload != nil && n.is("upload") {
		return f.serveUpload(w, r)
	}
	switch {
	case f.zip && n.folder && asks(r, "zip"):
		return f.serveZip(w, r, n)
	case r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodOptions:
		return methodRefused(f.methods())
	case f.writeOnly && f.page.Writable && n.folder && n.path == ".":
		return f.serveInbox(w, r)
	case f.writeOnly:
		return fetchRefused()
	case f.thumbs != nil && !n.folder && asks(r, "thumb"):
		return f.serveThumbnail(w, r, n)
	}
	return f.serveFile(w, r, n)
}

const (
	fileMethods   = "GET, HEAD, OPTIONS"
	uploadMethods = "OPTIONS, POST"
)

// takes reports whether a request is about a file that comes. The address of
// the JSON uploads stays theirs.
func (f *Folder) takes(r *http.Request, target string) bool {
	switch r.Method {
	case http.MethodPost:
		return f.take != nil && (f.upload == nil || target != "/upload") && !(f.zip && asks(r, "zip"))
	case http.MethodPut, http.MethodOptions:
		return f.take != nil && (f.upload == nil || target != "/upload")
	}
	return false
}

func (f *Folder) methods() string {
	if f.take != nil {
		return takeMethods
	}
	return fileMethods
}

func (f *Folder) allMethods() string {
	if f.upload != nil && f.take == nil {
		return fileMethods + ", POST"
	}
	return f.methods()
}

// allow answers OPTIONS (RFC 9110 §9.3.7).
func allow(w http.ResponseWriter, methods string) *Error {
	w.Header()["Allow"] = []string{methods}
	w.WriteHeader(http.StatusNoContent)
	return nil
}
