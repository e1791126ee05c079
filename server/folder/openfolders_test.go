// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
	"testing"
	"testing/synctest"
	"time"
)

func (t *openFolders) len() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.byPath)
}

// TestFolderIsBelievedASecond holds that a file is believed no longer than the
// folder that it was found in, when it was opened and when it is asked for again:
// what comes into the place of both shows a second after the folder was opened.
func TestFolderIsBelievedASecond(t *testing.T) {
	if !keepsFolders {
		t.Skip("no folder stays open on this system")
	}
	for name, row := range map[string]struct {
		memory func(*Options)
		before []string
	}{
		"memory":              {func(*Options) {}, []string{"/sub/one.txt"}},
		"memory, asked again": {func(*Options) {}, []string{"/sub/one.txt", "/sub/two.txt"}},
		"disk":                {noMemory, []string{"/sub/one.txt"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // where no timer runs while the clock is moved by hand
				clock := &fakeClock{time: longAgo.AddDate(100, 0, 0)}
				s := newSite(t, row.memory, func(o *Options) { o.Now = clock.now })
				s.write("sub/one.txt", "one")
				s.write("sub/two.txt", "two")
				s.write("next/two.txt", "another")
				for _, target := range row.before {
					s.get(target)
				}
				s.openFolders.sweep()
				clock.add(time.Second)
				s.get("/sub/one.txt")
				clock.add(900 * time.Millisecond)
				s.get("/sub/two.txt")
				if err := errors.Join(os.Rename(s.path("sub"), s.path("old")), os.Rename(s.path("next"), s.path("sub"))); err != nil {
					t.Fatal(err)
				}
				clock.add(100*time.Millisecond - 1)
				if got := s.get("/sub/two.txt"); got != "two" {
					t.Errorf("within a second = %q, want %q of the folder that is open", got, "two")
				}
				clock.add(1)
				if got := s.get("/sub/two.txt"); got != "another" {
					t.Errorf("a second after the folder was opened = %q, want %q", got, "another")
				}
			})
		})
	}
}

func TestFolderMovedByUs(t *testing.T) {
	s := newSite(t)
	s.write("next/file.txt", "another")
	s.get("/sub/file.txt")
	files := s.Files(true)
	if err := errors.Join(files.RemoveAll("/sub"), files.Rename("/next", "/sub")); err != nil {
		t.Fatal(err)
	}
	if got := s.get("/sub/file.txt"); got != "another" {
		t.Errorf("after a move = %q, want %q", got, "another")
	}
}

// TestOpenFoldersAreClosed holds that a folder stays open for a second, that there
// are not too many, and none at the end.
func TestOpenFoldersAreClosed(t *testing.T) {
	if !keepsFolders {
		t.Skip("no folder stays open on this system")
	}
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t)
		for n := range mostOpenFolders + 3 {
			path := strconv.Itoa(n) + "/a.txt"
			s.write(path, "a")
			if got := s.get("/" + path); got != "a" {
				t.Errorf("%s = %q", path, got)
			}
		}
		if n := s.openFolders.len(); n != mostOpenFolders {
			t.Errorf("%d folders are open, want %d", n, mostOpenFolders)
		}
		first := s.openFolders.get("0", s.now().UnixNano())
		time.Sleep(time.Duration(recheck))
		synctest.Wait()
		if n := s.openFolders.len(); n != 0 {
			t.Errorf("%d folders are open after a second, want none", n)
		}
		if _, err := first.dir.Stat("."); !errors.Is(err, fs.ErrClosed) {
			t.Errorf("the first folder is not closed: %v", err)
		}
		s.get("/0/a.txt")
		if n := s.openFolders.len(); n != 1 {
			t.Errorf("%d folders are open after a request, want 1", n)
		}
		s.openFolders.close()
		if d := s.openFolders.get("1", s.now().UnixNano()); d != nil || s.openFolders.len() != 0 {
			t.Errorf("%d folders are open after the end, want none", s.openFolders.len())
		}
	})
}
