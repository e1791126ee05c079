// SPDX-License-Identifier: MIT

package app

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"porchlight/server/exposure"
)

func TestLifetime(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err) // a machine without the table of time zones
	}
	for _, tt := range []struct {
		name, until string
		now         time.Time
		want        string
	}{
		{"until stopped", "stopped", time.Unix(0, 0), "0s"},
		{"a span", "15m", time.Unix(0, 0), "15m"},
		{"today", "today", time.Date(2024, 3, 15, 22, 30, 0, 0, berlin), "5401s"},
		{"the last moment", "today", time.Date(2024, 12, 31, 23, 59, 59, 900, berlin), "1s"},
		{"the clocks go forward", "today", time.Date(2024, 3, 31, 1, 0, 0, 0, berlin), "79201s"},
		{"nonsense", "soon", time.Unix(0, 0), "soon"},
	} {
		if got := Lifetime(tt.until, tt.now); got != tt.want {
			t.Errorf("%s: Lifetime(%q, %v) = %q, want %q", tt.name, tt.until, tt.now, got, tt.want)
		}
	}
}

// TestPreview looks at what is there, and tells a folder that nobody means.
func TestPreview(t *testing.T) {
	a, home := &App{}, t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	photos := filepath.Join(home, "Photos")
	if err := os.Mkdir(photos, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(photos, "a.txt"), []byte("12345"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, dir, want string
		insist, fails   bool
	}{
		{"ordinary", photos, "1 file, 5 B", false, false},
		{"home", home, "1 file, 5 B", true, true},
		{"none", filepath.Join(home, "none"), "no files", false, true},
	} {
		report, err := a.Preview(t.Context(), tt.dir)
		if report.Sentence() != tt.want || errors.Is(err, exposure.ErrInsist) != tt.insist || (err != nil) != tt.fails {
			t.Errorf("%s: Preview() = %q, %v, want %q", tt.name, report.Sentence(), err, tt.want)
		}
	}
}
