// SPDX-License-Identifier: MIT

package folder

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"
)

// UploadsName is the folder that uploads are stored in, below the root.
const UploadsName = "uploads"

// store puts uploads on the disk, whole or not at all:
//
//	.upload_X.json.part   made anew and locked: nobody else may use X
//	                      written and synced
//	upload_X.json         renamed to, once it is known to be free
//
// A crash leaves at most a part file, which sweep removes.
type store struct {
	root  *os.Root
	now   func() time.Time
	write func(part *os.File, content []byte) error // writeSynced, but in tests of full disks and sudden ends
}

// nameAttempts is how many names are tried before giving up; each is as likely
// as 1 in 65,536 to be taken, and from the third on far less.
const nameAttempts = 8

// errNameTaken asks for another try under another name.
var errNameTaken = errors.New("name is taken")

// errLocked is the answer of lockFile when somebody else has the lock.
var errLocked = errors.New("file is locked")

// save stores content under a new name and returns its path from the root,
// as "/uploads/upload_20240315_123456_a7b9.json".
func (s *store) save(content []byte) (path string, err error) {
	dir, err := s.openUploads()
	if err != nil {
		return "", fmt.Errorf("open uploads: %w", err)
	}
	defer dir.Close()
	for attempt := range nameAttempts {
		final := s.newName(attempt)
		err = s.place(dir, final, content)
		if err == nil {
			return "/" + UploadsName + "/" + final, nil
		}
		if !errors.Is(err, errNameTaken) {
			break
		}
	}
	return "", fmt.Errorf("store upload: %w", err)
}

// newName returns a name for this second: with four digits of chance, and
// more of them when these have met others of their kind.
func (s *store) newName(attempt int) string {
	chance := make([]byte, 2<<min(attempt/2, 3))
	_, _ = rand.Read(chance) // never fails
	return "upload_" + s.now().Local().Format("20060102_150405") + "_" + hex.EncodeToString(chance) + ".json"
}

func partName(final string) string { return "." + final + ".part" }

func isPartName(file string) bool {
	return strings.HasPrefix(file, ".upload_") && strings.HasSuffix(file, ".part")
}

// openUploads opens the uploads folder, and makes it when it is missing. A
// link may stand in its place as long as it stays inside the root.
func (s *store) openUploads() (*os.Root, error) {
	info, err := s.root.Stat(UploadsName)
	if errors.Is(err, fs.ErrNotExist) {
		if err := s.makeUploads(); err != nil {
			return nil, err
		}
		info, err = s.root.Stat(UploadsName)
	}
	if err != nil {
		return nil, err
	}
	if !info.IsDir() { // and opening a FIFO would wait for a writer
		return nil, &fs.PathError{Op: "open", Path: UploadsName, Err: syscall.ENOTDIR}
	}
	return s.root.OpenRoot(UploadsName)
}

func (s *store) makeUploads() error {
	if err := s.root.Mkdir(UploadsName, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(s.root)
}

// place writes one file, or leaves nothing behind.
func (s *store) place(dir *os.Root, final string, content []byte) error {
	part := partName(final)
	file, err := dir.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return errNameTaken
	}
	if err != nil {
		return err
	}
	if err := s.fill(dir, file, final, content); err != nil {
		return errors.Join(err, file.Close(), ignoreMissing(dir.Remove(part)))
	}
	_ = file.Close() // synced and named: there is nothing left to lose
	return nil
}

// fill takes a part file from empty to its final name.
func (s *store) fill(dir *os.Root, file *os.File, final string, content []byte) error {
	if err := hold(dir, file, partName(final)); err != nil {
		return err
	}
	if err := s.write(file, content); err != nil {
		return err
	}
	if _, err := dir.Lstat(final); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(errNameTaken, err)
	}
	if err := dir.Rename(partName(final), final); err != nil {
		return err
	}
	if err := syncFolder(dir); err != nil {
		return errors.Join(err, dir.Remove(final))
	}
	return nil
}

// hold locks a part file, so that no sweep takes it for abandoned, and makes
// sure that none has done so in the instant before the lock. Where the file
// system knows no locks, sweep finds none that it could take either.
func hold(dir *os.Root, file *os.File, part string) error {
	if errors.Is(lockFile(file), errLocked) {
		return errNameTaken
	}
	mine, err := file.Stat()
	if err != nil {
		return err
	}
	if there, err := dir.Lstat(part); err != nil || !os.SameFile(mine, there) {
		return errors.Join(errNameTaken, err)
	}
	return nil
}

func writeSynced(part *os.File, content []byte) error {
	if _, err := part.Write(content); err != nil {
		return err
	}
	return part.Sync()
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
