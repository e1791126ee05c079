// SPDX-License-Identifier: MIT

package thumb

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func noOpen() (io.ReadSeekCloser, error) { return nil, errors.New("opened") }

func newMaker(t *testing.T, o Options) *Maker {
	t.Helper()
	m := New(o)
	t.Cleanup(func() { _ = m.Close() })
	return m
}

// TestCacheSurvives holds that another Maker finds what one has made, and
// that a damaged file is made again.
func TestCacheSurvives(t *testing.T) {
	dir, key := filepath.Join(t.TempDir(), "new", "cache"), KeyOf("a")
	made, err := newMaker(t, Options{Dir: dir}).Thumbnail(t.Context(), key, opener(encoded(t, "jpeg", picture(300, 300))))
	if err != nil {
		t.Fatal(err)
	}
	found, err := newMaker(t, Options{Dir: dir}).Thumbnail(t.Context(), key, noOpen)
	if err != nil || !bytes.Equal(found, made) {
		t.Fatalf("another Maker finds %d bytes (%v), want %d", len(found), err, len(made))
	}
	file := filepath.Join(dir, nameOf(key))
	for _, damaged := range [][]byte{nil, {1, 2, 3, 4}, append([]byte("CRCC"), made...), made[:100]} {
		if err := os.WriteFile(file, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		again, err := newMaker(t, Options{Dir: dir}).Thumbnail(t.Context(), key, opener(encoded(t, "jpeg", picture(300, 300))))
		if err != nil || !bytes.Equal(again, made) {
			t.Errorf("over %d damaged bytes: %d bytes (%v), want %d", len(damaged), len(again), err, len(made))
		}
		if b, err := os.ReadFile(file); err != nil || !bytes.Equal(b[4:], made) {
			t.Errorf("a damaged file stays (%v)", err)
		}
	}
}

// TestCacheLimit holds that the oldest go, that used ones stay, and that files
// of others are let alone.
func TestCacheLimit(t *testing.T) {
	dir := t.TempDir()
	foreign := filepath.Join(dir, "letter.txt")
	old := filepath.Join(dir, nameOf(KeyOf("x"))+".y"+partSuffix)
	for _, path := range []string{foreign, old} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, time.Unix(0, 0), time.Unix(0, 0)); err != nil {
			t.Fatal(err)
		}
	}
	c := newMaker(t, Options{Dir: dir, Limit: 10_000}).cache
	for i := range 30 {
		key := KeyOf(fmt.Sprint(i))
		c.put(key, make([]byte, 996))
		ago := time.Now().Add(time.Duration(i-100) * time.Hour)
		if err := c.root.Chtimes(nameOf(key), ago, ago); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		if i > 0 && c.get(KeyOf("0")) == nil { // which makes it the youngest
			t.Fatalf("what is used has gone after %d", i)
		}
		if used := c.used.Load(); used > 10_000 {
			t.Fatalf("%d bytes after %d, want at most 10,000", used, i)
		}
	}
	if c.get(KeyOf("1")) != nil || c.get(KeyOf("29")) == nil {
		t.Error("not the oldest have gone")
	}
	if _, err := os.Stat(foreign); err != nil {
		t.Error("a foreign file has gone")
	}
	if _, err := os.Stat(old); err == nil {
		t.Error("an abandoned part stays")
	}
}

// TestCacheOfNoUse holds that a Maker works without its folder, and says so
// once.
func TestCacheOfNoUse(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	gone := filepath.Join(t.TempDir(), "gone")
	for _, dir := range []string{file, gone} {
		var log bytes.Buffer
		m := newMaker(t, Options{Dir: dir, Log: slog.New(slog.NewTextHandler(&log, nil))})
		if err := os.RemoveAll(gone); err != nil {
			t.Skip("an open folder stays: ", err)
		}
		for i := range 3 {
			if _, err := m.Thumbnail(t.Context(), KeyOf(fmt.Sprint(i)), opener(encoded(t, "jpeg", picture(30, 30)))); err != nil {
				t.Error(err)
			}
		}
		if n := strings.Count(log.String(), "\n"); n != 1 {
			t.Errorf("%d lines in the log, want one: %s", n, &log)
		}
	}
}
