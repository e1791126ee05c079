// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// sweepBatch is how many names of the uploads folder are held at a time.
const sweepBatch = 256

// sweep removes the part files of uploads that were cut off by a crash. It
// tells them by their lock: one that is being written is held by its process,
// here or in another instance.
func (s *store) sweep() error {
	dir, err := s.openExisting()
	if dir == nil || err != nil {
		return err
	}
	defer dir.Close()
	parts, err := partsIn(dir)
	for _, part := range parts {
		err = errors.Join(err, removeAbandoned(dir, part))
	}
	return err
}

func (s *store) openExisting() (*os.Root, error) {
	if _, err := s.root.Stat(UploadsName); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return s.openUploads()
}

func partsIn(dir *os.Root) (parts []string, err error) {
	listing, err := dir.Open(".")
	if err != nil {
		return nil, err
	}
	defer listing.Close()
	for {
		files, err := listing.ReadDir(sweepBatch)
		for _, file := range files {
			if isPartName(file.Name()) && file.Type().IsRegular() {
				parts = append(parts, file.Name())
			}
		}
		if err == io.EOF {
			return parts, nil
		}
		if err != nil {
			return parts, err
		}
	}
}

func removeAbandoned(dir *os.Root, part string) error {
	file, err := dir.OpenFile(part, os.O_RDWR|openFlags, 0)
	if err != nil {
		return ignoreMissing(err)
	}
	defer file.Close()
	if lockFile(file) != nil {
		return nil // it is being written, or nobody can tell
	}
	return ignoreMissing(dir.Remove(part))
}
