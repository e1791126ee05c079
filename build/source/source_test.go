// SPDX-License-Identifier: MIT

package source_test

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"porchlight/build/source"
)

// load makes a tree of files given by path.
func load(t *testing.T, files map[string]string) *source.Tree {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	tree, err := source.Load(fsys)
	if err != nil {
		t.Fatalf("Load(%v) = %v, want a tree", slices.Sorted(maps.Keys(files)), err)
	}
	return tree
}

func TestLoadFindsGoFiles(t *testing.T) {
	tree := load(t, map[string]string{
		"main.go":               "package main",
		"server/x_windows.go":   "package server",
		"server/x_test.go":      "package server_test",
		"server/notes.txt":      "not Go",
		"testdata/x.go":         "not Go",
		"a/testdata/x.go":       "not Go",
		".git/x.go":             "not Go",
		"_old/x.go":             "not Go",
		"vendor/x.go":           "not Go",
		"web/node_modules/x.go": "not Go",
	})
	got := map[string][]string{}
	for name, files := range tree.Packages() {
		for _, f := range files {
			got[name] = append(got[name], f.Path)
		}
	}
	want := map[string][]string{
		"porchlight":        {"main.go"},
		"porchlight/server": {"server/x_test.go", "server/x_windows.go"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Packages() differs (-want +got):\n%s", diff)
	}
}

func TestLoadNamesBrokenFile(t *testing.T) {
	fsys := fstest.MapFS{"server/broken.go": &fstest.MapFile{Data: []byte("package server\nfunc {")}}
	_, err := source.Load(fsys)
	if err == nil || !strings.Contains(err.Error(), "server/broken.go:2") {
		t.Errorf("Load(broken file) = %v, want an error that names server/broken.go:2", err)
	}
}

func TestRootHoldsThisModule(t *testing.T) {
	root, err := source.Root()
	if err != nil {
		t.Fatalf("Root() = %v, want a folder", err)
	}
	if _, err := os.Stat(root + "/build/source/tree.go"); err != nil {
		t.Errorf("Root() = %q, want the folder above build/source: %v", root, err)
	}
	t.Chdir(t.TempDir())
	if root, err := source.Root(); err == nil {
		t.Errorf("Root() outside of a repository = %q, want an error", root)
	}
}

func TestUses(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"own name", `import "net/http"; var s http.Server; var h http.Handler`, []string{"Server", "Handler"}},
		{"other name", `import web "net/http"; var s web.Server`, []string{"Server"}},
		{"other package", `import "net/url"; var u url.URL`, nil},
		{"not imported", `var http struct{ Server int }; var x = http.Server`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := load(t, map[string]string{"x.go": "package x; " + tt.text}).Files[0]
			var got []string
			for _, use := range f.Uses("net/http") {
				got = append(got, use.Sel.Name)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Uses(net/http) of %q differs (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestFunctions(t *testing.T) {
	const text = `package x
func plain() {}
func (s *Server) start() {}
func (s Server) Stop() {}
func (l *list[T]) add() {}
func (m pair[K, V]) key() {}`
	f := load(t, map[string]string{"x.go": text}).Files[0]
	got := slices.Sorted(maps.Keys(f.Functions()))
	want := []string{"Server.Stop", "Server.start", "list.add", "pair.key", "plain"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Functions() differs (-want +got):\n%s", diff)
	}
}

func TestFuzzTargets(t *testing.T) {
	tree := load(t, map[string]string{
		"head/head_test.go":                  "package head; func FuzzLine() {}; func FuzzHead() {}; func Fuzzy() {}; func TestHead() {}",
		"head/head.go":                       "package head; func FuzzNothing() {}",
		"head/testdata/fuzz/FuzzHead/plain":  "go test fuzz v1\n[]byte(\"GET\")\n",
		"head/testdata/fuzz/FuzzHead/README": "what these are",
		"head/testdata/fuzz/FuzzLine/empty":  "",
	})
	got := map[string][]string{}
	for _, g := range tree.FuzzTargets() {
		got[g.CorpusFolder()] = tree.Corpus(g)
	}
	want := map[string][]string{
		"head/testdata/fuzz/FuzzHead": {"plain"},
		"head/testdata/fuzz/FuzzLine": nil,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("FuzzTargets() differs (-want +got):\n%s", diff)
	}
}
