// SPDX-License-Identifier: MIT

package checks

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"porchlight/build/source"
)

func TestEachDefenceIsTested(t *testing.T) { holds(t, emptyDefences) }

var (
	testName = regexp.MustCompile("`((?:Test|Fuzz)[A-Za-z0-9]+)`")
	roomName = regexp.MustCompile("`(server(?:/[a-z0-9_.]+)*)`")
)

// emptyDefences finds tests and rooms that SECURITY.md names and that are not
// there: it would promise what nothing holds.
func emptyDefences(tree *source.Tree) []string {
	page, err := fs.ReadFile(tree.FS, "SECURITY.md")
	if err != nil {
		return []string{err.Error()}
	}
	tests := map[string]bool{}
	for _, f := range tree.Files {
		for name := range f.Functions() {
			tests[name] = f.Test()
		}
	}
	var findings []string
	for _, match := range testName.FindAllStringSubmatch(string(page), -1) {
		if !tests[match[1]] {
			findings = append(findings, "SECURITY.md: there is no test "+match[1])
		}
	}
	for _, match := range roomName.FindAllStringSubmatch(string(page), -1) {
		if _, err := fs.Stat(tree.FS, match[1]); err != nil {
			findings = append(findings, "SECURITY.md: there is no "+match[1])
		}
	}
	if !strings.Contains(string(page), "`Test") {
		findings = append(findings, "SECURITY.md: names no test")
	}
	return findings
}

func TestEmptyDefencesAreFound(t *testing.T) {
	with := func(page string) map[string]string {
		return map[string]string{
			"SECURITY.md":         page,
			"server/name.go":      "package server",
			"server/name_test.go": "package server; func TestName() {}; func FuzzName() {}",
		}
	}
	finds(t, emptyDefences, []sample{
		{"held", with("| `server/name.go` | `TestName`, `FuzzName` |"), nil},
		{"renamed", with("| `server/path.go` | `TestName`, `TestPath` |"), []string{
			"SECURITY.md: there is no server/path.go", "SECURITY.md: there is no test TestPath",
		}},
		{"none named", with("All is well."), []string{"SECURITY.md: names no test"}},
	})
}
