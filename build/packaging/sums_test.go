// SPDX-License-Identifier: MIT

package packaging

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestSums(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"b": "abc", "a c": "", "other": "x"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want := "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a c\n" +
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b\n"
	if got, err := Sums(folder, []string{"b", "a c"}); got != want || err != nil {
		t.Errorf("Sums(b, a c) = %q, %v, want %q", got, err, want)
	}
	if _, err := Sums(folder, []string{"gone"}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Sums(gone) = %v, want %v", err, fs.ErrNotExist)
	}
}
