// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"time"
)

// sweepPause is how long after a sweep the next one may come.
const sweepPause = time.Hour

// sweepSometimes sweeps when it has not been done for a while. A folder that
// takes no uploads gathers nothing to sweep.
func (t *take) sweepSometimes() {
	t.mu.Lock()
	due := t.now().Sub(t.swept) >= sweepPause
	if due {
		t.swept = t.now()
	}
	t.mu.Unlock()
	if due {
		t.sweep()
	}
}

// sweep removes what no upload will come back for, and finds the resumable
// uploads that an earlier run has left.
func (t *take) sweep() {
	t.mu.Lock()
	t.swept = t.now()
	t.mu.Unlock()
	names, err := t.partNames()
	for _, name := range names {
		id, kind, _ := strings.Cut(name, ".")
		if !isID(id) {
			continue
		}
		switch kind {
		case "part":
			err = errors.Join(err, t.sweepPart(id))
		case "json":
			err = errors.Join(err, t.sweepTicket(id))
		case "new": // a crash between two steps
			err = errors.Join(err, t.removeOld(partsName+"/"+name))
		}
	}
	if err != nil {
		t.log.Warn("sweep uploads", "err", err)
	}
}

// partNames lists the folder of parts.
func (t *take) partNames() (names []string, err error) {
	dir, err := t.root.Open(partsName)
	if err != nil {
		return nil, ignoreMissing(err)
	}
	defer dir.Close()
	for {
		files, err := dir.ReadDir(sweepBatch)
		for _, file := range files {
			if file.Type().IsRegular() {
				names = append(names, file.Name())
			}
		}
		if err == io.EOF {
			return names, nil
		}
		if err != nil {
			return names, err
		}
	}
}

// sweepPart removes a part that nobody writes to: at once when it cannot be
// resumed, else after a day without a byte.
func (t *take) sweepPart(id string) error {
	file, err := t.openPart(id, 0)
	if errors.Is(err, errNameTaken) {
		return nil
	}
	if err != nil {
		return ignoreMissing(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	p, err := t.look(id)
	switch {
	case err == nil && p.complete:
		return nil
	case err == nil && t.now().Sub(info.ModTime()) < keptFor:
		t.resumeSession(id, p)
		return nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		t.log.Warn("read upload ticket", "err", err) // and nobody else can read it
	}
	if t.spent.end(id) {
		t.spent.giveBack(info.Size())
	}
	t.closeSession(id, false)
	return ignoreMissing(t.root.Remove(partPath(id)))
}

// sweepTicket forgets the end of an upload after a day.
func (t *take) sweepTicket(id string) error {
	_, err := t.root.Lstat(partPath(id))
	if err == nil {
		return nil
	}
	return t.removeOld(ticketPath(id))
}

func (t *take) removeOld(path string) error {
	info, err := t.root.Lstat(path)
	if err != nil {
		return ignoreMissing(err)
	}
	if t.now().Sub(info.ModTime()) < keptFor {
		return nil
	}
	return ignoreMissing(t.root.Remove(path))
}
