// SPDX-License-Identifier: MIT

package resources

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Unpack writes the site to the folder dir, once: if anything exists there, even
// an empty folder, it does nothing. Otherwise dir appears whole or not at all.
// Files are made with mode 0644 and folders with 0755, less the umask; missing
// parents with 0700. Several processes may unpack to the same dir at once: one
// of them does it, and all succeed.
func Unpack(dir string) error {
	if exists(dir) {
		return nil
	}
	err := unpack(Site(), filepath.Clean(dir))
	if err != nil && !exists(dir) {
		return fmt.Errorf("unpack the built-in site to %q: %w", dir, err)
	}
	return nil
}

// exists reports whether the name is taken, be it by a link that leads nowhere.
func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

// unpack copies site to a staging folder beside dir and moves it into place.
// The one whose move succeeds sweeps every staging folder away: those that a
// crash left behind, and those of others who have lost the race. The losers then
// see some failure, and that dir exists.
func unpack(site fs.FS, dir string) error {
	parent, name := filepath.Split(dir)
	parent = filepath.Clean(parent)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return err
	}
	prefix := "." + name + ".part-"
	staging, err := os.MkdirTemp(parent, prefix+"*")
	if err != nil {
		return err
	}
	whole := filepath.Join(staging, name)
	err = copyTree(whole, site)
	if err == nil {
		err = os.Rename(whole, dir)
	}
	if err != nil {
		return errors.Join(err, os.RemoveAll(staging))
	}
	sweep(parent, prefix)
	return nil
}

// sweep removes the staging folders in parent. One that stays costs some room
// on the disk and nothing else, so a failure is not worth a word.
func sweep(parent, prefix string) {
	entries, _ := os.ReadDir(parent)
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), prefix) {
			_ = os.RemoveAll(filepath.Join(parent, e.Name()))
		}
	}
}

// copyTree writes the files of site to the new folder dir.
func copyTree(dir string, site fs.FS) error {
	return fs.WalkDir(site, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dir, filepath.FromSlash(name))
		if e.IsDir() {
			return os.Mkdir(to, 0o755)
		}
		content, err := fs.ReadFile(site, name)
		if err != nil {
			return err
		}
		return writeSynced(to, content)
	})
}

// writeSynced puts the content on the disk before it returns: a name must not
// appear, after a power cut, without what belongs to it.
func writeSynced(name string, content []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
