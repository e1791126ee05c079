// SPDX-License-Identifier: MIT

package checks

import (
	"strings"
	"testing"

	"porchlight/build/source"
)

// Where a file or a function ends. The aim is half of it; what grows past it
// has become two things.
const (
	fileSize     = 300 // lines
	functionSize = 60  // lines, from func to the closing brace
)

func TestNothingOutgrowsItsName(t *testing.T) { holds(t, oversized) }

// oversized finds files and functions that have grown too long. Tests may be
// as long as their tables.
func oversized(tree *source.Tree) []string {
	var findings []string
	for _, f := range tree.Files {
		if f.Test() {
			continue
		}
		if lines := strings.Count(f.Text, "\n"); lines > fileSize {
			findings = append(findings, at(f, f.Syntax.FileStart, "%d lines, at most %d: would two names say it better?", lines, fileSize))
		}
		for name, function := range f.Functions() {
			if lines := f.Line(function.End()) - f.Line(function.Pos()) + 1; lines > functionSize {
				findings = append(findings, at(f, function.Pos(), "%s has %d lines, at most %d", name, lines, functionSize))
			}
		}
	}
	return findings
}

func TestOversizedIsFound(t *testing.T) {
	body := func(lines int) string { return "{" + strings.Repeat("\n", lines-1) + "}" }
	file := func(lines int) string { return "package x" + strings.Repeat("\n", lines) }
	finds(t, oversized, []sample{
		{"at the limit", map[string]string{
			"a.go": file(fileSize), "b.go": "package x\nfunc f() " + body(functionSize),
		}, nil},
		{"file", map[string]string{
			"a.go": file(fileSize + 1),
		}, []string{"a.go:1: 301 lines, at most 300: would two names say it better?"}},
		{"method", map[string]string{
			"b.go": "package x\nfunc (c *connection) serve() " + body(functionSize+1),
		}, []string{"b.go:2: connection.serve has 61 lines, at most 60"}},
		{"test", map[string]string{"a_test.go": file(fileSize + 1)}, nil},
	})
}
