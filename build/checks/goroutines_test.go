// SPDX-License-Identifier: MIT

package checks

import (
	"fmt"
	"go/ast"
	"io/fs"
	"strings"
	"testing"

	"porchlight/build/source"
)

func TestEachGoroutineHasAnOwner(t *testing.T) { holds(t, strayGoroutines) }

// strayGoroutines compares the places that start goroutines, outside of tests
// and of build, with the rows `| file | function | owner waits by |` of
// architecture.md. One row stands for all that a function starts.
func strayGoroutines(tree *source.Tree) []string {
	page, err := fs.ReadFile(tree.FS, "architecture.md")
	var findings []string
	if err != nil {
		findings = append(findings, "architecture.md is missing: its table `| file | function | owner waits by |` has a row for each goroutine")
	}
	rows := map[string]bool{}
	for _, row := range table(string(page), "file") {
		if len(row) < 3 || row[2] == "" {
			findings = append(findings, fmt.Sprintf("architecture.md: the row of %s does not say how its owner waits", row[0]))
			continue
		}
		rows[place(row[0], row[1])] = true
	}
	for _, f := range tree.Files {
		if f.Test() || strings.HasPrefix(f.Path, "build/") {
			continue
		}
		for function := range starters(f) {
			if !rows[place(f.Path, function)] {
				findings = append(findings, "architecture.md: add "+place(f.Path, function)+" … |")
			}
			delete(rows, place(f.Path, function))
		}
	}
	for row := range rows {
		findings = append(findings, "architecture.md: remove "+row+" … |: it starts no goroutine")
	}
	return findings
}

// place is a row of the table up to its last column.
func place(file, function string) string {
	return "| `" + file + "` | `" + function + "` |"
}

// starters returns the functions of f in whose text a goroutine begins: by a
// go statement, or by the method Go of a group. What a package-level variable
// starts is called `var`.
func starters(f *source.File) map[string]bool {
	found := map[string]bool{}
	for _, d := range f.Syntax.Decls {
		if _, ok := d.(*ast.GenDecl); ok && startsGoroutine(d) {
			found["var"] = true
		}
	}
	for name, function := range f.Functions() {
		if startsGoroutine(function) {
			found[name] = true
		}
	}
	return found
}

func startsGoroutine(root ast.Node) bool {
	for node := range ast.Preorder(root) {
		switch node := node.(type) {
		case *ast.GoStmt:
			return true
		case *ast.CallExpr:
			method, ok := node.Fun.(*ast.SelectorExpr)
			if ok && method.Sel.Name == "Go" && len(node.Args) == 1 {
				return true
			}
		}
	}
	return false
}

func TestStrayGoroutinesAreFound(t *testing.T) {
	const (
		head = "# Goroutines\n\n| file | function | owner waits by |\n|---|---|---|\n"
		code = "package server\nfunc (s *Server) Start() { func() { go s.accept() }() }\nfunc (s *Server) accept() { s.group.Go(s.serve) }\nfunc (s *Server) serve() {}\n"
	)
	finds(t, strayGoroutines, []sample{
		{"owned", map[string]string{
			"server/server.go": code,
			"architecture.md":  head + "| `server/server.go` | `Server.Start` | `Stop`, on the group |\n| server/server.go | Server.accept | the group |\n",
		}, nil},
		{"stray, and gone", map[string]string{
			"server/server.go": code,
			"architecture.md":  head + "| `server/server.go` | `Server.Start` | `Stop` |\n| `server/server.go` | `Server.drain` | `Stop` |\n",
		}, []string{
			"architecture.md: add | `server/server.go` | `Server.accept` | … |",
			"architecture.md: remove | `server/server.go` | `Server.drain` | … |: it starts no goroutine",
		}},
		{"nobody waits", map[string]string{
			"server/x.go":     "package server; var _ = func() { go f() }",
			"architecture.md": head + "| `server/x.go` | `var` | |\n",
		}, []string{
			"architecture.md: add | `server/x.go` | `var` | … |",
			"architecture.md: the row of server/x.go does not say how its owner waits",
		}},
		{"no page", map[string]string{"server/server.go": code}, []string{
			"architecture.md is missing: its table `| file | function | owner waits by |` has a row for each goroutine",
			"architecture.md: add | `server/server.go` | `Server.Start` | … |",
			"architecture.md: add | `server/server.go` | `Server.accept` | … |",
		}},
		{"tests and build", map[string]string{
			"server/x_test.go": "package server; func f() { go f() }",
			"build/main.go":    "package main; func f() { go f() }",
			"architecture.md":  head,
		}, nil},
	})
}
