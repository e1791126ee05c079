// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"

	"porchlight/server/coding"
)

// download is a file that is sent from the disk, in the representations that
// lie there. Its open descriptor, not its path, says how long it is and what
// its validators are.
type download struct {
	folder *Folder
	path   string
	kind   mediaType
	file   *opened
	whole  *representation

	siblings []*opened // of this answer
}

// newDownload describes a file that is too large to be kept ready, or that would
// not hold still while it was read.
func (f *Folder) newDownload(path string, kind mediaType, file *opened) *download {
	path = strings.Clone(path) // or the whole request head is kept with it
	o := origin{path: path, kind: kind, size: file.stamp.size, stamps: []stamp{file.stamp}}
	return &download{folder: f, path: path, kind: kind, file: file, whole: f.represent(o, onDisk{file})}
}

// serveDownload sends a file, and keeps it open for the next request.
func (f *Folder) serveDownload(w http.ResponseWriter, r *http.Request, d *download) *Error {
	defer f.openFiles.put(d)
	return f.answer(w, r, d)
}

func (d *download) plain() *representation { return d.whole }

// coded opens the sibling that somebody has coded before.
func (d *download) coded(c coding.Coding) *representation {
	sibling := d.folder.openSibling(d.path, c, d.file.stamp)
	if sibling == nil {
		return nil
	}
	d.siblings = append(d.siblings, sibling)
	o := origin{path: d.path, kind: d.kind, coding: c, size: sibling.stamp.size, stamps: []stamp{d.file.stamp, sibling.stamp}}
	return d.folder.represent(o, onDisk{sibling})
}

// end closes what was opened for one answer.
func (d *download) end() {
	for _, s := range d.siblings {
		_ = s.file.Close() // read only: nothing to lose
	}
	d.siblings = nil
}

func (d *download) close() { _ = d.file.file.Close() } // as above

// dated reports whether Last-Modified is the file's own date, and not that of the
// answer, because the file's is still to come.
func (d *download) dated() bool { return d.file.stamp.written < d.file.since }

// onDisk is content that is read while it is sent.
type onDisk struct{ *opened }

// lastPiece is how many bytes are held back until the file is known to have
// been the same all the time.
const lastPiece = 4 << 10

var lastPieces = sync.Pool{New: func() any { return new([lastPiece]byte) }}

// errChanged is the cause when the bytes sent may be of two contents.
var errChanged = errors.New("file changed while it was sent")

// send hands the file itself to io.CopyN, so that a ResponseWriter with a
// ReadFrom may leave the copying to the system. It asks for exactly the bytes
// that were announced: a file that has grown since makes no difference, one
// that has shrunk ends in io.EOF. The last piece is read before the file is
// looked at once more, and sent after.
func (d onDisk) send(w http.ResponseWriter, part byteRange) (int64, error) {
	if _, err := d.file.Seek(part.start, io.SeekStart); err != nil {
		return 0, err
	}
	buffer := lastPieces.Get().(*[lastPiece]byte)
	defer lastPieces.Put(buffer)
	last := buffer[:min(part.length, lastPiece)]
	before := part.length - int64(len(last))
	sent, err := io.CopyN(w, d.file, before)
	if err != nil {
		return sent, err
	}
	if _, err := d.file.ReadAt(last, part.start+before); err != nil {
		return sent, err
	}
	if err := d.unchanged(); err != nil {
		return sent, err
	}
	n, err := w.Write(last)
	return sent + int64(n), err
}

// unchanged returns errChanged when the file was written to since it was
// opened. One that has grown is taken for a log that is being added to. The
// change time says nothing here: it moves with a new mode or a new name too.
func (d onDisk) unchanged() error {
	info, err := d.file.Stat()
	if err != nil {
		return err
	}
	if now := stampOf(info); now.size <= d.stamp.size && now.written != d.stamp.written {
		return errChanged
	}
	return nil
}
