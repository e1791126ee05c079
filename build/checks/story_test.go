// SPDX-License-Identifier: MIT

package checks

import (
	"fmt"
	"path"
	"strings"
	"testing"

	"porchlight/build/source"
)

const (
	licence   = "// SPDX-License-Identifier: MIT\n\n"
	storySize = 25 // lines; what is longer belongs to several packages
)

func TestEachPackageTellsItsStoryOnce(t *testing.T) { holds(t, untoldStories) }

// untoldStories finds packages without a doc.go, stories in other files, and
// stories that are too long.
func untoldStories(tree *source.Tree) []string {
	var findings []string
	for importPath, files := range tree.Packages() {
		told := false
		for _, f := range files {
			doc := f.Syntax.Doc
			switch {
			case path.Base(f.Path) != "doc.go":
				if doc != nil {
					findings = append(findings, at(f, doc.Pos(), "a package comment belongs in doc.go"))
				}
			case doc == nil:
				findings = append(findings, at(f, f.Syntax.Pos(), "the package comment is missing"))
				told = true
			default:
				told = true
				findings = append(findings, badStory(f)...)
			}
		}
		if !told {
			findings = append(findings, fmt.Sprintf("%s: no doc.go: say what lives there and who may import it", importPath))
		}
	}
	return findings
}

func badStory(f *source.File) []string {
	var findings []string
	doc := f.Syntax.Doc
	name := f.Syntax.Name.Name
	if name != "main" && !strings.HasPrefix(doc.Text(), "Package "+name+" ") {
		findings = append(findings, at(f, doc.Pos(), "the package comment begins with %q", "Package "+name))
	}
	if lines := f.Line(doc.End()) - f.Line(doc.Pos()) + 1; lines > storySize {
		findings = append(findings, at(f, doc.Pos(), "a package comment of %d lines: at most %d", lines, storySize))
	}
	return findings
}

func TestUntoldStoriesAreFound(t *testing.T) {
	long := "// Package pool lends.\n" + strings.Repeat("//\n", storySize)
	finds(t, untoldStories, []sample{
		{"told", map[string]string{
			"doc.go":           licence + "// Porchlight lends a folder.\npackage main",
			"main.go":          licence + "package main",
			"server/doc.go":    licence + "// Package server is.\npackage server",
			"server/x_test.go": licence + "package server_test",
		}, nil},
		{"untold", map[string]string{
			"server/server.go": licence + "package server",
		}, []string{"porchlight/server: no doc.go: say what lives there and who may import it"}},
		{"empty", map[string]string{
			"server/doc.go": licence + "package server",
		}, []string{"server/doc.go:3: the package comment is missing"}},
		{"told twice", map[string]string{
			"server/doc.go":    licence + "// Package server is.\npackage server",
			"server/server.go": licence + "// Package server is.\npackage server",
		}, []string{"server/server.go:3: a package comment belongs in doc.go"}},
		{"other name", map[string]string{
			"server/doc.go": licence + "// The server.\npackage server",
		}, []string{`server/doc.go:3: the package comment begins with "Package server"`}},
		{"too long", map[string]string{
			"pool/doc.go": licence + long + "package pool",
		}, []string{"pool/doc.go:3: a package comment of 26 lines: at most 25"}},
	})
}

func TestEachFileNamesItsLicence(t *testing.T) { holds(t, unlicensedFiles) }

// unlicensedFiles finds Go files that do not begin with the licence line.
func unlicensedFiles(tree *source.Tree) []string {
	var findings []string
	for _, f := range tree.Files {
		if !strings.HasPrefix(f.Text, licence) {
			findings = append(findings, at(f, f.Syntax.FileStart, "begins with %q and a blank line", strings.TrimSpace(licence)))
		}
	}
	return findings
}

func TestUnlicensedFilesAreFound(t *testing.T) {
	const want = ` begins with "// SPDX-License-Identifier: MIT" and a blank line`
	finds(t, unlicensedFiles, []sample{
		{"licensed", map[string]string{"x.go": licence + "//go:build linux\n\npackage x"}, nil},
		{"bare", map[string]string{"x.go": "package x"}, []string{"x.go:1:" + want}},
		{"no blank line", map[string]string{"x.go": strings.TrimSpace(licence) + "\npackage x"}, []string{"x.go:1:" + want}},
		{"other licence", map[string]string{"x.go": "// SPDX-License-Identifier: GPL-3.0\n\npackage x"}, []string{"x.go:1:" + want}},
	})
}
