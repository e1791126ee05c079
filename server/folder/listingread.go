// SPDX-License-Identifier: MIT

package folder

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"
)

// Limits of one listing. An item costs about 200 bytes besides its name.
const (
	mostItems   = 200_000 // entries of a folder that are looked at
	mostLinks   = 1_000   // links that are followed: each costs a walk from the root
	listingStep = 512     // entries read at a time
)

// listing is what a visitor may know of a folder.
type listing struct {
	folder *Folder
	path   string // for os.Root

	items    []item
	total    int   // entries that are not hidden, found by the filter or not
	withheld int   // of the items, those that are not lent
	size     int64 // bytes in the files that are lent, without those in folders
	cut      bool  // there are more entries than are looked at

	links int // followed
}

// item is an entry of a folder.
type item struct {
	name     string
	key      string // to be sorted by
	size     int64  // bytes; 0 for a folder
	modified int64  // seconds since 1970; 0 or less is unknown
	folder   bool
	because  reason
}

// reason says why an item is shown without being lent.
type reason uint8

const (
	lent reason = iota
	unsafeName
	takenName
	refusedType
	leavesFolder
	deadLink
	tooManyLinks
	specialFile
	noAccess
)

// String returns the words that are shown beside a name.
func (r reason) String() string {
	return [...]string{
		"",
		"its name is not safe on every system",
		"its name is taken by this page",
		"files of this type are not shared",
		"leads out of the folder",
		"leads nowhere",
		"too many links to follow",
		"not a regular file",
		"cannot be read",
	}[r]
}

// read looks at the entries of a folder in one pass. A visitor who has gone
// ends it.
func (l *listing) read(ctx context.Context, dir *os.File, filter string) error {
	for {
		entries, err := dir.ReadDir(listingStep)
		for _, entry := range entries {
			if isHidden(entry.Name()) {
				continue
			}
			if l.total++; l.total > mostItems {
				l.total, l.cut = mostItems, true
				return nil
			}
			folded := fold(entry.Name())
			if strings.Contains(folded, filter) {
				l.add(entry, folded)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
	}
}

func (l *listing) add(entry fs.DirEntry, folded string) {
	it := item{name: entry.Name(), key: naturalKey(folded), folder: entry.IsDir()}
	info, err := entry.Info()
	if err != nil {
		it.because = noAccess
	} else {
		l.judge(&it, info)
	}
	if it.because != lent {
		l.withheld++
	}
	l.size += it.size
	l.items = append(l.items, it)
}

// judge finds out whether an item is lent, and what it is.
func (l *listing) judge(it *item, info fs.FileInfo) {
	if it.because = l.judgeName(it.name); it.because != lent {
		return
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		if info, it.because = l.follow(it.name); it.because != lent {
			return
		}
	}
	it.folder = info.IsDir()
	switch {
	case !it.folder && !info.Mode().IsRegular():
		it.because = specialFile
	case !it.folder && !l.folder.servesType(it.name):
		it.because = refusedType
	case unreadable(info):
		it.because = noAccess
	default:
		it.modified = knownTime(info.ModTime())
		if !it.folder {
			it.size = info.Size()
		}
	}
}

func (l *listing) judgeName(entry string) reason {
	switch {
	case !lendableName(entry):
		return unsafeName
	case l.path == "." && (entry == l.folder.reserved || l.folder.upload != nil && entry == "upload"):
		return takenName
	}
	return lent
}

// follow returns what a link leads to, if that is inside of the root.
func (l *listing) follow(entry string) (fs.FileInfo, reason) {
	if l.links++; l.links > mostLinks {
		return nil, tooManyLinks
	}
	info, err := l.folder.root.Stat(path.Join(l.path, entry))
	switch {
	case err == nil:
		return info, lent
	case errors.Is(err, l.folder.escapes):
		return nil, leavesFolder
	case errors.Is(err, fs.ErrPermission):
		return nil, noAccess
	}
	return nil, deadLink
}

func (f *Folder) servesType(file string) bool {
	_, served := f.kindOf(file)
	return served
}

// knownTime returns a time in seconds, 0 for one that no date is written for.
func knownTime(t time.Time) int64 {
	if year := t.UTC().Year(); year < 1970 || year > 9999 {
		return 0
	}
	return t.Unix()
}
