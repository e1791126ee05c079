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

// Create writes the commented file of a first start, whole or not at all, and
// reports whether it did: a file that exists is left alone.
func Create(path string) (created bool, err error) {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return false, fmt.Errorf("create configuration: %w", err)
	}
	f, err := os.CreateTemp(dir, ".config-*.part")
	if err != nil {
		return false, fmt.Errorf("create configuration: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(Template(Default()))
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Link(f.Name(), path) // never over a file that another start has made
	}
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("create configuration: %w", err)
	}
	return true, nil
}

// Template returns a file that says c, with a comment for each key.
func Template(c Config) string {
	var b strings.Builder
	b.WriteString("# Porchlight's configuration. A change is taken up while porchlight runs.\n")
	for _, k := range Keys() {
		fmt.Fprintf(&b, "\n# %s\n%s = %s\n", k.Doc, k.Name, k.Format(c))
	}
	return b.String()
}
