// SPDX-License-Identifier: MIT

//go:build unix

package exposure

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestLookWaitsForNoPipe: nobody writes to the pipe, so an ordinary open of it
// would stand still.
func TestLookWaitsForNoPipe(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "server.key"), 0o600); err != nil {
		t.Skip("no pipes here: ", err)
	}
	if got := look(t, dir); got.Files != 0 || got.Secrets.Count != 0 {
		t.Errorf("Look = %+v, want nothing that is lent", got)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if got := head(root, "server.key"); len(got) > 0 { // it has taken the place of a file
		t.Errorf("head(a pipe) = %q, want nothing", got)
	}
}

func TestLookAtUnreadable(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root reads everything")
	}
	dir := t.TempDir()
	write(t, dir, "shut/a.txt", "x")
	write(t, dir, "b.txt", "x")
	if err := os.Chmod(filepath.Join(dir, "shut"), 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.Chmod(filepath.Join(dir, "shut"), 0o700); err != nil { // or the folder stays
			t.Error(err)
		}
	})
	if got := look(t, dir); got.Files != 1 || got.Unreadable != 1 {
		t.Errorf("Look = %+v, want 1 file and 1 folder that is not readable", got)
	}
}
