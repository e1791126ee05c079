// SPDX-License-Identifier: MIT

package source

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// corpusHead is how the go command begins each file of a stored corpus.
const corpusHead = "go test fuzz v1\n"

// FuzzTarget is one function that go test -fuzz can drive.
type FuzzTarget struct {
	Name string // FuzzHead
	File *File
}

// FuzzTargets returns the fuzz targets of the tree, in the order of their
// files and then of their names.
func (t *Tree) FuzzTargets() []FuzzTarget {
	var targets []FuzzTarget
	for _, f := range t.Files {
		if !f.Test() {
			continue
		}
		first := len(targets)
		for name := range f.Functions() {
			if isFuzzName(name) {
				targets = append(targets, FuzzTarget{name, f})
			}
		}
		slices.SortFunc(targets[first:], func(a, b FuzzTarget) int { return strings.Compare(a.Name, b.Name) })
	}
	return targets
}

// isFuzzName has the go command's rule: Fuzz, and then nothing that would make
// the word go on (`Fuzzy` is no target).
func isFuzzName(name string) bool {
	rest, ok := strings.CutPrefix(name, "Fuzz")
	next, _ := utf8.DecodeRuneInString(rest)
	return ok && !unicode.IsLower(next) && !strings.Contains(name, ".")
}

// CorpusFolder returns where the stored corpus of the target belongs.
func (g FuzzTarget) CorpusFolder() string {
	return path.Join(path.Dir(g.File.Path), "testdata", "fuzz", g.Name)
}

// Corpus returns the names of the stored inputs of the target g. A file that
// the go command would not take for an input is not counted.
func (t *Tree) Corpus(g FuzzTarget) []string {
	entries, err := fs.ReadDir(t.FS, g.CorpusFolder())
	if err != nil {
		return nil // a folder that is not there holds nothing
	}
	var names []string
	for _, e := range entries {
		text, err := fs.ReadFile(t.FS, path.Join(g.CorpusFolder(), e.Name()))
		if err == nil && strings.HasPrefix(string(text), corpusHead) && len(text) > len(corpusHead) {
			names = append(names, e.Name())
		}
	}
	return names
}
