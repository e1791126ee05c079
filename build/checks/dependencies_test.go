// SPDX-License-Identifier: MIT

package checks

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"porchlight/build/source"
)

func TestEachDependencySaysWhy(t *testing.T) { holds(t, unexplainedModules) }

// unexplainedModules compares the modules that go.mod requires for our own
// code with the README's table `| Module | why |`: one row for each, with a
// reason, and none for a module that has gone.
func unexplainedModules(tree *source.Tree) []string {
	modules, err := fs.ReadFile(tree.FS, "go.mod")
	if err != nil {
		return []string{err.Error()}
	}
	readme, err := fs.ReadFile(tree.FS, "README.md")
	if err != nil {
		return []string{"README.md is missing: its table `| Module | why |` has a row for each module that go.mod requires"}
	}
	rows := map[string]int{}
	var findings []string
	for _, row := range table(string(readme), "module") {
		rows[row[0]]++
		if len(row) < 2 || row[1] == "" {
			findings = append(findings, "README.md: the row of "+row[0]+" says no reason")
		}
	}
	for _, module := range directModules(string(modules)) {
		if rows[module] != 1 {
			findings = append(findings, fmt.Sprintf("README.md: %d rows for a module that go.mod requires, want 1: | `%s` | why |", rows[module], module))
		}
		delete(rows, module)
	}
	for module := range rows {
		findings = append(findings, "README.md: "+module+" has a row and is not required by go.mod: remove the row")
	}
	return findings
}

// directModules returns the modules in a go.mod file that are not there for
// the sake of others.
func directModules(text string) []string {
	var modules []string
	block := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		rest, single := strings.CutPrefix(line, "require ")
		switch {
		case line == "require (":
			block = true
			continue
		case line == ")":
			block = false
		case block:
			rest = line
		}
		words := strings.Fields(rest)
		if (block || single) && len(words) >= 2 && !strings.HasSuffix(rest, "// indirect") && words[0] != "//" {
			modules = append(modules, words[0])
		}
	}
	return modules
}

func TestUnexplainedModulesAreFound(t *testing.T) {
	const (
		modules = "module porchlight\n\ngo 1.26.0\n\nrequire a.org/one v1.0.0\n\nrequire (\n\t// a comment\n\tb.org/two v1.2.3 // pinned\n\tc.org/three v0.1.0 // indirect\n)\n"
		head    = "| Module | why |\n|---|---|\n"
	)
	finds(t, unexplainedModules, []sample{
		{"explained", map[string]string{
			"go.mod": modules, "README.md": head + "| `a.org/one` | speed |\n| `b.org/two` | size |\n",
		}, nil},
		{"one missing, one gone", map[string]string{
			"go.mod": modules, "README.md": head + "| `a.org/one` | speed |\n| `d.org/gone` | memory |\n",
		}, []string{
			"README.md: 0 rows for a module that go.mod requires, want 1: | `b.org/two` | why |",
			"README.md: d.org/gone has a row and is not required by go.mod: remove the row",
		}},
		{"no reason, and twice", map[string]string{
			"go.mod": modules, "README.md": head + "| `a.org/one` | |\n| `b.org/two` | size |\n| `b.org/two` | speed |\n",
		}, []string{
			"README.md: 2 rows for a module that go.mod requires, want 1: | `b.org/two` | why |",
			"README.md: the row of a.org/one says no reason",
		}},
		{"no README", map[string]string{"go.mod": modules}, []string{
			"README.md is missing: its table `| Module | why |` has a row for each module that go.mod requires",
		}},
	})
}
