// SPDX-License-Identifier: MIT

package folder

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"sync"
)

// partsName is the folder below the root that holds files which are still
// coming. It is hidden, and so never listed and never fetched. All parts lie
// there: on the disk of the root, and in one place to be swept.
const partsName = ".porchlight-uploads"

// part is a file that is coming. It is locked while it is open, so that no
// sweep takes it for abandoned.
type part struct {
	take *take
	file *os.File
	path string // from the root
	size int64  // bytes so far

	length  int64                    // bytes in all, or unknown
	checked int64                    // size when the disk was last looked at
	note    func(final string) error // told of each name before it is tried
	landed  bool                     // it has its final name
}

// newID returns a name that cannot be guessed, of 128 bits.
func newID() string {
	id := make([]byte, 16)
	_, _ = rand.Read(id) // never fails
	return hex.EncodeToString(id)
}

func partPath(id string) string { return partsName + "/" + id + ".part" }

// newPart begins a file.
func (t *take) newPart(id string) (*part, error) {
	file, err := t.openPart(id, os.O_CREATE|os.O_EXCL)
	if errors.Is(err, fs.ErrNotExist) {
		if err := t.makeFolders(partsName); err != nil {
			return nil, err
		}
		file, err = t.openPart(id, os.O_CREATE|os.O_EXCL)
	}
	if err != nil {
		return nil, err
	}
	return &part{take: t, file: file, path: partPath(id), length: unknown, note: func(string) error { return nil }}, nil
}

// reopenPart goes on with a file where it ends.
func (t *take) reopenPart(id string) (*part, error) {
	file, err := t.openPart(id, 0)
	if err != nil {
		return nil, err
	}
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &part{take: t, file: file, path: partPath(id), size: size, checked: size}, nil
}

// openPart opens the file of an upload and locks it. The error is errNameTaken
// when another has it, or has just swept it away.
func (t *take) openPart(id string, flags int) (*os.File, error) {
	file, err := t.root.OpenFile(partPath(id), os.O_RDWR|flags|openFlags, 0o600)
	if err != nil {
		return nil, err
	}
	if err := hold(t.root, file, partPath(id)); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// write adds to the file. All limits are held here, whatever was announced.
func (p *part) write(b []byte) *Error {
	t := p.take
	n := int64(len(b))
	if limit := t.options.FileLimit; limit > 0 && p.size+n > limit {
		return t.fileTooLarge()
	}
	if p.length != unknown && p.size+n > p.length {
		return errTooLong
	}
	if p.size+n-p.checked >= checkEvery {
		if refused := t.hasRoom(n); refused != nil {
			return refused
		}
		p.checked = p.size + n
	}
	if !t.spent.add(n, t.options.SpaceLimit) {
		return spaceUsedUp()
	}
	written, err := t.disk.write(p.file, b)
	p.size += int64(written)
	t.spent.giveBack(n - int64(written))
	if err != nil {
		return t.fault(err)
	}
	return nil
}

// errTooLong answers for a body that is longer than was announced.
var errTooLong = &Error{
	Status: http.StatusBadRequest,
	Reason: "More came than was announced. Send the file again.",
}

// land puts the file on the disk for good and gives it its name. It is stored
// when land returns.
func (p *part) land(l landing) (taken, error) {
	t := p.take
	t.mark(p.file)
	if err := t.disk.sync(p.file); err != nil {
		return taken{}, err
	}
	if err := t.makeFolders(l.folder); err != nil {
		return taken{}, err
	}
	final, err := p.claim(l)
	if err != nil {
		return taken{}, err
	}
	p.landed = true
	if err := t.syncAt(l.folder); err != nil {
		return taken{}, err
	}
	return taken{Name: baseName(final), Path: "/" + final, Size: p.size}, nil
}

// mark says on the file that it came from elsewhere. That is a kindness: the
// upload does not fail with it.
func (t *take) mark(file *os.File) {
	if err := markForeign(file); err != nil {
		t.marked.Do(func() { t.log.Warn("mark upload as foreign", "err", err) })
	}
}

// end lets go of the file. Unless it has landed, nothing of it stays.
func (p *part) end() {
	_ = p.file.Close() // synced, or given up
	if !p.landed {
		p.take.spent.giveBack(p.size)
		_ = p.take.root.Remove(p.path) // or the next sweep does it
	}
}

// buffers carry bodies to the disk. Each running upload has one.
var buffers = sync.Pool{New: func() any { return new([256 << 10]byte) }}

// receive hands a body on in large pieces. What has come before a body breaks
// off is handed on too.
func receive(body io.Reader, write func([]byte) *Error) *Error {
	buffer := buffers.Get().(*[256 << 10]byte)
	defer buffers.Put(buffer)
	for {
		n, err := fill(body, buffer[:])
		if n > 0 {
			if refused := write(buffer[:n]); refused != nil {
				return refused
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return brokenOff(err)
		}
	}
}

// fill reads until the buffer is full or the body ends.
func fill(body io.Reader, buffer []byte) (n int, err error) {
	for n < len(buffer) && err == nil {
		var more int
		more, err = body.Read(buffer[n:])
		n += more
	}
	return n, err
}

// brokenOff answers for a body that did not come whole.
func brokenOff(err error) *Error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return &Error{Status: http.StatusRequestTimeout, Reason: "The upload stopped coming. Send the rest, or send it again."}
	}
	return &Error{Status: http.StatusBadRequest, Reason: "The upload did not arrive whole. Send the rest, or send it again."}
}
