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
	began    func(*http.Request) time.Time

	ready       *ready
	openFiles   openFiles
	openFolders openFolders
	coders      coders
	upload      *upload // nil: uploads are off

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

func newFolder(dir *os.Root, o Options) *Folder {
	o = o.filled()
	f := &Folder{
		root:        dir,
		writeOnly:   o.WriteOnly,
		listing:     o.Listing,
		inline:      o.Inline,
		rare:        o.Listing || o.Inline,
		page:        pageOptions{Title: o.Title, Writable: o.Take != nil, Zip: o.Zip, Thumbnails: o.Thumbs != nil},
		types:       newTypeList(o.Types),
		index:       o.Index,
		reserved:    o.Reserved,
		shared:      sharedFields(o),
		fail:        o.Fail,
		log:         o.Log,
		id:          o.ID,
		now:         o.Now,
		began:       o.Began,
		ready:       newReady(o.Memory),
		openFiles:   openFiles{byPath: map[string][]*download{}},
		openFolders: openFolders{root: dir, now: o.Now, byPath: map[string]*openFolder{}},
		zip:         o.Zip,
		thumbs:      o.Thumbs,
		free:        freeSpace,
		spent:       o.Spent,
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
	f.openFiles.close()
	f.openFolders.close()
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
	n, kept, refused := f.find(target)
	if refused != nil {
		return refused
	}
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
	return f.serveFile(w, r, n, kept)
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
