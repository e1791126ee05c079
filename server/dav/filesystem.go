// SPDX-License-Identifier: MIT

package dav

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"

	"golang.org/x/net/webdav"

	"porchlight/server/folder"
)

// fileSystem shows the files of a folder to x/net/webdav, which may end the
// name of a folder in a slash.
type fileSystem struct {
	files *folder.Files
	admit func(size, n int64) *folder.Error // judges a file of a size, of which n bytes are to come
	spend func(n int64) *folder.Error       // counts what comes; what is not kept with a minus
	log   *slog.Logger
}

var _ webdav.FileSystem = (*fileSystem)(nil)

func plain(name string) string { return strings.TrimSuffix(name, "/") }

func (s *fileSystem) Mkdir(ctx context.Context, name string, _ os.FileMode) error {
	return jobOf(ctx).note(s.files.Mkdir(plain(name)))
}

func (s *fileSystem) RemoveAll(ctx context.Context, name string) error {
	j := jobOf(ctx)
	if j.replaces {
		return nil
	}
	return j.note(s.files.RemoveAll(plain(name)))
}

func (s *fileSystem) Rename(ctx context.Context, from, to string) error {
	return jobOf(ctx).note(s.files.Rename(plain(from), plain(to)))
}

func (s *fileSystem) Stat(ctx context.Context, name string) (os.FileInfo, error) {
	found, err := s.files.Stat(plain(name))
	if err != nil {
		return nil, jobOf(ctx).note(err)
	}
	return &info{FileInfo: found, files: s.files, name: plain(name)}, nil
}

// OpenFile opens a file or folder for reading, or begins one. What is opened
// for writing and not for creating is looked at for its properties, of which
// none are kept.
func (s *fileSystem) OpenFile(ctx context.Context, name string, flag int, _ os.FileMode) (webdav.File, error) {
	j := jobOf(ctx)
	if flag&os.O_CREATE != 0 {
		d, err := s.files.Create(plain(name))
		if err != nil {
			return nil, j.note(err)
		}
		return &writer{draft: d, fileSystem: s, job: j, name: plain(name)}, nil
	}
	file, err := s.files.Open(plain(name))
	if err != nil {
		return nil, j.note(err)
	}
	return &reader{file: file, fileSystem: s, name: plain(name)}, nil
}

// reader is an open file or folder. It has no WriteTo, so that a copy goes
// through the ReadFrom of a writer.
type reader struct {
	file *os.File
	*fileSystem
	name string
}

func (r *reader) Read(b []byte) (int, error)                 { return r.file.Read(b) }
func (r *reader) Seek(offset int64, from int) (int64, error) { return r.file.Seek(offset, from) }
func (r *reader) Close() error                               { return r.file.Close() }

func (r *reader) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: r.name, Err: fs.ErrPermission}
}

func (r *reader) Stat() (fs.FileInfo, error) {
	found, err := r.file.Stat()
	if err != nil {
		return nil, err
	}
	return &info{FileInfo: found, files: r.files, name: r.name}, nil
}

// Readdir tells of all that is listed, whatever count is.
func (r *reader) Readdir(int) ([]fs.FileInfo, error) {
	list, more, err := r.files.List(r.name, largestList)
	if more {
		r.log.Warn("webdav list cut", slog.String("folder", r.name), slog.Int("shown", largestList))
	}
	return list, err
}

// writer is a file that is coming.
type writer struct {
	draft *folder.Draft
	*fileSystem
	job  *job
	name string
	came *incoming // nil before any has
}

func (w *writer) Write(b []byte) (int, error) {
	n, err := w.draft.Write(b)
	return n, w.job.note(err)
}

// ReadFrom takes the whole file; a body that breaks off drops the draft.
func (w *writer) ReadFrom(r io.Reader) (int64, error) {
	w.came = &incoming{Reader: r, fileSystem: w.fileSystem, job: w.job, left: roomEvery}
	n, err := w.draft.ReadFrom(w.came)
	return n, w.job.note(err)
}

func (w *writer) Close() error {
	err := w.draft.Close()
	switch {
	case w.came == nil:
	case err != nil:
		_ = w.spend(-w.came.size) // fewer are never too many
	case w.came.size > 0:
		w.job.stored(w.came.size)
	}
	return w.job.note(err)
}

func (w *writer) Stat() (fs.FileInfo, error) {
	found, err := w.draft.Stat()
	if err != nil {
		return nil, err
	}
	return &info{FileInfo: found, files: w.files, name: w.name, coming: true}, nil
}

func (w *writer) Read([]byte) (int, error)           { return 0, fs.ErrInvalid }
func (w *writer) Seek(int64, int) (int64, error)     { return 0, fs.ErrInvalid }
func (w *writer) Readdir(int) ([]fs.FileInfo, error) { return nil, fs.ErrInvalid }
