// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const largeSize = 3 * lastPiece

// newLargeSite has a file that is sent from the disk, and a clock to be moved.
func newLargeSite(t *testing.T) (*site, *fakeClock) {
	t.Helper()
	clock := newFakeClock()
	s := newSite(t, noMemory, func(o *Options) { o.Now = clock.now })
	s.write("sub/large.txt", strings.Repeat("a", largeSize))
	return s, clock
}

// fileOf asks for the large file and returns what the writer was handed.
func (s *site) fileOf() *os.File {
	s.t.Helper()
	w := &fileWriter{reusedWriter: reusedWriter{header: http.Header{}}}
	s.ServeHTTP(w, newRequest("GET", "/sub/large.txt", nil))
	if w.status != http.StatusOK || w.file == nil {
		s.t.Fatalf("status %d, file %v", w.status, w.file)
	}
	return w.file
}

func (t *openFiles) len() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.count
}

func TestStaysOpenForASecond(t *testing.T) {
	s, clock := newLargeSite(t)
	first := s.fileOf()
	clock.add(time.Duration(recheck) - 1)
	if s.fileOf() != first {
		t.Error("within a second the file is opened again")
	}
	clock.add(1)
	if s.fileOf() == first {
		t.Error("a second later the file of before is sent")
	}
	if _, err := first.Stat(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("the file of before is not closed: %v", err)
	}
}

// TestStaysOpenUnchanged holds that whatever has become of a file that is open
// still, the next request is answered of what lies there now.
func TestStaysOpenUnchanged(t *testing.T) {
	other := strings.Repeat("b", largeSize)
	for name, change := range map[string]func(s *site) error{
		"rewritten": func(s *site) error { return os.WriteFile(s.path("sub/large.txt"), []byte(other), 0o600) },
		"rewritten with its old date": func(s *site) error {
			s.write("sub/large.txt", other)
			return nil
		},
		"replaced": func(s *site) error {
			s.write("sub/next.txt", other)
			return os.Rename(s.path("sub/next.txt"), s.path("sub/large.txt"))
		},
		"removed": func(s *site) error { return os.Remove(s.path("sub/large.txt")) },
		"moved":   func(s *site) error { return os.Rename(s.path("sub/large.txt"), s.path("sub/gone.txt")) },
		"a folder": func(s *site) error {
			return errors.Join(os.Remove(s.path("sub/large.txt")), os.Mkdir(s.path("sub/large.txt"), 0o700))
		},
		"moved by us, with its folder": func(s *site) error { return s.Files(true).Rename("/sub", "/dir") },
		"removed by us":                func(s *site) error { return s.Files(true).RemoveAll("/sub") },
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := newLargeSite(t)
			s.fileOf()
			if err := change(s); err != nil {
				t.Fatal(err)
			}
			want, status := "", http.StatusNotFound
			if content, err := os.ReadFile(s.path("sub/large.txt")); err == nil {
				want, status = string(content), http.StatusOK
			} else if !errors.Is(err, fs.ErrNotExist) {
				status = http.StatusMovedPermanently
			}
			res := s.do("GET", "/sub/large.txt")
			if got := body(t, res); res.StatusCode != status || status == http.StatusOK && got != want {
				t.Errorf("%d, %.20q, want %d, %.20q", res.StatusCode, got, status, want)
			}
		})
	}
}

// nestedWriter asks for the same file while it is sent one.
type nestedWriter struct {
	fileWriter
	site *site
}

func (w *nestedWriter) Write(p []byte) (int, error) {
	if w.site != nil {
		if w.site.fileOf() == w.file {
			w.site.t.Error("two requests at once are sent the same open file, with one offset")
		}
		w.site = nil
	}
	return w.fileWriter.Write(p)
}

func TestOpenFileIsLentToOne(t *testing.T) {
	s, _ := newLargeSite(t)
	s.fileOf()
	w := &nestedWriter{fileWriter: fileWriter{reusedWriter: reusedWriter{header: http.Header{}}}, site: s}
	s.ServeHTTP(w, newRequest("GET", "/sub/large.txt", nil))
	if w.site != nil || s.openFiles.len() != 2 {
		t.Errorf("%d files are open, want 2", s.openFiles.len())
	}
}

// TestOpenFilesAreClosed holds that what nobody asks for again is closed: after a
// second, when there are too many, and at the end.
func TestOpenFilesAreClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSite(t, noMemory)
		var all []*os.File
		for n := range mostOpenFiles + 3 {
			name := strconv.Itoa(n) + ".txt"
			s.writeAt(name, strings.Repeat("a", largeSize), time.Unix(1e8, 0)) // the clock here begins in 2000
			w := &fileWriter{reusedWriter: reusedWriter{header: http.Header{}}}
			s.ServeHTTP(w, newRequest("GET", "/"+name, nil))
			all = append(all, w.file)
		}
		wantOpen(t, all, mostOpenFiles)
		time.Sleep(time.Duration(recheck))
		synctest.Wait()
		wantOpen(t, all, 0)
		s.do("GET", "/0.txt")
		if s.openFiles.len() != 1 {
			t.Errorf("%d files are open after a request, want 1", s.openFiles.len())
		}
		s.openFiles.close()
		s.do("GET", "/0.txt")
		if s.openFiles.len() != 0 {
			t.Errorf("%d files are open after the end, want none", s.openFiles.len())
		}
	})
}

func wantOpen(t *testing.T, files []*os.File, want int) {
	t.Helper()
	open := 0
	for _, f := range files {
		if _, err := f.Stat(); err == nil {
			open++
		}
	}
	if open != want {
		t.Errorf("%d files are open, want %d", open, want)
	}
}

// TestDateToComeIsToldAnew holds that a file is not kept open with the date of one
// answer, which stands in for its own while that is still to come.
func TestDateToComeIsToldAnew(t *testing.T) {
	s, clock := newLargeSite(t)
	s.writeAt("sub/large.txt", strings.Repeat("a", largeSize), clock.now().Add(time.Hour))
	first := s.fileOf()
	if s.fileOf() == first || s.openFiles.len() != 0 {
		t.Error("a file with a date to come is kept open")
	}
}
