// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// opened is a file or a folder that was opened and then looked at, in this
// order: what a path led to before is of no account.
type opened struct {
	file   *os.File
	since  int64 // when its path led to it, ns since 1970
	folder bool
	stamp  stamp
}

// open opens what may be lent: a regular file, or a folder. It never waits,
// and never leaves the root, whatever links there are.
func (f *Folder) open(path string) (*opened, *Error) {
	file, since, err := lookUp(&f.openFolders, path, openFile)
	if err != nil {
		return nil, f.fault(err)
	}
	o := &opened{file: file, since: since}
	switch err := o.look(); {
	case errors.Is(err, errSpecial):
		_ = file.Close() // read only: nothing to lose
		return nil, forbidden(err)
	case err != nil:
		return nil, f.fault(errors.Join(err, file.Close()))
	}
	return o, nil
}

func openFile(dir *os.Root, path string) (*os.File, error) { return dir.OpenFile(path, openFlags, 0) }

// look notes what the open descriptor is of.
func (o *opened) look() error {
	info, err := o.file.Stat()
	if err != nil {
		return err
	}
	if !info.IsDir() && !info.Mode().IsRegular() {
		return &fs.PathError{Op: "open", Path: o.file.Name(), Err: errSpecial}
	}
	o.folder, o.stamp = info.IsDir(), stampOf(info)
	return nil
}

// same reports whether what is open is what it was when it was opened: not written
// to, renamed, replaced or removed, nor under other permissions.
func (o *opened) same() bool {
	info, err := o.file.Stat()
	return err == nil && stampOf(info) == o.stamp
}

// errSpecial is the cause for a FIFO, a socket or a device.
var errSpecial = errors.New("not a regular file")

// isReadFault tells a disk that does not read from a client that has gone.
func isReadFault(err error) bool {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return !errors.Is(pe, fs.ErrClosed)
	}
	return errors.Is(err, syscall.EIO)
}
