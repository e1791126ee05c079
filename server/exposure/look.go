// SPDX-License-Identifier: MIT

package exposure

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
)

// Bounds of a look, beside its context: enough for a large collection, and a
// second or two on an ordinary disk.
const (
	mostEntries = 200_000
	batch       = 256 // names that are read at once, and looked at before the context is asked again
)

// Look counts what would be lent of a folder. When ctx ends, or when there is
// too much, the Report has what was seen so far, and says More. The error is
// that of a folder that does not open.
func Look(ctx context.Context, dir string) (Report, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Report{}, fmt.Errorf("look through %q: %w", dir, err)
	}
	defer root.Close()
	return walkThrough(ctx, root, mostEntries), nil
}

// walkThrough looks at so many entries below root at most.
func walkThrough(ctx context.Context, root *os.Root, most int) Report {
	w := walk{root: root, left: most, folders: []string{"."}}
	for len(w.folders) > 0 && !w.report.More {
		next := w.folders[0]
		w.folders = w.folders[1:]
		w.folder(ctx, next)
	}
	return w.report
}

// walk is a look under way. It goes by breadth: what lies at the top is seen
// even when the look ends early.
type walk struct {
	root    *os.Root
	folders []string // still to be looked through, as paths from root
	left    int      // entries that may still be looked at
	report  Report
}

// folder looks at the entries of one folder.
func (w *walk) folder(ctx context.Context, name string) {
	at, list, err := open(w.root, name)
	if err != nil {
		w.report.Unreadable++
		return
	}
	defer at.Close()
	defer list.Close()
	for {
		if w.left <= 0 || ctx.Err() != nil {
			w.report.More = true
			return
		}
		entries, err := list.ReadDir(min(batch, w.left))
		w.left -= len(entries)
		for _, entry := range entries {
			w.entry(at, name, entry)
		}
		switch {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			w.report.Unreadable++
			return
		}
	}
}

// open returns a folder below root twice: to look at its entries, each in one
// step however deep it lies, and to list them.
func open(root *os.Root, name string) (at *os.Root, list *os.File, err error) {
	if at, err = root.OpenRoot(name); err != nil {
		return nil, nil, err
	}
	if list, err = at.Open("."); err != nil {
		at.Close()
		return nil, nil, err
	}
	return at, list, nil
}

func (w *walk) entry(at *os.Root, folder string, entry fs.DirEntry) {
	name := path.Join(folder, entry.Name())
	if hidden(name) {
		w.report.Hidden++
		return
	}
	switch kind := entry.Type(); {
	case kind.IsDir():
		w.report.Folders++
		w.folders = append(w.folders, name)
	case kind.IsRegular():
		w.file(at, name)
	case kind&(fs.ModeSymlink|fs.ModeIrregular) != 0: // a junction of Windows is irregular
		w.link(name)
	}
}

// hidden reports whether a path ends in a name that is not lent. One such name
// is (RFC 8615), see parseName of package folder.
func hidden(name string) bool {
	return path.Base(name)[0] == '.' && name != ".well-known"
}

func (w *walk) file(at *os.Root, name string) {
	base := path.Base(name)
	info, err := at.Lstat(base)
	if err != nil || !info.Mode().IsRegular() {
		w.report.Unreadable++
		return
	}
	w.report.Files++
	w.report.Bytes += info.Size()
	read := func() []byte { return head(at, base) }
	if k, found := secretIn(base, info.Size(), read); found {
		w.report.Secrets.add(name, k)
	}
}

// head returns the first bytes of a file, none when it does not open.
func head(at *os.Root, name string) []byte {
	file, err := at.OpenFile(name, openFlags, 0)
	if err != nil {
		return nil
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	content, err := io.ReadAll(io.LimitReader(file, mostSniffed))
	if err != nil {
		return nil
	}
	return content
}

// link judges where a link leads. One that stays inside is lent, and what it
// leads to is counted there: it matters when that is hidden.
func (w *walk) link(name string) {
	_, err := w.root.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrPermission), isLoop(err):
		return // leads nowhere
	case err != nil:
		w.report.addLink(name)
		return
	}
	if to, err := w.root.Readlink(name); err == nil && hiddenOnTheWay(to) {
		w.report.Secrets.add(name, hiddenTarget)
	}
}

// hiddenOnTheWay reports whether a link's target has a hidden name in it.
func hiddenOnTheWay(target string) bool {
	for segment := range strings.FieldsFuncSeq(target, func(c rune) bool { return c == '/' || c == '\\' }) {
		if segment[0] == '.' && segment != "." && segment != ".." {
			return true
		}
	}
	return false
}
