// SPDX-License-Identifier: MIT

package folder

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMarkForeign holds that Windows is told where a file came from, and that
// the mark goes with it to its final name.
func TestMarkForeign(t *testing.T) {
	root, err := os.OpenRoot(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	file, err := root.Create("x.part")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := markForeign(file); err != nil {
		t.Fatal(err)
	}
	if files, err := os.ReadDir(root.Name()); err != nil || len(files) != 1 {
		t.Skip("this file system has no streams: ", files, err)
	}
	if err := root.Rename("x.part", "x.exe"); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(root.Name(), "x.exe:Zone.Identifier"))
	if err != nil || !strings.Contains(string(got), "ZoneId=3") {
		t.Errorf("the zone is %q, %v", got, err)
	}
}
