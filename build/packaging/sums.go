// SPDX-License-Identifier: MIT

package packaging

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Sums lists files of a folder as `sha256sum -c` reads it.
func Sums(folder string, names []string) (string, error) {
	var list strings.Builder
	for _, name := range slices.Sorted(slices.Values(names)) {
		sum, err := sumOf(filepath.Join(folder, name))
		if err != nil {
			return "", fmt.Errorf("sum up: %w", err)
		}
		fmt.Fprintf(&list, "%x  %s\n", sum, name)
	}
	return list.String(), nil
}

func sumOf(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	hash := sha256.New()
	_, err = io.Copy(hash, f)
	return hash.Sum(nil), err
}
