// SPDX-License-Identifier: MIT

package checks

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"porchlight/build/source"
)

// trace matches what belongs to a machine or to a way of working, and not to
// the project: mount points of build machines, hosts that packages come from
// (which of them is asked is each builder's own setting), and the like.
var trace = regexp.MustCompile(`(?i)(?:^|[^\w.~-])/(?:work|farm|workspace)(?:/|[^\w.-]|$)` +
	`|(?:proxy|sum)\.golang\.org|registry\.npmjs\.org|pypi\.org|pythonhosted\.org|deb\.debian\.org` +
	`|sub-?agent`)

func TestNothingTellsWhereItWasWritten(t *testing.T) { holds(t, traces) }

// traces looks through every text file of the tree, whatever its language.
func traces(tree *source.Tree) []string {
	var findings []string
	err := fs.WalkDir(tree.FS, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case !d.Type().IsRegular():
			return nil
		}
		text, err := fs.ReadFile(tree.FS, name)
		if err != nil || !utf8.Valid(text) {
			return err
		}
		number := 0
		for line := range strings.Lines(string(text)) {
			number++
			if word := trace.FindString(strings.TrimSuffix(line, "\n")); word != "" {
				findings = append(findings, fmt.Sprintf("%s:%d: %q does not belong in the project", name, number, word))
			}
		}
		return nil
	})
	if err != nil {
		findings = append(findings, err.Error())
	}
	return findings
}

func TestTracesAreFound(t *testing.T) {
	// The words are put together here, so that this file does not hold them.
	var (
		mount = "/" + "work"
		host  = "proxy" + ".golang.org"
		agent = "sub" + "agent"
	)
	finds(t, traces, []sample{
		{"clean", map[string]string{
			"README.md": "a worker, https://example.org" + mount + ", ~" + mount + "/x, ./net" + mount + "ers\n",
			"a.go":      "package a // /" + "workers lend",
		}, nil},
		{"a path", map[string]string{
			"notes.txt": "first\nsee " + mount + "/main\n",
		}, []string{`notes.txt:2: " ` + mount + `/" does not belong in the project`}},
		{"a path at the end of a line", map[string]string{
			"run.sh": "cd " + mount + "\n",
		}, []string{`run.sh:1: " ` + mount + `" does not belong in the project`}},
		{"a host", map[string]string{
			"a/testdata/x": "GOPROXY=https://" + host,
		}, []string{`a/testdata/x:1: "` + host + `" does not belong in the project`}},
		{"a habit", map[string]string{
			"CHANGELOG.md": "- by a S" + agent[1:],
		}, []string{`CHANGELOG.md:1: "S` + agent[1:] + `" does not belong in the project`}},
		{"not a text", map[string]string{"logo.png": "\x89PNG\xff " + mount + "/"}, nil},
	})
}
