// SPDX-License-Identifier: MIT

package desktop

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
)

// Without a portal, a program asks.
func TestChooseFolderByProgram(t *testing.T) {
	folder := t.TempDir()
	for _, tt := range []struct {
		name    string
		program string
		start   string
		script  string // after it has told its arguments
		said    string
		want    string
		wantErr error
	}{
		{
			"zenity", "zenity", folder, "printf '%s\\n' '" + folder + "'",
			arguments("--file-selection", "--directory", "--title=-T 'x'", "--filename="+folder+"/"), folder, nil,
		},
		{
			"zenity, no start", "zenity", "", "printf '%s\\n' '" + folder + "'",
			arguments("--file-selection", "--directory", "--title=-T 'x'"), folder, nil,
		},
		{
			"zenity, start is gone", "zenity", folder + "/gone", "printf '%s\\n' '" + folder + "'",
			arguments("--file-selection", "--directory", "--title=-T 'x'"), folder, nil,
		},
		{
			"zenity, root", "zenity", "/", "echo /",
			arguments("--file-selection", "--directory", "--title=-T 'x'", "--filename=/"), "/", nil,
		},
		{
			"zenity, no", "zenity", "/", "exit 1",
			arguments("--file-selection", "--directory", "--title=-T 'x'", "--filename=/"), "", ErrCanceled,
		},
		{
			"kdialog", "kdialog", folder, "printf '%s\\n' '" + folder + "'",
			arguments("--title=-T 'x'", "--getexistingdirectory", folder), folder, nil,
		},
		{
			"kdialog, no", "kdialog", "", "exit 1",
			arguments("--title=-T 'x'", "--getexistingdirectory"), "", ErrCanceled,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("DISPLAY", ":0")
			called := filepath.Join(t.TempDir(), "called")
			noPrograms(t).add(t, tt.program, pipe{called}.tell()+tt.script+"\n")
			got, err := ChooseFolder(t.Context(), "-T\n'x'", tt.start)
			if got != tt.want || !errors.Is(err, tt.wantErr) {
				t.Errorf("ChooseFolder = %q, %v, want %q, %v", got, err, tt.want, tt.wantErr)
			}
			if said := read(t, called); said != tt.said {
				t.Errorf("%s was called by %s, want %s", tt.program, said, tt.said)
			}
		})
	}
}

func TestChooseFolderFails(t *testing.T) {
	there := noPrograms(t)
	t.Setenv("DISPLAY", ":0")
	for _, tt := range []struct {
		name, script string
		want         error
	}{
		{"breaks", "exit 2", nil},
		{"prints nothing", "exit 0", nil},
		{"prints no folder", "echo /bin/sh/x", nil},
		{"prints a relative name", "echo .", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			there.add(t, "zenity", tt.script+"\n")
			got, err := ChooseFolder(t.Context(), "T", "")
			if err == nil || errors.Is(err, ErrCanceled) || errors.Is(err, ErrNoDialog) {
				t.Errorf("ChooseFolder = %q, %v, want a failure", got, err)
			}
		})
	}
}

func TestChooseFolderHasNoDialog(t *testing.T) {
	t.Run("no program", func(t *testing.T) {
		noPrograms(t)
		t.Setenv("DISPLAY", ":0")
		if got, err := ChooseFolder(t.Context(), "T", ""); !errors.Is(err, ErrNoDialog) {
			t.Errorf("ChooseFolder = %q, %v, want %v", got, err, ErrNoDialog)
		}
	})
	t.Run("no display", func(t *testing.T) {
		noPrograms(t).add(t, "zenity", "exit 1\n")
		if got, err := ChooseFolder(t.Context(), "T", ""); !errors.Is(err, ErrNoDialog) {
			t.Errorf("ChooseFolder = %q, %v, want %v", got, err, ErrNoDialog)
		}
	})
}

// A program that waits for the person is ended with the context.
func TestChooseFolderByProgramIsTakenBack(t *testing.T) {
	t.Setenv("WAYLAND_DISPLAY", "wayland-0")
	called, never := newPipe(t), newPipe(t)
	noPrograms(t).add(t, "zenity", called.tell()+"read -r _ <'"+never.path+"'\n")
	ctx, cancel := context.WithCancel(t.Context())
	end := make(chan error, 1)
	go func() {
		_, err := ChooseFolder(ctx, "T", "")
		end <- err
	}()
	called.hear(t)
	cancel()
	if err := <-end; !errors.Is(err, context.Canceled) {
		t.Errorf("ChooseFolder = %v, want %v", err, context.Canceled)
	}
}
