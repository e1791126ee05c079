// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"io/fs"
)

// Mkdir makes a folder, which is its owner's alone.
func (s *Files) Mkdir(name string) error {
	n, err := s.change("mkdir", name)
	if err != nil {
		return err
	}
	return s.told("mkdir", name, s.folder.root.Mkdir(n, 0o700))
}

// Rename gives a file or a folder another name, in the place of a file that
// has it.
func (s *Files) Rename(from, to string) error {
	o, err := s.change("rename", from)
	if err != nil {
		return err
	}
	n, err := s.change("rename", to)
	if err != nil {
		return err
	}
	if err := s.replaceable("rename", to, n); err != nil {
		return err
	}
	return s.told("rename", from, s.folder.rename(o, n))
}

// RemoveAll removes a file, or a folder with all that is in it. Of a link it
// removes the link.
func (s *Files) RemoveAll(name string) error {
	n, err := s.change("remove", name)
	if err != nil {
		return err
	}
	s.folder.letGo()
	err = s.folder.root.RemoveAll(n)
	s.folder.ready.forget(n)
	return s.told("remove", name, err)
}

// rename gives a path another name.
func (f *Folder) rename(from, to string) error {
	f.letGo()
	err := f.root.Rename(from, to)
	f.ready.forget(from)
	f.ready.forget(to)
	return err
}

// letGo closes what is kept open, before a name comes to stand for something else.
// Windows moves no folder in which a file is open.
func (f *Folder) letGo() {
	f.openFiles.sweep()
	f.openFolders.sweep()
}

// change returns the path of a name that may be given or taken away: not that
// of the root, and none that goes through a link, because what is changed
// there stands elsewhere. A link that is put in the way after this look leads
// no further than the root.
func (s *Files) change(op, name string) (string, error) {
	n, err := s.find(op, name)
	switch {
	case !s.write || n == "." || errors.Is(err, fs.ErrNotExist): // nor can a name be made that would be hidden at once
		return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrPermission}
	case err != nil:
		return "", err
	}
	for i := range len(n) {
		if n[i] != '/' {
			continue
		}
		info, err := s.folder.root.Lstat(n[:i])
		switch {
		case err != nil:
			return "", s.told(op, name, err)
		case info.Mode().IsRegular(): // nothing lies below a file
			return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
		case !info.IsDir():
			return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrPermission}
		}
	}
	return n, nil
}

// replaceable refuses a new name that is held by a link or a device, and one
// of a type that is not served.
func (s *Files) replaceable(op, name, path string) error {
	info, err := s.folder.root.Lstat(path)
	switch {
	case err == nil:
		if s.lent(op, name, info) != nil {
			return &fs.PathError{Op: op, Path: name, Err: fs.ErrPermission}
		}
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return nil
	}
	return s.told(op, name, err)
}
