// SPDX-License-Identifier: MIT

package desktop

import (
	"os"
	"path/filepath"
	"testing"
)

func TestReplace(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new", "folder")
	path := filepath.Join(folder, "file")
	for _, text := range []string{"first", "second"} {
		if err := replace(path, text); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); string(got) != text || err != nil {
			t.Errorf("after replace(%q) the file reads %q, %v", text, got, err)
		}
	}
	if names, err := os.ReadDir(folder); len(names) != 1 || err != nil {
		t.Errorf("replace leaves %v (%v), want the file alone", names, err)
	}
}

// What cannot be replaced stays, and nothing is left beside it.
func TestReplaceFails(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "busy")
	if err := os.MkdirAll(filepath.Join(path, "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := replace(path, "text"); err == nil {
		t.Error("replace of a folder succeeded")
	}
	if names, err := os.ReadDir(folder); len(names) != 1 || err != nil {
		t.Errorf("replace leaves %v (%v), want the folder alone", names, err)
	}
}

func TestRemove(t *testing.T) {
	path := put(t, t.TempDir(), "file", "text")
	for _, state := range []string{"there", "gone"} {
		if err := remove(path); err != nil {
			t.Errorf("remove of a file that is %s: %v", state, err)
		}
		if _, err := os.Stat(path); !os.IsNotExist(err) {
			t.Errorf("after remove: %v, want none", err)
		}
	}
}
