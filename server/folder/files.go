// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path"
	"strings"

	"porchlight/server/coding"
)

// Files are what a Folder lends, by name: for a protocol that browses a
// folder and, where it may, changes it. Each name goes through parseName and
// the one root, as that of a download does, and what is not lent to a download
// does not exist here either: hidden names, what is reserved, types that are
// not served. A link that stays inside the root may be read, is never listed
// and never written through.
//
// Names are decoded, with or without the slash of the root. Errors are those
// of package os, and match fs.ErrNotExist or fs.ErrPermission when the name is
// refused; Fault makes an answer of them. Files is safe for concurrent use.
type Files struct {
	folder *Folder
	write  bool
}

// Files returns the files of the folder; without write they are only read. With
// it, what interrupted drafts have left is removed, where the Folder itself takes
// no files and so has not done that.
func (f *Folder) Files(write bool) *Files {
	if write && f.take == nil {
		newTake(f, Options{Take: &TakeOptions{}}).sweep()
	}
	return &Files{folder: f, write: write}
}

// Name judges a path as it stands in a target, escapes and all, and returns
// the name and whether a slash says that it is a folder's. The name of the
// root is "".
func (s *Files) Name(raw string) (name string, isFolder bool, refused *Error) {
	n, refused := parseName(raw)
	switch {
	case refused != nil:
		return "", false, refused
	case s.folder.writeOnly:
		return "", false, forbidden(nil)
	case s.absent(n):
		return "", false, notFound(nil)
	case n.path == ".":
		return "", true, nil
	}
	return n.path, n.folder, nil
}

func (s *Files) absent(n name) bool {
	return n.absent || s.folder.reserved != "" && n.below(s.folder.reserved)
}

// Serve answers a GET or HEAD for the file at a path as it stands in a target.
func (s *Files) Serve(w http.ResponseWriter, r *http.Request, raw string) *Error {
	if _, _, refused := s.Name(raw); refused != nil {
		return refused
	}
	n, kept, _ := s.folder.find(raw)
	return s.folder.serveFile(w, r, n, kept)
}

// Stat tells of a file or a folder.
func (s *Files) Stat(name string) (fs.FileInfo, error) {
	n, err := s.find("stat", name)
	if err != nil {
		return nil, err
	}
	info, err := s.folder.root.Stat(n)
	if err != nil {
		return nil, s.told("stat", name, err)
	}
	return info, s.lent("stat", name, info)
}

// Open opens a file or a folder for reading. It never waits.
func (s *Files) Open(name string) (*os.File, error) {
	n, err := s.find("open", name)
	if err != nil {
		return nil, err
	}
	file, err := s.folder.root.OpenFile(n, openFlags, 0)
	if err != nil {
		return nil, s.told("open", name, err)
	}
	info, err := file.Stat()
	if err == nil {
		err = s.lent("open", name, info)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// listBatch is how many names of a folder are read at a time.
const listBatch = 256

// List tells of what lies in a folder, in the order of the disk: at most limit
// files and folders. more reports that there are others.
func (s *Files) List(name string, limit int) (list []fs.FileInfo, more bool, err error) {
	dir, err := s.Open(name)
	if err != nil {
		return nil, false, err
	}
	defer dir.Close()
	for {
		batch, err := dir.ReadDir(listBatch)
		for _, d := range batch {
			info, ok := s.listed(name, d)
			switch {
			case ok && len(list) == limit:
				return list, true, nil
			case ok:
				list = append(list, info)
			}
		}
		if err == io.EOF {
			return list, false, nil
		}
		if err != nil {
			return list, false, s.told("list", name, err)
		}
	}
}

// listed reports whether an entry of a folder is lent: no link, no device, and
// no name that parseName refuses or hides.
func (s *Files) listed(dir string, d fs.DirEntry) (fs.FileInfo, bool) {
	name := path.Join(dir, d.Name())
	if _, err := s.find("list", name); err != nil {
		return nil, false
	}
	info, err := d.Info() // fails when it has gone meanwhile
	return info, err == nil && s.lent("list", name, info) == nil
}

// Tag returns the entity tag that a download of the file is sent with, as long
// as no content coding is asked for.
func (s *Files) Tag(info fs.FileInfo) string {
	return entityTag(coding.Identity, stampOf(info))
}

// Type returns the media type that a download of the file is sent with.
func (s *Files) Type(name string) string {
	kind, _ := s.folder.types.of(name)
	return kind.name
}

// Fault makes an answer of an error of Files.
func (s *Files) Fault(err error) *Error {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return forbidden(err)
	case errors.Is(err, fs.ErrNotExist):
		return notFound(err)
	}
	if statusOf(err) == http.StatusInsufficientStorage {
		return &Error{
			Status: http.StatusInsufficientStorage,
			Reason: "The disk is full. Nothing was stored; make room and send it again.",
			Err:    err,
		}
	}
	return s.folder.fault(err)
}

// find returns the path of a name for the root.
func (s *Files) find(op, name string) (string, error) {
	raw := "/" + strings.ReplaceAll(strings.TrimPrefix(name, "/"), "%", "%25")
	n, refused := parseName(raw)
	switch {
	case refused != nil || s.folder.writeOnly:
		return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrPermission}
	case s.absent(n):
		return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return n.path, nil
}

// lent refuses what is neither a folder nor a regular file of a type that is
// served.
func (s *Files) lent(op, name string, info fs.FileInfo) error {
	_, served := s.folder.types.of(name)
	switch {
	case info.IsDir():
		return nil
	case !info.Mode().IsRegular():
		return &fs.PathError{Op: op, Path: name, Err: fs.ErrPermission}
	case !served:
		return &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return nil
}

// told brings what different systems say of a missing file, or of a path that
// leaves the root, to the two errors that callers ask for.
func (s *Files) told(op, name string, err error) error {
	switch {
	case err == nil || errors.Is(err, fs.ErrExist):
		return err
	case errors.Is(err, s.folder.escapes):
		return &fs.PathError{Op: op, Path: name, Err: fs.ErrPermission}
	case statusOf(err) == http.StatusNotFound:
		return &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return err
}
