// SPDX-License-Identifier: MIT

package journal

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// rotator is a log file that makes way for a new one before it grows beyond its limit, and keeps the last few as
// name.1 (the newest) to name.N. It cuts between lines only. It belongs to one goroutine.
type rotator struct {
	name  string
	limit int64
	keep  int
	file  *os.File // nil after an error: the next write opens it again
	at    int64    // bytes in file
	full  int64    // where to rotate: limit, or later when rotating was not possible; 0 for never
	torn  bool     // the last write ended inside a line
}

// open makes the folder and the file for the owner alone. What is not a regular file, such as /dev/null, never rotates.
func (r *rotator) open() error {
	if err := os.MkdirAll(filepath.Dir(r.name), 0o700); err != nil {
		return fmt.Errorf("create log folder: %w", err)
	}
	f, err := os.OpenFile(r.name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("open log: %w", err)
	}
	r.file, r.at, r.full = f, 0, 0
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		r.at, r.full = info.Size(), max(r.limit, 0)
	}
	return nil
}

// Write puts each line of p whole into one file.
func (r *rotator) Write(p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		end := r.fit(p[n:])
		switch {
		case r.file == nil:
			err = r.open()
		case end == 0:
			err = r.rotate()
		default:
			var k int
			if k, err = r.file.Write(p[n : n+end]); k > 0 {
				n, r.at = n+k, r.at+int64(k)
				r.torn = p[n-1] != '\n'
			}
		}
	}
	if err != nil {
		_ = r.Close() // the error that counts is the one we have
	}
	return n, err
}

// fit is how much of p goes into the present file; 0 asks for the next one. A line that is longer than a whole file, or
// has begun here, stays in one piece.
func (r *rotator) fit(p []byte) int {
	room := max(r.full-r.at, 0)
	if r.full == 0 || int64(len(p)) <= room {
		return len(p)
	}
	end := bytes.LastIndexByte(p[:room], '\n') + 1
	if end == 0 && (r.at == 0 || r.torn) {
		_, rest, _ := bytes.Cut(p, []byte{'\n'})
		end = len(p) - len(rest)
	}
	return end
}

// rotate closes the file before it renames it, which Windows wants. A file that does not move goes on, and is tried
// again after another limit.
func (r *rotator) rotate() error {
	_ = r.Close() // what was written is written: a name is about to change, no more
	moved := r.shift()
	err := r.open()
	if err == nil && moved != nil && r.full > 0 {
		r.full = r.at + r.limit
	}
	return err
}

// shift frees the name, from the oldest file on, and stops before it would write over one that has not moved.
func (r *rotator) shift() error {
	if r.keep <= 0 {
		return os.Remove(r.name)
	}
	for i := r.keep - 1; i >= 0; i-- {
		if err := os.Rename(r.old(i), r.old(i+1)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (r *rotator) old(i int) string {
	if i == 0 {
		return r.name
	}
	return r.name + "." + strconv.Itoa(i)
}

// Close closes the file. A later write opens it again.
func (r *rotator) Close() error {
	if r.file == nil {
		return nil
	}
	err := r.file.Close()
	r.file = nil
	return err
}
