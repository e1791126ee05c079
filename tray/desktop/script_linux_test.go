// SPDX-License-Identifier: MIT

package desktop

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// programs is a folder that is all there is in PATH.
type programs struct{ folder string }

func noPrograms(t *testing.T) programs {
	t.Helper()
	folder := t.TempDir()
	t.Setenv("PATH", folder)
	return programs{folder}
}

// add puts a script of the shell there, which finds no other program.
func (p programs) add(t *testing.T, name, script string) {
	t.Helper()
	path := put(t, p.folder, name, "#!/bin/sh\n"+script)
	if err := os.Chmod(path, 0o700); err != nil {
		t.Fatal(err)
	}
}

// pipe is a named pipe, on which a script says what it was called by.
type pipe struct{ path string }

func newPipe(t *testing.T) pipe {
	t.Helper()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return pipe{path}
}

// tell is a line of a script that writes each of its arguments to the pipe.
func (p pipe) tell() string { return "printf '<%s>' \"$@\" >'" + p.path + "'\n" }

// hear waits for a script to have written, and returns what it wrote.
func (p pipe) hear(t *testing.T) string {
	t.Helper()
	heard := make(chan string, 1)
	go func() {
		text, err := os.ReadFile(p.path)
		if err != nil {
			text = []byte(err.Error())
		}
		heard <- string(text)
	}()
	select {
	case text := <-heard:
		return text
	case <-time.After(10 * time.Second):
		if f, err := os.OpenFile(p.path, os.O_WRONLY|syscall.O_NONBLOCK, 0); err == nil {
			f.Close() // frees the reader
		}
		t.Fatal("the program was not called")
		return ""
	}
}

func arguments(words ...string) string { return "<" + strings.Join(words, "><") + ">" }

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
