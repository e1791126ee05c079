// SPDX-License-Identifier: MIT

package source

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// Module is the path that every import of this repository begins with.
const Module = "porchlight"

// Tree is the repository, or something that a test made up in its place.
type Tree struct {
	FS    fs.FS
	Files []*File // in the order of their paths
}

// Load parses every Go file in fsys. Folders that the go command passes over
// (testdata, vendor, names that begin with a dot or an underscore) are passed
// over here too. A file that cannot be parsed is an error that names it.
func Load(fsys fs.FS) (*Tree, error) {
	t := &Tree{FS: fsys}
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && passedOver(d.Name()):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		f, err := parse(fsys, name)
		t.Files = append(t.Files, f)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read source: %w", err)
	}
	return t, nil
}

func passedOver(folder string) bool {
	return folder == "testdata" || folder == "vendor" || folder == "node_modules" ||
		len(folder) > 1 && (folder[0] == '.' || folder[0] == '_')
}

func parse(fsys fs.FS, name string) (*File, error) {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	f := &File{Path: name, Text: string(text), positions: token.NewFileSet()}
	f.Syntax, err = parser.ParseFile(f.positions, name, text, parser.ParseComments)
	return f, err
}

// Packages returns the files by import path, tests included.
func (t *Tree) Packages() map[string][]*File {
	packages := map[string][]*File{}
	for _, f := range t.Files {
		packages[f.Package()] = append(packages[f.Package()], f)
	}
	return packages
}

// Root returns the folder of the repository that the working folder is in:
// the nearest one, going up, that holds this module's go.mod.
func Root() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find repository: %w", err)
	}
	for {
		text, err := os.ReadFile(filepath.Join(folder, "go.mod"))
		if err == nil && strings.HasPrefix(string(text), "module "+Module+"\n") {
			return folder, nil
		}
		if filepath.Dir(folder) == folder {
			return "", errors.New("find repository: no go.mod of " + Module + " here or above")
		}
		folder = filepath.Dir(folder)
	}
}

// File is one Go file.
type File struct {
	Path   string // from the top of the repository, with slashes
	Text   string
	Syntax *ast.File

	positions *token.FileSet
}

// Package returns the import path of the folder that f is in.
func (f *File) Package() string { return path.Join(Module, path.Dir(f.Path)) }

// Test reports whether f is compiled only by go test.
func (f *File) Test() bool { return strings.HasSuffix(f.Path, "_test.go") }

// Line returns the line that pos is on, counted from 1.
func (f *File) Line(pos token.Pos) int { return f.positions.Position(pos).Line }
