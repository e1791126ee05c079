// SPDX-License-Identifier: MIT

package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEdit(t *testing.T) {
	tests := []struct {
		name, file string
		texts      map[string]string
		want       string
	}{
		{"a number", "# the lamp\nport = 8080 # by the door\nqueue = 1\n", map[string]string{"port": "8081"}, "# the lamp\nport = 8081 # by the door\nqueue = 1\n"},
		{"blanks stay", "port\t =   8080\r\nqueue=1", map[string]string{"port": "8081", "queue": "2"}, "port\t =   8081\r\nqueue=2"},
		{"a text", "root = '/a' # x", map[string]string{"root": `C:\site`}, "root = 'C:\\site' # x"},
		{"a text over lines", "root = \"\"\"\na\"\"\" # x\nport = 1", map[string]string{"root": "b"}, "root = \"b\" # x\nport = 1"},
		{"a list over lines", "types = [ # all\n 'a',\n 'b' ] # x\n", map[string]string{"types": "*"}, "types = [\"*\"] # x\n"},
		{"the same value", "port = 0x1F90 # x", map[string]string{"queue": "3"}, "port = 0x1F90 # x\n\n# " + docOf(t, "queue") + "\nqueue = 3\n"},
		{"not there yet", "port = 1\n", map[string]string{"queue": "3"}, "port = 1\n\n# " + docOf(t, "queue") + "\nqueue = 3\n"},
		{"into nothing", "", map[string]string{"uploads": "off"}, "\n# " + docOf(t, "uploads") + "\nuploads = false\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := writeFile(t, tt.file)
			if err := Edit(file, tt.texts); err != nil {
				t.Fatalf("Edit(%v) = %v", tt.texts, err)
			}
			got, err := os.ReadFile(file)
			if err != nil || string(got) != tt.want {
				t.Errorf("Edit(%q, %v) leaves %q, %v, want %q", tt.file, tt.texts, got, err, tt.want)
			}
			if _, err := Load(Sources{File: file, Required: true}); err != nil {
				t.Errorf("Load() = %v after Edit(%v)", err, tt.texts)
			}
		})
	}
}

func docOf(t *testing.T, name string) string {
	t.Helper()
	key, ok := newLayers().key(name)
	if !ok {
		t.Fatalf("no key %q", name)
	}
	return key.Doc
}

func TestEditRefuses(t *testing.T) {
	tests := []struct {
		name, file string
		texts      map[string]string
		want       string
	}{
		{"a value out of range", "port = 1", map[string]string{"port": "70000"}, "port: "},
		{"one of two", "port = 1", map[string]string{"queue": "2", "workers": "0"}, "workers: "},
		{"no such key", "port = 1", map[string]string{"prot": "2"}, `"port"`},
		{"a broken file", "port = 1\nqueue = = 2", map[string]string{"port": "2"}, "FILE:2: "},
		{"values that do not go together", "root = '/a'\ntypes = ['log']", map[string]string{"log_file": "/a/x.log"}, "log_file: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := writeFile(t, tt.file)
			err := Edit(file, tt.texts)
			if err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), file, "FILE"), tt.want) {
				t.Errorf("Edit(%v) = %v, want %q in it", tt.texts, err, tt.want)
			}
			if _, ok := errors.AsType[*Problem](err); !ok {
				t.Errorf("Edit(%v) = %T, want a *Problem", tt.texts, err)
			}
			if got, _ := os.ReadFile(file); string(got) != tt.file {
				t.Errorf("the file is %q after a refused Edit, want it as it was", got)
			}
		})
	}
}

// TestEditKeeps has what belongs to the file and is not its text.
func TestEditKeeps(t *testing.T) {
	file := writeFile(t, "port = 1")
	link := filepath.Join(t.TempDir(), "link.toml")
	if err := os.Symlink(file, link); err != nil {
		t.Skipf("no links here: %v", err)
	}
	if err := os.Chmod(file, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := Edit(link, map[string]string{"port": "2"}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link has become %v, %v", info, err)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm()&0o077 != 0o040 {
		t.Errorf("the file has mode %v, %v, want that it had before", info.Mode(), err)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".config-*")); err != nil || len(left) > 0 {
		t.Errorf("%v, %v is left beside the file", left, err)
	}
}

func TestEditCreates(t *testing.T) {
	file := filepath.Join(t.TempDir(), "porchlight", "config.toml")
	if err := Edit(file, map[string]string{"port": "8123"}); err != nil {
		t.Fatal(err)
	}
	got, err := Load(Sources{File: file, Required: true})
	if err != nil || got.Port != 8123 {
		t.Errorf("Load() = port %d, %v, want 8123", got.Port, err)
	}
	text, _ := os.ReadFile(file)
	if want := strings.Replace(firstFile(), "port = 8080", "port = 8123", 1); string(text) != want {
		t.Errorf("Edit() of no file leaves %q, want the first file with the port in it", text)
	}
}
