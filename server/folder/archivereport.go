// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"porchlight/server/amount"
)

// mostLeftOut is how many paths are told of by name.
const mostLeftOut = 1000

// leftOut is what was to be in an archive and is not.
type leftOut struct {
	lines []string
	count int
}

func (l *leftOut) add(path string, err error) {
	l.count++
	if l.count > mostLeftOut {
		return
	}
	why := "could not be read"
	switch {
	case errors.Is(err, errLink):
		why = "is a link"
	case errors.Is(err, errSpecial):
		why = "is not a regular file"
	case errors.Is(err, fs.ErrPermission):
		why = "is not to be read"
	case errors.Is(err, fs.ErrNotExist):
		why = "is not there"
	case errors.Is(err, errChanged):
		why = "was being changed"
	}
	l.lines = append(l.lines, path+": "+why)
}

// report returns the last entry of an archive, which tells what is left out;
// no content when nothing is. Lines end as every system's editor takes them.
func (p *archivePlan) report() (path, content string) {
	if p.left.count == 0 {
		return "", ""
	}
	lines := append([]string{"Not in this archive:", ""}, p.left.lines...)
	if more := p.left.count - len(p.left.lines); more > 0 {
		lines = append(lines, "and "+amount.Number(more)+" more")
	}
	path = "_not in this archive.txt"
	for slices.ContainsFunc(p.entries, func(e planned) bool { return e.path == path }) {
		path = "_" + path
	}
	return path, strings.Join(lines, "\r\n") + "\r\n"
}
