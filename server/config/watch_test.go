// SPDX-License-Identifier: MIT

package config

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// patienceOfTest is far beyond what a notice takes.
const patienceOfTest = 20 * time.Second

// watching is a watch that has begun.
type watching struct {
	t       *testing.T
	changed chan struct{}
}

// watch begins to watch before it returns, and ends with the test.
func watch(t *testing.T, path string) *watching {
	t.Helper()
	w, err := newWatcher(path)
	if err != nil {
		t.Fatalf("newWatcher(%q) = %v, want nil", path, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	got := &watching{t: t, changed: make(chan struct{}, 100)}
	ended := make(chan error)
	go func() { ended <- w.run(ctx, func() { got.changed <- struct{}{} }) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("watch of %q ends with %v, want nil", path, err)
		}
		w.notify.Close()
	})
	return got
}

// seen waits for a notice.
func (w *watching) seen(what string) {
	w.t.Helper()
	select {
	case <-w.changed:
	case <-time.After(patienceOfTest):
		w.t.Fatalf("no notice of %s", what)
	}
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}

func makeFolder(t *testing.T, name string) {
	t.Helper()
	if err := os.MkdirAll(name, 0o700); err != nil {
		t.Fatal(err)
	}
}

// symlink makes a link, or skips the test where this user may not.
func symlink(t *testing.T, target, name string) {
	t.Helper()
	if err := os.Symlink(target, name); err != nil {
		t.Skip("no links here:", err)
	}
}

func TestWatchFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file, aside := filepath.Join(folder, "config.toml"), filepath.Join(folder, "aside")
	w := watch(t, file)
	put(t, file, "port = 1\n")
	w.seen("a file that appears")
	put(t, file, "port = 2\n")
	w.seen("a file that is written")
	put(t, aside, "port = 3\n")
	rename(t, aside, file)
	w.seen("a file that is replaced")
	rename(t, file, aside)
	w.seen("a file that goes away")
	rename(t, aside, file)
	w.seen("a file that comes back")
	put(t, file, "port = 4\n")
	w.seen("a file that is written after all that")
}

// TestWatchOneNotice writes other files, and then one file often: only the latter counts, and once.
func TestWatchOneNotice(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := filepath.Join(folder, "config.toml")
	put(t, file, "")
	w := watch(t, file)
	put(t, filepath.Join(folder, "config.toml.swp"), "x")
	put(t, filepath.Join(folder, "other"), "x")
	if err := os.Chmod(file, 0o640); err != nil {
		t.Fatal(err)
	}
	select {
	case <-w.changed:
		t.Error("a notice for other files")
	case <-time.After(2 * quiet):
	}
	for range 10 {
		put(t, file, "port = 1\n")
	}
	w.seen("a file that is written")
	select {
	case <-w.changed:
		t.Error("two notices for a row of writes")
	case <-time.After(2 * quiet):
	}
}

func TestWatchFolderAppears(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	folder := filepath.Join(home, ".config", "porchlight")
	file := filepath.Join(folder, "config.toml")
	w := watch(t, file)
	makeFolder(t, folder)
	w.seen("folders that appear")
	put(t, file, "port = 1\n")
	w.seen("a file in them")
	put(t, file, "port = 2\n")
	w.seen("a file that is written")
}

func TestWatchFolderReplaced(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	folder := filepath.Join(home, "porchlight")
	file := filepath.Join(folder, "config.toml")
	makeFolder(t, folder)
	put(t, file, "")
	w := watch(t, file)
	rename(t, folder, filepath.Join(home, "old"))
	w.seen("a folder that goes away")
	makeFolder(t, folder)
	w.seen("a folder that comes back")
	put(t, file, "port = 1\n")
	w.seen("a file in the new folder")
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	w.seen("a folder that is removed")
	makeFolder(t, folder)
	w.seen("a folder that is made again")
}

// TestWatchLink has the file behind a link in another folder.
func TestWatchLink(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	here, there, other := filepath.Join(home, "here"), filepath.Join(home, "there"), filepath.Join(home, "other")
	for _, folder := range []string{here, there, other} {
		makeFolder(t, folder)
		put(t, filepath.Join(folder, "real.toml"), "")
	}
	file := filepath.Join(here, "config.toml")
	symlink(t, filepath.Join("..", "there", "real.toml"), file)
	w := watch(t, file)
	put(t, filepath.Join(there, "real.toml"), "port = 1\n")
	w.seen("the file behind the link")
	symlink(t, filepath.Join(other, "real.toml"), filepath.Join(here, "aside"))
	rename(t, filepath.Join(here, "aside"), file)
	w.seen("a link that leads elsewhere")
	put(t, filepath.Join(other, "real.toml"), "port = 2\n")
	w.seen("the file behind the new link")
}

// TestWatchLinkedFolder is how Kubernetes swaps a volume: the link to the folder changes, the files never do.
func TestWatchLinkedFolder(t *testing.T) {
	t.Parallel()
	volume := t.TempDir()
	for _, folder := range []string{"first", "second"} {
		makeFolder(t, filepath.Join(volume, folder))
		put(t, filepath.Join(volume, folder, "config.toml"), folder)
	}
	symlink(t, "first", filepath.Join(volume, "..data"))
	symlink(t, filepath.Join("..data", "config.toml"), filepath.Join(volume, "config.toml"))
	w := watch(t, filepath.Join(volume, "config.toml"))
	symlink(t, "second", filepath.Join(volume, "..new"))
	rename(t, filepath.Join(volume, "..new"), filepath.Join(volume, "..data"))
	w.seen("a swap of folders")
	put(t, filepath.Join(volume, "second", "config.toml"), "third")
	w.seen("a file in the new folder")
}

func TestWatchEnds(t *testing.T) {
	t.Parallel()
	file := writeFile(t, "")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	notices := 0
	if err := Watch(ctx, file, func() { notices++ }); err != nil || notices != 1 {
		t.Errorf("Watch() = %v with %d notices, want nil with the one of its beginning", err, notices)
	}
}

func TestLeadsTo(t *testing.T) {
	slash := string(filepath.Separator)
	tests := []struct {
		above, name string
		want        bool
	}{
		{slash + "a", slash + "a" + slash + "b", true},
		{slash + "a", slash + "A" + slash + "b", true},
		{slash, slash + "a", true},
		{slash + "a", slash + "a", true},
		{slash + "a", slash + "ab", false},
		{slash + "ab", slash + "a", false},
		{slash + "b", slash + "a" + slash + "b", false},
	}
	for _, tt := range tests {
		if got := leadsTo(tt.above, tt.name); got != tt.want {
			t.Errorf("leadsTo(%q, %q) = %v, want %v", tt.above, tt.name, got, tt.want)
		}
	}
}
