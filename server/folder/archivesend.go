// SPDX-License-Identifier: MIT

package folder

import (
	"archive/zip"
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"
)

// archivePiece is how many bytes of a file are read at once.
const archivePiece = 512 << 10

var archiveBuffers = sync.Pool{New: func() any { return new([archivePiece]byte) }}

// archiveSender writes the archive of a plan.
type archiveSender struct {
	to      *archiveSink
	out     *bufio.Writer // gathers small files
	zip     *zip.Writer
	descent descent
	piece   []byte
}

// archiveSink counts what is sent. While it has a file, it sends the bytes of
// that in the place of those it is given, which are the same: a ResponseWriter
// with a ReadFrom may so leave the copying to the system, though each byte goes
// through our hands once for the checksum. Were the file changed between the
// two, the checksum would tell.
type archiveSink struct {
	w     io.Writer
	file  *os.File // nil: the bytes themselves are sent
	bytes int64
}

func (s *archiveSink) Write(p []byte) (n int, err error) {
	if s.file == nil {
		n, err = s.w.Write(p)
	} else {
		var sent int64
		sent, err = io.CopyN(s.w, s.file, int64(len(p)))
		n = int(sent)
	}
	s.bytes += int64(n)
	return n, err
}

// send writes the archive, exactly size bytes, or returns an error and the
// path at which it came.
func (p *archivePlan) send(w io.Writer) (at string, sent int64, err error) {
	piece := archiveBuffers.Get().(*[archivePiece]byte)
	defer archiveBuffers.Put(piece)
	to := &archiveSink{w: w}
	out := bufio.NewWriterSize(to, archivePiece/8)
	s := &archiveSender{to: to, out: out, zip: zip.NewWriter(out), descent: descent{dir: p.dir}, piece: piece[:]}
	defer s.descent.close()
	for _, e := range p.entries {
		if err := s.sendEntry(e); err != nil {
			return e.path, to.bytes, err
		}
	}
	if path, content := p.report(); path != "" {
		entry, err := s.create(planned{path: path, stamp: stamp{written: p.folder.now().UnixNano()}})
		if err == nil {
			_, err = io.WriteString(entry, content)
		}
		if err != nil {
			return path, to.bytes, err
		}
	}
	err = s.zip.Close()
	return "", to.bytes, errors.Join(err, out.Flush())
}

func (e planned) folder() bool { return strings.HasSuffix(e.path, "/") }

// Years that the oldest form of time in an archive can tell.
var (
	firstZipTime = time.Date(1980, 1, 2, 0, 0, 0, 0, time.UTC)
	lastZipTime  = time.Date(2105, 12, 31, 0, 0, 0, 0, time.UTC)
)

// create begins an entry. It is stored: what is worth sending is mostly
// compressed, and only so is the length known ahead.
func (s *archiveSender) create(e planned) (io.Writer, error) {
	modified := time.Unix(0, e.stamp.written)
	if modified.Before(firstZipTime) || modified.After(lastZipTime) {
		modified = firstZipTime
	}
	const utf8Names = 0x800
	return s.zip.CreateHeader(&zip.FileHeader{Name: e.path, Method: zip.Store, Flags: utf8Names, Modified: modified})
}

func (s *archiveSender) sendEntry(e planned) error {
	if e.folder() {
		_, err := s.create(e)
		return err
	}
	dir, name, err := s.descent.folderOf(e.path)
	if err != nil {
		return goneOr(err)
	}
	file, err := openUnlinked(dir, name)
	if err != nil {
		return goneOr(err)
	}
	defer file.file.Close()
	if err := s.sendFile(e, file); err != nil {
		return err
	}
	now := opened{file: file.file}
	if err := now.look(); err != nil {
		return err
	}
	return e.stays(now.stamp)
}

// sendFile sends as many bytes of a file as were planned.
func (s *archiveSender) sendFile(e planned, file *opened) error {
	if err := e.stays(file.stamp); err != nil {
		return err
	}
	entry, err := s.create(e)
	if err != nil {
		return err
	}
	if e.stamp.size >= archivePiece { // past both buffers
		if err := errors.Join(s.zip.Flush(), s.out.Flush()); err != nil {
			return err
		}
	}
	defer func() { s.to.file = nil }()
	for at := int64(0); at < e.stamp.size; at += int64(len(s.piece)) {
		piece := s.piece[:min(e.stamp.size-at, archivePiece)]
		if _, err := file.file.ReadAt(piece, at); err != nil {
			return err
		}
		s.to.file = nil
		if len(piece) == archivePiece {
			s.to.file = file.file
		}
		if _, err := entry.Write(piece); err != nil {
			return err
		}
	}
	return nil
}

// stays returns an error when a file is not the one that was planned. One
// that has only grown is taken for a log that is being added to.
func (e planned) stays(now stamp) error {
	replaced := now.inode != e.stamp.inode || now.device != e.stamp.device
	switch {
	case now.size < e.stamp.size:
		return io.EOF
	case replaced, now.size == e.stamp.size && now.written != e.stamp.written:
		return errChanged
	}
	return nil
}

// goneOr returns errChanged for a file that can no longer be had.
func goneOr(err error) error {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, errLink) || errors.Is(err, errSpecial) {
		return errChanged
	}
	return err
}
