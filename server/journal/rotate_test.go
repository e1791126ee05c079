// SPDX-License-Identifier: MIT

package journal

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
)

func read(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// chain reads name.N … name.1 and name, oldest first, and checks that none but a file of one line exceeds limit.
func chain(t *testing.T, name string, limit int) string {
	t.Helper()
	old, err := filepath.Glob(name + ".*")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for i := len(old); i >= 0; i-- {
		r := rotator{name: name}
		text := read(t, r.old(i))
		if limit > 0 && len(text) > limit && strings.Count(text, "\n") > 1 {
			t.Errorf("%s has %d bytes, want at most %d", r.old(i), len(text), limit)
		}
		if text != "" && !strings.HasSuffix(text, "\n") {
			t.Errorf("%s ends in %q, want a whole line", r.old(i), text[max(0, len(text)-20):])
		}
		all.WriteString(text)
	}
	return all.String()
}

// Whatever the limit, writers together lose no line and tear none.
func TestRotationLosesNothing(t *testing.T) {
	const writers = 4
	rows := []struct {
		size  int64
		lines int // few for the small sizes: each rotation renames every old file
	}{{0, 2000}, {1, 15}, {40, 15}, {41, 15}, {64, 20}, {100, 30}, {1000, 100}, {4096, 300}, {100_000, 2000}, {1 << 20, 2000}}
	for _, r := range rows {
		t.Run(fmt.Sprint(r.size), func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "logs", "porchlight.log")
			j := open(t, Options{File: name, Size: r.size, Keep: writers * 30})
			var wg sync.WaitGroup
			for w := range writers {
				wg.Go(func() {
					for i := range r.lines {
						j.Logger().Info("m", "w", w, "i", i, "pad", strings.Repeat("x", i%90))
						if i%10 == 0 {
							j.Flush()
						}
					}
				})
			}
			wg.Wait()
			if err := j.Close(); err != nil {
				t.Errorf("Close() = %v, want no error", err)
			}
			checkWriters(t, chain(t, name, int(r.size)), writers, r.lines)
		})
	}
}

func checkWriters(t *testing.T, all string, writers, lines int) {
	t.Helper()
	next := make(map[int]int)
	for line := range strings.Lines(all) {
		var w, i int
		var pad string
		if _, err := fmt.Sscanf(line[min(len(line), len("[2024-03-15 10:30:15] ")):], "m w=%d i=%d pad=%s\n", &w, &i, &pad); err != nil {
			t.Fatalf("line %q is torn: %v", line, err)
		}
		if i != next[w] || len(strings.Trim(pad, `"`)) != i%90 {
			t.Fatalf("writer %d: line %d is %q, want its line %d", w, i, line, next[w])
		}
		next[w]++
	}
	for w := range writers {
		if next[w] != lines {
			t.Errorf("writer %d has %d lines, want %d", w, next[w], lines)
		}
	}
}

func TestRotationKeeps(t *testing.T) {
	rows := []struct {
		name string
		keep int
		want []string // the file, then .1, .2 …
	}{
		{"none", 0, []string{"line 9\n"}},
		{"one", 1, []string{"line 9\n", "line 8\n"}},
		{"three", 3, []string{"line 9\n", "line 8\n", "line 7\n", "line 6\n"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			r := &rotator{name: filepath.Join(t.TempDir(), "a.log"), limit: 7, keep: row.keep}
			for i := range 10 {
				write(t, r, "line "+strconv.Itoa(i)+"\n")
			}
			if err := r.Close(); err != nil {
				t.Errorf("Close() = %v, want no error", err)
			}
			for i, want := range row.want {
				if got := read(t, r.old(i)); got != want {
					t.Errorf("%s = %q, want %q", r.old(i), got, want)
				}
			}
			if _, err := os.Stat(r.old(len(row.want))); err == nil {
				t.Errorf("%s is there, want no more than %d old files", r.old(len(row.want)), row.keep)
			}
		})
	}
}

func write(t *testing.T, r *rotator, p string) {
	t.Helper()
	if n, err := r.Write([]byte(p)); n != len(p) || err != nil {
		t.Errorf("Write(%q) = %d, %v, want %d and no error", p, n, err, len(p))
	}
}

func TestRotationContinues(t *testing.T) {
	r := &rotator{name: filepath.Join(t.TempDir(), "a.log"), limit: 20, keep: 2}
	for range 3 {
		write(t, r, "123456789\n")
		if err := r.Close(); err != nil {
			t.Errorf("Close() = %v, want no error", err)
		}
	}
	if got, want := read(t, r.old(1))+"|"+read(t, r.name), "123456789\n123456789\n|123456789\n"; got != want {
		t.Errorf("files = %q, want %q: what was there before counts", got, want)
	}
}

// The rest of a line that a full disk cut in two follows it, also when the file is over its limit.
func TestRotationKeepsTornLineTogether(t *testing.T) {
	r := &rotator{name: filepath.Join(t.TempDir(), "a.log"), limit: 10, keep: 2}
	write(t, r, "0123456789ab")
	if err := r.Close(); err != nil {
		t.Errorf("Close() = %v, want no error", err)
	}
	write(t, r, "cdef\nnext\n")
	defer r.Close()
	if got, want := read(t, r.old(1))+"|"+read(t, r.name), "0123456789abcdef\n|next\n"; got != want {
		t.Errorf("files = %q, want %q", got, want)
	}
}

// A file that cannot be moved goes on growing; no old file is written over, and no line is lost.
func TestRotationBlocked(t *testing.T) {
	r := &rotator{name: filepath.Join(t.TempDir(), "a.log"), limit: 10, keep: 2}
	if err := os.MkdirAll(filepath.Join(r.old(2), "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(r.old(1), []byte("old\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		write(t, r, "12345678\n")
	}
	if got, want := read(t, r.old(1))+read(t, r.name), "old\n"+strings.Repeat("12345678\n", 3); got != want {
		t.Errorf("files = %q, want %q", got, want)
	}
	if err := os.RemoveAll(r.old(2)); err != nil {
		t.Fatal(err)
	}
	write(t, r, "12345678\n")
	defer r.Close()
	if got := read(t, r.old(2)); got != "old\n" {
		t.Errorf("%s = %q, want the oldest file once it can be moved", r.old(2), got)
	}
}

func TestRotatorReopens(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "logs")
	r := &rotator{name: filepath.Join(folder, "a.log")}
	if err := os.WriteFile(folder, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if n, err := r.Write([]byte("lost\n")); n != 0 || err == nil {
		t.Errorf("Write under a file = %d, %v, want 0 and an error", n, err)
	}
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	write(t, r, "back\n")
	if err := r.file.Close(); err != nil { // as if the disk had gone
		t.Fatal(err)
	}
	if n, err := r.Write([]byte("lost\n")); n != 0 || err == nil {
		t.Errorf("Write to a closed file = %d, %v, want 0 and an error", n, err)
	}
	write(t, r, "again\n")
	defer r.Close()
	if got, want := read(t, r.name), "back\nagain\n"; got != want {
		t.Errorf("file = %q, want %q", got, want)
	}
}

func TestLogIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("windows keeps the folder's permissions")
	}
	r := &rotator{name: filepath.Join(t.TempDir(), "logs", "a.log")}
	write(t, r, "m\n")
	defer r.Close()
	for name, want := range map[string]os.FileMode{r.name: 0o600, filepath.Dir(r.name): 0o700} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("mode of %s = %v, want %v", filepath.Base(name), got, want)
		}
	}
}

// What is not a file is never renamed.
func TestDeviceDoesNotRotate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("windows has no device files")
	}
	r := &rotator{name: os.DevNull, limit: 1, keep: 3}
	defer r.Close()
	write(t, r, "a\nb\nc\n")
	if r.full != 0 {
		t.Errorf("rotation limit of %s = %d, want none", r.name, r.full)
	}
}
