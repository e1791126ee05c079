// SPDX-License-Identifier: MIT

package folder

import (
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
)

// checkEvery is how many bytes may come before the free space is looked at again.
const checkEvery = 16 << 20

// space counts the bytes that were taken.
type space struct {
	limit int64 // 0 = none
	taken atomic.Int64
}

// allows refuses an upload of so many bytes, before the first of them is
// asked for: nothing is to be begun that cannot end well.
func (t *take) allows(announced int64) *Error {
	if limit := t.space.limit; limit > 0 && announced > limit-t.space.taken.Load() {
		return spaceUsedUp()
	}
	return t.hasRoom(announced)
}

// hasRoom looks at the disk. One that does not tell is not full.
func (t *take) hasRoom(announced int64) *Error {
	free, err := t.disk.free(t.root)
	if err == nil && announced > free-t.options.KeepFree {
		return &Error{
			Status: http.StatusInsufficientStorage,
			Reason: "There is not enough free space on the disk for this upload.",
		}
	}
	return nil
}

// Room returns an error when n more bytes would leave less than keep free on the
// disk. A disk that does not tell is not full.
func (f *Folder) Room(n, keep int64) error {
	free, err := freeSpace(f.root)
	if err == nil && n > free-keep {
		return fmt.Errorf("%d bytes are free, of which %d are kept", free, keep)
	}
	return nil
}

// Spend counts n bytes that come by another protocol among those that are taken
// while the Folder is open, or with a negative n gives some back. The error says
// that they would be more than limit; 0 is no limit.
func (f *Folder) Spend(n, limit int64) error {
	s := &f.spent
	if f.take != nil {
		s = &f.take.space
	}
	if s.taken.Add(n) > limit && limit > 0 && n > 0 {
		s.taken.Add(-n)
		return fmt.Errorf("%d bytes are taken, of %d", s.taken.Load(), limit)
	}
	return nil
}

// spend counts n more bytes, or refuses them.
func (s *space) spend(n int64) *Error {
	if s.taken.Add(n) > s.limit && s.limit > 0 {
		s.taken.Add(-n)
		return spaceUsedUp()
	}
	return nil
}

func (s *space) giveBack(n int64) { s.taken.Add(-n) }

func spaceUsedUp() *Error {
	return &Error{
		Status: http.StatusInsufficientStorage,
		Reason: "This share has taken as much as it may. Ask the person who shares the folder for more room.",
	}
}

func (t *take) fileTooLarge() *Error {
	return &Error{
		Status: http.StatusRequestEntityTooLarge,
		Reason: "The file is larger than the " + strconv.FormatInt(t.options.FileLimit, 10) + " bytes that are taken here.",
	}
}
