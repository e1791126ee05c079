// SPDX-License-Identifier: MIT

package packaging

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// plant writes files, by their names with slashes, into a folder of its own.
func plant(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, text := range files {
		name = filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestLicences(t *testing.T) {
	folder := plant(t, map[string]string{
		"go/LICENSE": "Go\n", "go/PATENTS": "patents", "go/src/LICENSE": "not of what is linked",
		"one/LICENCE.txt": "one\r\n", "one/COPYING": "one", "one/license.go": "code",
		"one/deep/er/NOTICE": "deeper", "one/aside/LICENSE": "not linked", "LICENSE": "above every module",
		"two/License-MIT": "two",
	})
	line := func(module, folders, packages string) string {
		return strings.Join([]string{module, "v1.0.0", filepath.Join(folder, folders), filepath.Join(folder, filepath.FromSlash(packages))}, "\t")
	}
	one := strings.Join([]string{line("x.org/two", "two", "two"), line("x.org/one", "one", "one/deep/er")}, "\n")
	got, err := Licences(filepath.Join(folder, "go"), one, "", line("x.org/one", "one", "one")+"\r\n")
	if err != nil {
		t.Fatal(err)
	}
	rule := "\n" + strings.Repeat("=", 78) + "\n"
	want := "Porchlight is linked with the work of others, under these licences.\n" +
		rule + "The Go standard library and runtime: LICENSE\n\nGo\n" +
		rule + "The Go standard library and runtime: PATENTS\n\npatents\n" +
		rule + "x.org/one v1.0.0: COPYING\n\none\n" +
		rule + "x.org/one v1.0.0: deep/er/NOTICE\n\ndeeper\n" +
		rule + "x.org/two v1.0.0: License-MIT\n\ntwo\n"
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("Licences differs (-want +got):\n%s", diff)
	}
}

func TestNothingIsLinkedWithoutLicence(t *testing.T) {
	folder := plant(t, map[string]string{"go/LICENSE": "Go", "bare/code.go": "package bare"})
	bare := filepath.Join(folder, "bare")
	tests := []struct{ name, goroot, list, want string }{
		{"module", "go", "x.org/bare\tv1\t" + bare + "\t" + bare, "find licence of x.org/bare v1"},
		{"Go", "bare", "", "find licence of The Go standard library"},
		{"not in the cache", "go", "x.org/bare\tv1\t\t", "list modules: no folder in"},
		{"another form", "go", "x.org/bare", "list modules: no folder in"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Licences(filepath.Join(folder, tt.goroot), tt.list)
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("Licences(%q) = %v, want %s…", tt.list, err, tt.want)
			}
		})
	}
}
