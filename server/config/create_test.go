// SPDX-License-Identifier: MIT

package config

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCreate(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a", "porchlight", "config.toml")
	if created, err := Create(file); !created || err != nil {
		t.Fatalf("Create() = %v, %v, want true, nil", created, err)
	}
	got, err := Load(Sources{File: file, Required: true})
	if err != nil {
		t.Fatalf("Load() of the first file = %v, want nil", err)
	}
	if diff := cmp.Diff(Default(), got.Config, cmp.Transformer("empty", func(s []string) string { return strings.Join(s, ",") })); diff != "" {
		t.Errorf("the first file differs from Default (-want +got):\n%s", diff)
	}
	for _, k := range Keys() {
		if stands := strings.HasPrefix(got.From[k.Name], file+":"); stands == k.ByMode() {
			t.Errorf("From[%q] = %q, want a line of the file unless the mode decides", k.Name, got.From[k.Name])
		}
	}
	onlyFile(t, file)
	if runtime.GOOS != "windows" {
		hasMode(t, file, 0o600)
		hasMode(t, filepath.Dir(file), 0o700|os.ModeDir)
		hasMode(t, filepath.Dir(filepath.Dir(file)), 0o700|os.ModeDir)
	}
}

func TestFirstFile(t *testing.T) {
	text := firstFile()
	for _, want := range []string{
		"\n# port to listen on; 0 for any free port (0 to 65535)\nport = 8080\n",
		"\n# time that running requests get to finish at the end (0s to 10m)\ndrain = \"10s\"\n",
		"\n# types = [\"html\", \"txt\", \"png\", \"jpg\", \"jpeg\"]\n",
		"\nhost_names = []\n",
		"\nupload_limit = \"1 MiB\"\n",
		"\n# uploads = true\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the first file does not contain %q:\n%s", want, text)
		}
	}
}

func TestCreateLeavesAlone(t *testing.T) {
	folder := t.TempDir()
	file, link := filepath.Join(folder, "config.toml"), filepath.Join(folder, "link.toml")
	put(t, file, "port = 1\n")
	names := []string{file, folder}
	if os.Symlink(filepath.Join(folder, "gone"), link) == nil {
		names = append(names, link)
	}
	for _, name := range names {
		if created, err := Create(name); created || err != nil {
			t.Errorf("Create(%q) = %v, %v, want false, nil", name, created, err)
		}
	}
	if text, err := os.ReadFile(file); string(text) != "port = 1\n" {
		t.Errorf("the file reads %q (%v), want it as it was", text, err)
	}
}

func TestCreateFails(t *testing.T) {
	file := writeFile(t, "")
	if created, err := Create(filepath.Join(file, "config.toml")); created || err == nil {
		t.Errorf("Create() below a file = %v, %v, want false and why", created, err)
	}
}

// TestCreateTogether has many first starts at once: one of them makes the file, and no rest of the others stays.
func TestCreateTogether(t *testing.T) {
	file := filepath.Join(t.TempDir(), "porchlight", "config.toml")
	var made atomic.Int32
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			created, err := Create(file)
			if err != nil {
				t.Errorf("Create() = %v, want nil", err)
			}
			if created {
				made.Add(1)
			}
			if text, err := os.ReadFile(file); string(text) != firstFile() {
				t.Errorf("after Create the file has %d bytes (%v), want the whole", len(text), err)
			}
		})
	}
	all.Wait()
	if made.Load() != 1 {
		t.Errorf("%d of 20 created the file, want 1", made.Load())
	}
	onlyFile(t, file)
}

// TestPlace puts a file where one is.
func TestPlace(t *testing.T) {
	folder := t.TempDir()
	beside, file := filepath.Join(folder, "new"), filepath.Join(folder, "config.toml")
	put(t, beside, "new")
	put(t, file, "old")
	if err := place(beside, file); !os.IsExist(err) {
		t.Errorf("place() over a file = %v, want fs.ErrExist", err)
	}
	if text, _ := os.ReadFile(file); string(text) != "old" {
		t.Errorf("the file reads %q, want it as it was", text)
	}
}

// onlyFile fails if anything else is in the folder of the file.
func onlyFile(t *testing.T, file string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(file))
	if err != nil || len(entries) != 1 || entries[0].Name() != filepath.Base(file) {
		t.Errorf("the folder has %v (%v), want only %q", entries, err, filepath.Base(file))
	}
}

func hasMode(t *testing.T, name string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode() != want {
		t.Errorf("mode of %q = %v, want %v", name, info.Mode(), want)
	}
}
