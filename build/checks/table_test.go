// SPDX-License-Identifier: MIT

package checks

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// table returns the rows of the tables in a Markdown page whose first column
// is headed by first, without code quotes, links and blanks around the words.
func table(page, first string) [][]string {
	var rows [][]string
	inside := false
	for line := range strings.Lines(page) {
		row := cells(line)
		switch {
		case row == nil:
			inside = false
		case strings.EqualFold(row[0], first):
			inside = true
		case inside && strings.Trim(row[0], ":-") != "":
			rows = append(rows, row)
		}
	}
	return rows
}

func cells(line string) []string {
	line = strings.TrimSpace(line)
	if len(line) < 2 || line[0] != '|' || line[len(line)-1] != '|' {
		return nil
	}
	row := strings.Split(line[1:len(line)-1], "|")
	for i, cell := range row {
		row[i] = plainWords(cell)
	}
	return row
}

// plainWords takes the mark-up off a cell: `[text](target)`, code quotes, bold.
func plainWords(cell string) string {
	cell = strings.TrimSpace(cell)
	if text, _, ok := strings.Cut(cell, "]("); ok {
		cell = strings.TrimPrefix(text, "[")
	}
	return strings.Trim(cell, "`*")
}

func TestTable(t *testing.T) {
	const page = "# Title\n\n| other | x |\n|---|---|\n| no | no |\n\n" +
		"| Module | why |\n|:--|--:|\n| `a/b` | speed |\n| [c/d](https://c/d) | **size** |\n\nText.\n\n| late | no |\n"
	want := [][]string{{"a/b", "speed"}, {"c/d", "size"}}
	if diff := cmp.Diff(want, table(page, "module")); diff != "" {
		t.Errorf("table(page, module) differs (-want +got):\n%s", diff)
	}
}
