// SPDX-License-Identifier: MIT

package folder

import (
	"fmt"
	"net/http"

	"porchlight/server/amount"
)

// checkEvery is how many bytes may come before the free space is looked at again.
const checkEvery = 16 << 20

// allows refuses an upload of so many bytes, before the first of them is
// asked for: nothing is to be begun that cannot end well.
func (t *take) allows(announced int64) *Error {
	if limit := t.options.SpaceLimit; limit > 0 && announced > limit-t.spent.bytes.Load() {
		return spaceUsedUp()
	}
	return t.hasRoom(announced)
}

// hasRoom asks the disk.
func (t *take) hasRoom(announced int64) *Error {
	if t.room(announced, t.options.KeepFree) != nil {
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
	free, err := f.free(f.root)
	if err == nil && n > free-keep {
		return fmt.Errorf("%d bytes are free, of which %d are kept", free, keep)
	}
	return nil
}

// Spend counts n bytes that come by another protocol, or with a negative n gives
// some back. The error says that they would be more than limit; 0 is no limit.
func (f *Folder) Spend(n, limit int64) error {
	if !f.spent.add(n, limit) {
		return fmt.Errorf("%d bytes are taken, of %d", f.spent.bytes.Load(), limit)
	}
	return nil
}

func spaceUsedUp() *Error {
	return &Error{
		Status: http.StatusInsufficientStorage,
		Reason: "This share has taken as much as it may. Ask the person who shares the folder for more room.",
	}
}

func (t *take) fileTooLarge() *Error {
	return &Error{
		Status: http.StatusRequestEntityTooLarge,
		Reason: "The file is larger than the " + amount.Bytes(t.options.FileLimit) + " that is taken here.",
	}
}
