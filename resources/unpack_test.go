// SPDX-License-Identifier: MIT

package resources

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// contents reads all files below dir.
func contents(t *testing.T, dir fs.FS) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(dir, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := fs.ReadFile(dir, name)
		all[name] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// wantWhole checks that dir holds the site, and that its parent holds nothing else.
func wantWhole(t *testing.T, dir string) {
	t.Helper()
	if diff := cmp.Diff(contents(t, Site()), contents(t, os.DirFS(dir))); diff != "" {
		t.Errorf("unpacked site differs from Site():\n%s", diff)
	}
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("the parent of %s holds %v, want the site alone", dir, entries)
	}
}

func TestUnpack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data", "porchlight", "site")
	if err := Unpack(dir); err != nil {
		t.Fatalf("Unpack(%q) = %v, want nil", dir, err)
	}
	wantWhole(t, dir)
	if runtime.GOOS == "windows" {
		return // has no such modes
	}
	for name, want := range map[string]fs.FileMode{
		dir:                              0o755,
		filepath.Join(dir, "index.html"): 0o644,
		filepath.Dir(dir):                0o700,
	} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("mode of %s = %o, want %o", name, got, want)
		}
	}
}

func TestUnpackLeavesWhatExistsAlone(t *testing.T) {
	tests := []struct {
		name  string
		make  func(dir string) error
		check func(dir string) error
	}{
		{
			"edited and deleted",
			func(dir string) error {
				return errors.Join(Unpack(dir), os.Remove(filepath.Join(dir, "about.html")),
					os.WriteFile(filepath.Join(dir, "index.html"), []byte("mine"), 0o644))
			},
			func(dir string) error {
				b, err := os.ReadFile(filepath.Join(dir, "index.html"))
				if err != nil || string(b) != "mine" {
					return errors.Join(err, errors.New("index.html was written again"))
				}
				return absent(filepath.Join(dir, "about.html"))
			},
		},
		{
			"empty folder",
			func(dir string) error { return os.Mkdir(dir, 0o755) },
			func(dir string) error { return absent(filepath.Join(dir, "index.html")) },
		},
		{
			"a file of that name",
			func(dir string) error { return os.WriteFile(dir, nil, 0o644) },
			func(dir string) error { return absent(filepath.Join(dir, "index.html")) },
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "site")
			if err := tt.make(dir); err != nil {
				t.Fatal(err)
			}
			parent, then := filepath.Dir(dir), time.Unix(1_000_000_000, 0)
			if err := os.Chtimes(parent, then, then); err != nil {
				t.Fatal(err)
			}
			if err := Unpack(dir); err != nil {
				t.Fatalf("Unpack(%q) = %v, want nil", dir, err)
			}
			if info, err := os.Stat(parent); err != nil || !info.ModTime().Equal(then) {
				t.Errorf("Unpack(%q) touched the parent (%v), want nothing done at all", dir, err)
			}
			if err := tt.check(dir); err != nil {
				t.Errorf("after Unpack: %v", err)
			}
		})
	}
}

func absent(name string) error {
	if _, err := os.Lstat(name); err == nil {
		return errors.New(name + " exists")
	}
	return nil
}

func TestUnpackSweepsWhatACrashLeft(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	left := filepath.Join(filepath.Dir(dir), ".site.part-123", "site")
	if err := os.MkdirAll(left, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(left, "index.html"), []byte("<!doc"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Unpack(dir); err != nil {
		t.Fatalf("Unpack(%q) = %v, want nil", dir, err)
	}
	wantWhole(t, dir)
}

func TestUnpackAtOnce(t *testing.T) {
	for range 5 {
		dir := filepath.Join(t.TempDir(), "porchlight", "site")
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { errs[i] = Unpack(dir) })
		}
		wg.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatalf("Unpack at once = %v, want nil", err)
		}
		wantWhole(t, dir)
	}
}

func TestUnpackBelowAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Unpack(filepath.Join(file, "site")); err == nil {
		t.Error("Unpack below a file = nil, want an error")
	}
}

func TestUnpackWholeOrNotAtAll(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "site")
	broken := brokenFS{fstest.MapFS{"a.txt": {Data: []byte("a")}, "b.txt": {Data: []byte("b")}}}
	if err := unpack(broken, dir); !errors.Is(err, errBroken) {
		t.Fatalf("unpack(broken) = %v, want %v", err, errBroken)
	}
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 0 {
		t.Errorf("unpack(broken) left %v, want nothing", entries)
	}
}

var errBroken = errors.New("broken")

// brokenFS is a site whose second file is not to be read.
type brokenFS struct{ fstest.MapFS }

func (b brokenFS) ReadFile(name string) ([]byte, error) {
	if name == "b.txt" {
		return nil, errBroken
	}
	return b.MapFS.ReadFile(name)
}
