// SPDX-License-Identifier: MIT

package desktop

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// xdg-open gets the address, the folder or the file, as one argument, and
// nothing else. It is only answered after it was waited for: Open and Edit
// return while what they have opened lives.
func TestXdgOpen(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "-a $(b) 'c' \"é\"")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	file := put(t, folder, "config.toml", "port = 1\n")
	for _, tt := range []struct {
		name, target string
		act          func(string) error
	}{
		{"address", "http://127.0.0.1:8080/?token=x&y", Open},
		{"folder", folder, Open},
		{"file", file, Edit},
	} {
		t.Run(tt.name, func(t *testing.T) {
			called := newPipe(t)
			noPrograms(t).add(t, "xdg-open", called.tell())
			if err := tt.act(tt.target); err != nil {
				t.Errorf("%s %q: %v", tt.name, tt.target, err)
			}
			if got, want := called.hear(t), arguments(tt.target); got != want {
				t.Errorf("xdg-open was called by %s, want %s", got, want)
			}
		})
	}
}

func TestXdgOpenFails(t *testing.T) {
	folder := t.TempDir()
	file := put(t, folder, "config.toml", "")
	for _, tt := range []struct {
		name, target string
		act          func(string) error
	}{
		{"address", "http://127.0.0.1/", Open},
		{"folder", folder, Open},
		{"file", file, Edit},
	} {
		t.Run(tt.name, func(t *testing.T) {
			there := noPrograms(t)
			if err := tt.act(tt.target); !errors.Is(err, exec.ErrNotFound) {
				t.Errorf("without xdg-open: %v, want %v", err, exec.ErrNotFound)
			}
			there.add(t, "xdg-open", "exit 3\n")
			err := tt.act(tt.target)
			if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 3 {
				t.Errorf("with an xdg-open that has no browser: %v, want its exit status 3", err)
			}
		})
	}
}

// An interrupt in the terminal goes to a process group.
func TestEditorIsInAGroupOfItsOwn(t *testing.T) {
	called := newPipe(t)
	noPrograms(t).add(t, "xdg-open", "read -r _ _ _ _ group _ </proc/$$/stat\necho $group >'"+called.path+"'\n")
	if err := Edit(put(t, t.TempDir(), "config.toml", "")); err != nil {
		t.Fatal(err)
	}
	if got, ours := called.hear(t), fmt.Sprintln(syscall.Getpgrp()); got == ours || got == "" {
		t.Errorf("process group of the editor = %s, ours = %s", got, ours)
	}
}
