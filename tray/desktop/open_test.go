// SPDX-License-Identifier: MIT

package desktop

import (
	"errors"
	"os/exec"
	"testing"
)

func TestIsAddress(t *testing.T) {
	for _, tt := range []struct {
		name, target string
		want         bool
	}{
		{"http", "http://127.0.0.1:8080/", true},
		{"https", "https://example.org", true},
		{"with a token", "http://127.0.0.1:1/?token=A-b_9.~&x=%20#top", true},
		{"IPv6", "http://[fe80::1]:80/", true},
		{"nothing", "", false},
		{"another scheme", "file:///etc/passwd", false},
		{"script", "javascript:alert(1)", false},
		{"no scheme", "127.0.0.1:8080", false},
		{"no host", "http:///x", false},
		{"only a port", "http://:80/", false},
		{"opaque", "http:x", false},
		{"option", "--help", false},
		{"program", `C:\Windows\notepad.exe`, false},
		{"blank", "http://h/a b", false},
		{"line break", "http://h/\n", false},
		{"NUL", "http://h/\x00", false},
		{"quote", `http://h/"x`, false},
		{"apostrophe", "http://h/'x", false},
		{"backtick", "http://h/`x`", false},
		{"backslash", `http://h\@g/`, false},
		{"pipe", "http://h/|x", false},
		{"caret", "http://h/^&x", false},
		{"not ASCII", "http://h/é", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := isAddress(tt.target); got != tt.want {
				t.Errorf("isAddress(%q) = %v, want %v", tt.target, got, tt.want)
			}
		})
	}
}

func TestWhatIsNotOpened(t *testing.T) {
	t.Setenv("PATH", "") // should one of them be, then to no harm
	folder := t.TempDir()
	t.Chdir(folder)
	file := put(t, folder, "program", "#!/bin/sh\n")
	for _, tt := range []struct {
		name, target string
		act          func(string) error
	}{
		{"open a program", file, Open},
		{"open what is missing", file + "x", Open},
		{"open a folder by a relative name", ".", Open},
		{"open nothing", "", Open},
		{"edit a folder", folder, Edit},
		{"edit what is missing", file + "x", Edit},
		{"edit a file by a relative name", "program", Edit},
		{"edit an address", "http://127.0.0.1/", Edit},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.act(tt.target)
			if _, ran := errors.AsType[*exec.Error](err); err == nil || ran {
				t.Errorf("%s: %q: %v, want a refusal", tt.name, tt.target, err)
			}
		})
	}
}
