// SPDX-License-Identifier: MIT

package checks

import (
	"io/fs"
	"path"
	"strings"
	"testing"

	"porchlight/build/source"
)

func TestEachFuzzTargetKeepsItsCorpus(t *testing.T) { holds(t, lostCorpora) }

// lostCorpora finds fuzz targets without a stored input, and stored inputs
// that no target reads any more: both happen when one of the two moves.
func lostCorpora(tree *source.Tree) []string {
	var findings []string
	kept := map[string]bool{}
	for _, target := range tree.FuzzTargets() {
		kept[target.CorpusFolder()] = true
		if len(tree.Corpus(target)) == 0 {
			findings = append(findings, target.File.Path+": "+target.Name+" has no stored input: fill "+target.CorpusFolder())
		}
	}
	folders, err := fuzzFolders(tree.FS)
	if err != nil {
		findings = append(findings, err.Error())
	}
	for _, folder := range folders {
		if !kept[folder] {
			findings = append(findings, folder+": no fuzz target of this name reads it")
		}
	}
	return findings
}

// fuzzFolders returns every folder testdata/fuzz/NAME of the tree.
func fuzzFolders(fsys fs.FS) ([]string, error) {
	var folders []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir():
			return nil
		case d.Name() == ".git":
			return fs.SkipDir
		case strings.HasSuffix("/"+path.Dir(name), "/testdata/fuzz"):
			folders = append(folders, name)
		}
		return nil
	})
	return folders, err
}

func TestLostCorporaAreFound(t *testing.T) {
	const code = "package head\nimport \"testing\"\nfunc FuzzHead(f *testing.F) {}"
	const input = "go test fuzz v1\n[]byte(\"GET / HTTP/1.1\\r\\n\")\n"
	finds(t, lostCorpora, []sample{
		{"kept", map[string]string{
			"head/head_test.go": code, "head/testdata/fuzz/FuzzHead/plain": input,
		}, nil},
		{"missing", map[string]string{
			"head/head_test.go": code,
		}, []string{"head/head_test.go: FuzzHead has no stored input: fill head/testdata/fuzz/FuzzHead"}},
		{"emptied", map[string]string{
			"head/head_test.go": code, "head/testdata/fuzz/FuzzHead/plain": "",
		}, []string{"head/head_test.go: FuzzHead has no stored input: fill head/testdata/fuzz/FuzzHead"}},
		{"moved", map[string]string{
			"line/head_test.go": code, "head/testdata/fuzz/FuzzHead/plain": input,
		}, []string{
			"head/testdata/fuzz/FuzzHead: no fuzz target of this name reads it",
			"line/head_test.go: FuzzHead has no stored input: fill line/testdata/fuzz/FuzzHead",
		}},
	})
}
