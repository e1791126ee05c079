// SPDX-License-Identifier: MIT

package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const preface = `# Porchlight reads these settings at its start, and again whenever this file changes.
# "porchlight config check" says whether they are right, "porchlight config show" which ones are in force.
`

// firstFile returns the text of a first start: each key with its line of help, at its default. Those that the mode
// decides are remarks, so that another mode brings its own.
func firstFile() string {
	var b strings.Builder
	b.WriteString(preface)
	for _, k := range Keys() {
		remark := ""
		if k.ByMode() {
			remark = "# "
		}
		fmt.Fprintf(&b, "\n# %s\n%s%s = %s\n", k.Doc, remark, k.Name, k.Format(Default()))
	}
	return b.String()
}

// Create writes a commented file with every key at its default, readable by this user only, and its folders. The file
// appears whole or not at all. What already has that name, even a broken link, is left alone; created is false then.
func Create(path string) (created bool, err error) {
	if _, err := os.Lstat(path); err == nil {
		return false, nil
	}
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return false, fmt.Errorf("create folder of settings: %w", err)
	}
	beside, err := writeBeside(folder, []byte(firstFile()))
	if err != nil {
		return false, fmt.Errorf("write settings: %w", err)
	}
	defer func() { _ = os.Remove(beside) }()
	switch err := place(beside, path); {
	case errors.Is(err, fs.ErrExist):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("create settings: %w", err)
	}
	syncFolder(folder)
	return true, nil
}

// writeBeside writes text to a new file of its own, to the disk itself, and returns its name.
func writeBeside(folder string, text []byte) (name string, err error) {
	f, err := os.CreateTemp(folder, ".config-*.tmp")
	if err != nil {
		return "", err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	if _, err := f.Write(text); err != nil {
		return "", err
	}
	return f.Name(), f.Sync()
}

// WriteFile gives the file at path another content, in one step, so that nobody ever reads half of it. It is readable by
// this user only, as are the folders that are made for it.
func WriteFile(path string, content []byte) error {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("write %q: %w", path, err)
	}
	beside, err := writeBeside(folder, content)
	if err != nil {
		return fmt.Errorf("write %q: %w", path, err)
	}
	if err := os.Rename(beside, path); err != nil {
		return fmt.Errorf("write %q: %w", path, errors.Join(err, os.Remove(beside)))
	}
	syncFolder(folder)
	return nil
}

// place gives a file its final name unless that is taken, which is fs.ErrExist. A link does so in one step. Where the
// file system has no links (FAT, some network folders) a look and a rename must do: two first starts in the same
// instant would write the same text.
func place(beside, path string) error {
	err := os.Link(beside, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return fs.ErrExist
	}
	return os.Rename(beside, path)
}
