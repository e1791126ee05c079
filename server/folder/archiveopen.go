// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// openUnlinked opens a regular file that lies in dir itself. A link is not
// followed, and not though it takes the file's place while we look.
func openUnlinked(dir *os.Root, s string) (*opened, error) {
	before, err := dir.Lstat(s)
	switch {
	case err != nil:
		return nil, err
	case before.Mode()&fs.ModeSymlink != 0:
		return nil, errLink
	case !before.Mode().IsRegular():
		return nil, errSpecial
	}
	file, err := dir.OpenFile(s, openFlags, 0)
	if err != nil {
		return nil, err
	}
	after, err := file.Stat()
	if err == nil && !os.SameFile(before, after) {
		err = errChanged
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &opened{file: file, stamp: stampOf(after)}, nil
}

// openBelow opens a folder for paths below it. look is Lstat where a link is
// not to be followed, else Stat. What is no folder is not opened: a FIFO would
// wait for a writer.
func openBelow(dir *os.Root, path string, look func(string) (fs.FileInfo, error)) (*os.Root, error) {
	before, err := look(path)
	if err != nil {
		return nil, err
	}
	if !before.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: path, Err: syscall.ENOTDIR}
	}
	below, err := dir.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	after, err := below.Stat(".")
	if err == nil && !os.SameFile(before, after) {
		err = errChanged
	}
	if err != nil {
		return nil, errors.Join(err, below.Close())
	}
	return below, nil
}

// descent follows a plan through its folders, and keeps those open that it
// is in. No link is followed that has come into their place since the walk.
type descent struct {
	dir  *os.Root // where it begins; not closed
	path string   // of the innermost folder, with a "/" at its end; "" is dir
	open []*os.Root
}

// folderOf returns the folder that a path is in, and the last segment.
func (d *descent) folderOf(path string) (*os.Root, string, error) {
	cut := strings.LastIndexByte(path, '/') + 1
	for !strings.HasPrefix(path[:cut], d.path) {
		d.leave()
	}
	for _, s := range strings.SplitAfter(path[len(d.path):cut], "/") {
		if s == "" {
			break
		}
		below, err := openBelow(d.innermost(), strings.TrimSuffix(s, "/"), d.innermost().Lstat)
		if err != nil {
			return nil, "", err
		}
		d.open = append(d.open, below)
		d.path += s
	}
	return d.innermost(), path[cut:], nil
}

func (d *descent) innermost() *os.Root {
	if len(d.open) == 0 {
		return d.dir
	}
	return d.open[len(d.open)-1]
}

func (d *descent) leave() {
	last := len(d.open) - 1
	_ = d.open[last].Close() // read only: nothing to lose
	d.open = d.open[:last]
	d.path = d.path[:strings.LastIndexByte(d.path[:len(d.path)-1], '/')+1]
}

func (d *descent) close() {
	for len(d.open) > 0 {
		d.leave()
	}
}
