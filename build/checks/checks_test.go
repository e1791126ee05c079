// SPDX-License-Identifier: MIT

package checks

import (
	"fmt"
	"go/token"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"porchlight/build/source"
)

// check looks at a tree and says what is wrong with it.
type check func(*source.Tree) []string

// holds runs c on this repository: each finding is a failure.
func holds(t *testing.T, c check) {
	t.Helper()
	root, err := source.Root()
	if err != nil {
		t.Fatal(err)
	}
	tree, err := source.Load(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	if len(tree.Files) == 0 {
		t.Fatalf("Load(%q) found no Go file", root)
	}
	for _, finding := range c(tree) {
		t.Error(finding)
	}
}

// sample is made-up source and what a check must find in it.
type sample struct {
	name  string
	files map[string]string
	want  []string
}

// finds runs c on each sample.
func finds(t *testing.T, c check, samples []sample) {
	t.Helper()
	for _, tt := range samples {
		t.Run(tt.name, func(t *testing.T) {
			fsys := fstest.MapFS{}
			for name, text := range tt.files {
				fsys[name] = &fstest.MapFile{Data: []byte(text)}
			}
			tree, err := source.Load(fsys)
			if err != nil {
				t.Fatal(err)
			}
			got := c(tree)
			slices.Sort(got)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("findings differ (-want +got):\n%s", diff)
			}
		})
	}
}

// at writes a finding the way that compilers do, so that editors can jump to it.
func at(f *source.File, pos token.Pos, format string, args ...any) string {
	return fmt.Sprintf("%s:%d: ", f.Path, f.Line(pos)) + fmt.Sprintf(format, args...)
}
