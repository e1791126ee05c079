// SPDX-License-Identifier: MIT

package folder

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
)

// Draft is a file that is being written, out of sight. Close gives it its
// name, unless something has failed: then what stood there before stands.
type Draft struct {
	files *Files
	file  *os.File
	part  string // where it lies, from the root
	final string
	err   error // why it is not whole
}

// Create begins a file that is new, and then its owner's alone, or is to replace
// the one of its name and then keeps the mode of that.
func (s *Files) Create(name string) (*Draft, error) {
	n, err := s.change("create", name)
	if err != nil {
		return nil, err
	}
	if _, served := s.folder.types.of(n); !served {
		return nil, &fs.PathError{Op: "create", Path: name, Err: fs.ErrPermission}
	}
	if err := s.replaceable("create", name, n); err != nil {
		return nil, err
	}
	mode := fs.FileMode(0o600)
	info, err := s.folder.root.Lstat(n)
	switch {
	case err == nil && info.IsDir():
		return nil, &fs.PathError{Op: "create", Path: name, Err: fs.ErrExist}
	case err == nil:
		mode = info.Mode()
	}
	d, err := s.newDraft(mode.Perm())
	if err != nil {
		return nil, s.told("create", name, err)
	}
	d.final = n
	return d, nil
}

// newDraft makes the part file, and locks it so that no sweep takes it for
// abandoned.
func (s *Files) newDraft(mode fs.FileMode) (*Draft, error) {
	root := s.folder.root
	if err := root.Mkdir(partsName, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	info, err := root.Lstat(partsName)
	switch {
	case err != nil:
		return nil, err
	case !info.IsDir(): // a link would put the parts into view
		return nil, &fs.PathError{Op: "create", Path: partsName, Err: fs.ErrPermission}
	}
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails
	d := &Draft{files: s, part: partsName + "/" + hex.EncodeToString(id) + ".part"}
	d.file, err = root.OpenFile(d.part, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return nil, err
	}
	if err := hold(root, d.file, d.part); err != nil {
		return nil, errors.Join(err, d.file.Close())
	}
	return d, nil
}

// Write adds to the file. After an error the draft is dropped on Close.
func (d *Draft) Write(b []byte) (int, error) {
	n, err := d.file.Write(b)
	d.Fail(err)
	return n, err
}

// ReadFrom adds all that r has. When r ends in an error, the draft is not
// whole and is dropped on Close.
func (d *Draft) ReadFrom(r io.Reader) (int64, error) {
	n, err := io.Copy(d.file, r)
	d.Fail(err)
	return n, err
}

// Fail says that the draft is not whole; nil says nothing.
func (d *Draft) Fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

// Stat tells of the file as far as it is written.
func (d *Draft) Stat() (fs.FileInfo, error) { return d.file.Stat() }

// Close puts the file in its place, or drops it and says why.
func (d *Draft) Close() error {
	root := d.files.folder.root
	if d.err == nil {
		d.err = d.file.Sync()
	}
	if d.err == nil {
		d.err = d.files.folder.rename(d.part, d.final)
	}
	if d.err != nil {
		return errors.Join(d.err, d.file.Close(), ignoreMissing(root.Remove(d.part)))
	}
	_ = d.file.Close() // synced and named: there is nothing left to lose
	return nil
}
