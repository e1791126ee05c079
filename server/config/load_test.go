// SPDX-License-Identifier: MIT

package config

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLoadPrecedence(t *testing.T) {
	file := writeFile(t, "\nport = 1\nqueue = 2\nworkers = 3\n")
	got, err := Load(Sources{
		File:    file,
		Environ: []string{"HOME=/x", "PORCHLIGHT_QUEUE=9", "PORCHLIGHT_QUEUE=20", "PORCHLIGHT_WORKERS=30", "PORCHLIGHT_HOST=", "PORCHLIGHT_NEWS=1", "=C:=x"},
		Flags:   map[string]string{"workers": "300", "log_level": "debug"},
	})
	if err != nil {
		t.Fatalf("Load() = %v, want nil", err)
	}
	want := Default()
	want.Port, want.Queue, want.Workers, want.LogLevel = 1, 20, 300, "debug"
	if diff := cmp.Diff(want, got.Config); diff != "" {
		t.Errorf("Config differs (-want +got):\n%s", diff)
	}
	if got.File != file {
		t.Errorf("File = %q, want %q", got.File, file)
	}
	for key, want := range map[string]string{
		"port": file + ":2", "queue": "PORCHLIGHT_QUEUE", "workers": "flag", "log_level": "flag", "host": "default",
	} {
		if got.From[key] != want {
			t.Errorf("From[%q] = %q, want %q", key, got.From[key], want)
		}
	}
	if len(got.From) != len(Keys()) {
		t.Errorf("From has %d keys, want %d", len(got.From), len(Keys()))
	}
}

func TestLoadNothing(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "no", "config.toml")
	for name, s := range map[string]Sources{"no sources": {}, "missing file": {File: missing}} {
		t.Run(name, func(t *testing.T) {
			got, err := Load(s)
			if err != nil || got.File != "" {
				t.Fatalf("Load(%+v) = file %q, %v, want no file and nil", s, got.File, err)
			}
			if diff := cmp.Diff(Default(), got.Config); diff != "" {
				t.Errorf("Config differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLoadReportsAll(t *testing.T) {
	file := writeFile(t, "workers = 0\nport = \"x\"\n")
	got, err := Load(Sources{
		File:    file,
		Environ: []string{"PORCHLIGHT_QUEUE=-1"},
		Flags:   map[string]string{"port": "80a", "log_level": "loud", "nope": "1"},
	})
	want := []Problem{
		{Source: file + ":1", Text: `workers: "0" is out of range, use 1 to 1024`},
		{Source: file + ":2", Text: `port: "x" is not a whole number, use 0 to 65535`},
		{Source: "PORCHLIGHT_QUEUE", Text: `"-1" is out of range, use 0 to 100000`},
		{Source: "--log-level", Text: `"loud" is not known here, use debug, info, warn or error`, Usage: true},
		{Source: "--nope", Text: "this sets no key", Usage: true},
		{Source: "--port", Text: `"80a" is not a whole number, use 0 to 65535`, Usage: true},
	}
	if diff := cmp.Diff(want, problems(t, err)); diff != "" {
		t.Errorf("problems differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Resolved{}, got); diff != "" {
		t.Errorf("Load() with problems returns values (-want +got):\n%s", diff)
	}
	if text, want := want[5].Error(), `--port: "80a" is not a whole number, use 0 to 65535`; text != want {
		t.Errorf("Error() = %q, want %q", text, want)
	}
}

// TestLoadTogether has values that are wrong only together: whoever set the last of them is told.
func TestLoadTogether(t *testing.T) {
	root := t.TempDir()
	log := filepath.Join(root, "a.txt")
	file := writeFile(t, "log_file = "+quoteTOML(log)+"\n")
	tests := []struct {
		name    string
		sources Sources
		want    Problem
	}{
		{"file", Sources{File: file, Flags: map[string]string{"root": root}}, Problem{Source: file + ":1"}},
		{"variable", Sources{Environ: []string{"PORCHLIGHT_LOG_FILE=" + log, "PORCHLIGHT_ROOT=" + root}}, Problem{Source: "PORCHLIGHT_LOG_FILE"}},
		{"flag", Sources{Flags: map[string]string{"root": root, "log_file": log}}, Problem{Source: "--log-file", Usage: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load(tt.sources)
			got := problems(t, err)
			if len(got) != 1 {
				t.Fatalf("Load() = %v, want one problem", err)
			}
			got[0].Text = ""
			if diff := cmp.Diff(tt.want, got[0]); diff != "" {
				t.Errorf("problem differs (-want +got):\n%s", diff)
			}
		})
	}
}
