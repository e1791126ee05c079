// SPDX-License-Identifier: MIT

package app

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"porchlight/server"
)

func TestSet(t *testing.T) {
	h := newHome(t, site)
	if err := h.Start(); err != nil {
		t.Fatal(err)
	}
	if err := h.Set(map[string]string{"workers": "5", "root": h.path("other")}); err != nil {
		t.Fatal(err)
	}
	if s := h.Snapshot(); s.Workers != 5 || s.Config.Workers != 5 {
		t.Errorf("workers = %d, %d in the configuration, want 5", s.Workers, s.Config.Workers)
	}
	if got := h.fetch("/"); got != "the other" {
		t.Errorf("the site is %q", got)
	}
	text, err := os.ReadFile(h.path("config.toml"))
	if err != nil || !strings.Contains(string(text), "port = 0 # any\n") || !strings.Contains(string(text), "workers = 5\n") {
		t.Errorf("the file is %q, %v, want its remark and 5 workers", text, err)
	}
}

// TestSetRefuses leaves everything as it was.
func TestSetRefuses(t *testing.T) {
	tests := []struct {
		name  string
		texts map[string]string
		want  string
	}{
		{"out of range", map[string]string{"workers": "0"}, "workers: "},
		{"one of two", map[string]string{"queue": "7", "timeout": "soon"}, "timeout: "},
		{"no such folder", map[string]string{"root": "/no/such/folder"}, "open folder "},
		{"by a flag", map[string]string{"log_level": "warn"}, "log_level is set by --log-level"},
		{"by a variable", map[string]string{"patience": "1s"}, "patience is set by PORCHLIGHT_PATIENCE"},
	}
	h := newHome(t, site, func(o *Options) {
		o.Flags, o.Environ = map[string]string{"log_level": "error"}, []string{"PORCHLIGHT_PATIENCE=2s"}
	})
	if err := h.Start(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(h.path("config.toml"))
	if err != nil {
		t.Fatal(err)
	}
	config := h.Snapshot().Config
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := h.Set(tt.texts); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Set(%v) = %v, want %q in it", tt.texts, err, tt.want)
			}
			after, err := os.ReadFile(h.path("config.toml"))
			if err != nil || string(after) != string(before) {
				t.Errorf("the file is %q, %v after a refusal", after, err)
			}
			if diff := cmp.Diff(config, h.Snapshot().Config); diff != "" {
				t.Errorf("the configuration has changed (-want +got):\n%s", diff)
			}
		})
	}
	if got := h.fetch("/"); got != "the site" {
		t.Errorf("the site is %q", got)
	}
}

// TestLend goes to another folder and back.
func TestLend(t *testing.T) {
	h := newHome(t, strings.Replace(site, "/site", "/./site", 1)) // a person may write a path in any way
	if err := h.Lend(Loan{Dir: h.path("site/index.html"), Mode: "share"}); err == nil || !strings.Contains(err.Error(), "this is a file") {
		t.Errorf("Lend() of a file = %v", err)
	}
	if err := h.Lend(Loan{Dir: h.path("none"), Mode: "share"}); err == nil || !strings.Contains(err.Error(), "no such folder") {
		t.Errorf("Lend() of nothing = %v", err)
	}
	h.write("other/song.ogg", "la la")
	if err := h.Lend(Loan{Dir: h.path("other"), Mode: "share"}); err != nil {
		t.Fatal(err)
	}
	if s := h.Snapshot(); s.Level != server.Calm || s.Mode != "share" || s.Root != h.path("other") {
		t.Errorf("Snapshot() = %+v, want the other folder, shared", s)
	}
	if got := h.fetch("/song.ogg"); got != "la la" {
		t.Errorf("a file of any type is %q", got)
	}
	if err := h.Lend(Loan{Dir: h.path("other"), Mode: "receive"}); err != nil {
		t.Fatal(err)
	}
	if got := h.fetch("/song.ogg"); got != "403 Forbidden" {
		t.Errorf("a file of an inbox is %q", got)
	}
	recent := h.Snapshot().Recent
	var got []string
	for _, l := range recent {
		got = append(got, l.Mode+" "+l.Path)
	}
	want := []string{"receive " + h.path("other"), "share " + h.path("other"), "website " + h.path("site")}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Recent (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(recent, readRecent(h.path("state")), cmp.Comparer(func(a, b Lent) bool { return a.Path == b.Path && a.Time.Equal(b.Time) })); diff != "" {
		t.Errorf("what is remembered on the disk (-want +got):\n%s", diff)
	}
}
