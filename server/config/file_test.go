// SPDX-License-Identifier: MIT

package config

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadFileProblems(t *testing.T) {
	folder := t.TempDir()
	large := filepath.Join(folder, "large.toml")
	put(t, large, strings.Repeat("#", maxFile+1))
	wide := filepath.Join(folder, "wide.toml")
	put(t, wide, "\xff\xfep\x00=\x001\x00")
	missing := filepath.Join(folder, "missing.toml")
	tests := []struct {
		name, file string
		want       Problem
	}{
		{"missing", missing, Problem{
			Source: "--config", Text: quoted(missing) + " does not exist, name a file that does, or leave the flag out", Usage: true,
		}},
		{"folder", folder, Problem{Source: folder, Text: "this is a folder, name a file of settings"}},
		{"large", large, Problem{Source: large, Text: "the file is larger than 1 MiB, name a file of settings"}},
		{"UTF-16", wide, Problem{Source: wide, Text: "the file is UTF-16, save it as UTF-8"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load(Sources{File: tt.file, Required: true})
			if diff := cmp.Diff([]Problem{tt.want}, problems(t, err)); diff != "" {
				t.Errorf("Load(%q) differs (-want +got):\n%s", tt.file, diff)
			}
		})
	}
}

func TestReadFileLimit(t *testing.T) {
	file := writeFile(t, "port = 1\n"+strings.Repeat("#", maxFile-9))
	if got, err := Load(Sources{File: file}); err != nil || got.Port != 1 {
		t.Errorf("Load() of 1 MiB = port %d, %v, want 1, nil", got.Port, err)
	}
}

func TestReadFileForbidden(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("no file is forbidden to this user")
	}
	file := writeFile(t, "port = 1\n")
	if err := os.Chmod(file, 0); err != nil {
		t.Fatal(err)
	}
	_, err := Load(Sources{File: file})
	want := []Problem{{Source: file, Text: "permission denied, let this user read the file"}}
	if diff := cmp.Diff(want, problems(t, err)); diff != "" {
		t.Errorf("Load() differs (-want +got):\n%s", diff)
	}
}

func TestPath(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", folder)
	want := filepath.Join(folder, "porchlight", "config.toml")
	if got := Path(); got != want {
		t.Errorf("Path() = %q, want %q", got, want)
	}
	if _, err := os.Stat(filepath.Dir(want)); !os.IsNotExist(err) {
		t.Errorf("Path() created the folder (%v), want nothing created", err)
	}
}
