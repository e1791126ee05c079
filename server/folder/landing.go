// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// deepest is how many folders below each other the address of an upload may name.
const deepest = 20

// mostNumbers is up to which number a taken name is tried: "name (999).txt".
const mostNumbers = 999

// landing is where an upload goes: a folder from the root, which may be missing
// yet, and a clean name in it.
type landing struct {
	folder string
	name   string
	exact  bool // rather fail than take a number: If-None-Match: *
}

func (l landing) path() string { return path.Join(l.folder, l.name) }

// aim finds the landing of an upload sent to a target. Folders that are there
// are entered by their own names, whatever these are; all that an upload would
// make gets a clean name. The name is "" when the target ends in a slash.
func (t *take) aim(r *http.Request) (landing, *Error) {
	segments, refused := landingSegments(rawPath(r))
	if refused != nil {
		return landing{}, refused
	}
	if t.reserved != "" && len(segments) > 0 && segments[0] == t.reserved {
		return landing{}, notFound(nil)
	}
	last := len(segments) - 1
	l := landing{folder: ".", name: segments[last]}
	if l.name != "" {
		l.name = t.cleanFile(l.name)
	}
	if t.options.Inbox != nil {
		l.folder = cleanName(t.options.Inbox(r)) + "/" + t.now().Local().Format(time.DateOnly)
	}
	for _, segment := range segments[:last] {
		if l.folder, refused = t.enter(l.folder, segment); refused != nil {
			return landing{}, refused
		}
	}
	return l, nil
}

// landingSegments splits the path of a target. The last one is "" behind a slash.
// What climbs or is empty is refused, as in parseName.
func landingSegments(raw string) ([]string, *Error) {
	if raw == "" || raw[0] != '/' {
		return nil, malformedName()
	}
	decoded, encodedSlash, ok := decodePath(raw[1:])
	if !ok {
		return nil, malformedName()
	}
	segments := strings.Split(decoded, "/")
	if len(segments) > deepest+1 {
		return nil, &Error{Status: http.StatusBadRequest, Reason: "The address names too many folders below each other."}
	}
	for i, s := range segments {
		climbs := s == "." || s == ".." || strings.Contains(s, `\`)
		if climbs || encodedSlash || s == "" && i < len(segments)-1 {
			return nil, refusedName()
		}
	}
	return segments, nil
}

// enter goes one folder further down.
func (t *take) enter(folder, segment string) (string, *Error) {
	clean := t.cleanName(segment)
	if refusedSegment(segment) || absentSegment(segment, false) {
		segment = clean
	}
	info, err := t.root.Stat(path.Join(folder, segment))
	if errors.Is(err, fs.ErrNotExist) && segment != clean {
		segment = clean
		info, err = t.root.Stat(path.Join(folder, segment))
	}
	switch {
	case err == nil && !info.IsDir():
		return "", inTheWay()
	case err == nil, errors.Is(err, fs.ErrNotExist):
		return path.Join(folder, segment), nil
	}
	return "", t.fault(err)
}

func inTheWay() *Error {
	return &Error{Status: http.StatusConflict, Reason: "A file stands where the address names a folder. Choose another folder."}
}

// cleanName is cleanName, and what it makes of a name is not the reserved one
// either: nobody would see again what is stored under that.
func (t *take) cleanName(s string) string {
	if s = cleanName(s); s == t.reserved {
		return "_" + s
	}
	return s
}

// cleanFile cleans the name of a file; one that would answer for its folder
// from then on becomes another.
func (t *take) cleanFile(s string) string {
	s = t.cleanName(s)
	if t.index != "" && strings.EqualFold(s, t.index) {
		return "_" + s
	}
	return s
}

// numbered returns the n-th name for a file: "name.txt", "name (2).txt" ….
func numbered(name string, n int) string {
	if n == 1 {
		return name
	}
	extension := path.Ext(name)
	if stem := strings.TrimSuffix(name, extension); strings.HasSuffix(stem, ".tar") {
		extension = ".tar" + extension
	}
	return strings.TrimSuffix(name, extension) + " (" + strconv.Itoa(n) + ")" + extension
}

// errTaken is the cause when an upload must have a name that another file has.
var errTaken = errors.New("name is taken")

// claim gives a part a final name which no other file has, and returns the
// path from the root. Where the file system knows links, the name is taken in
// one step; elsewhere two uploads are kept apart by t.landing.
func (p *part) claim(l landing) (string, error) {
	for n := 1; n <= mostNumbers; n++ {
		final := path.Join(l.folder, numbered(l.name, n))
		if err := p.note(final); err != nil {
			return "", err
		}
		err := p.take.rename(p.path, final)
		switch {
		case err == nil:
			return final, nil
		case !errors.Is(err, fs.ErrExist):
			return "", err
		case l.exact:
			return "", errTaken
		}
	}
	return "", fmt.Errorf("find a name: %w", errTaken)
}

// rename moves a file to a name that is free; the error is fs.ErrExist when it
// is not.
func (t *take) rename(from, to string) error {
	err := t.disk.link(from, to)
	if err == nil {
		_ = t.root.Remove(from) // or the next sweep does it
		return nil
	}
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	t.landing.Lock()
	defer t.landing.Unlock()
	switch _, err := t.root.Lstat(to); {
	case err == nil:
		return fs.ErrExist
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return t.root.Rename(from, to)
}

// makeFolders makes what is missing of a folder, each name synced into the one
// above it.
func (t *take) makeFolders(folder string) error {
	if folder == "." {
		return nil
	}
	for i := range len(folder) + 1 {
		if i < len(folder) && folder[i] != '/' {
			continue
		}
		err := t.root.Mkdir(folder[:i], 0o700)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err := errors.Join(err, t.syncAt(path.Dir(folder[:i]))); err != nil {
			return err
		}
	}
	return nil
}

// syncAt makes the names in a folder outlive a power cut.
func (t *take) syncAt(folder string) error {
	dir, err := t.root.OpenRoot(folder)
	if err != nil {
		return err
	}
	return errors.Join(syncFolder(dir), dir.Close())
}
