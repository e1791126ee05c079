// SPDX-License-Identifier: MIT

package config

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// entry is one `key = value` of a file.
type entry struct {
	name string
	text string // the value as Key.set takes it
	line int
}

// parseFile reads the entries of a TOML file in order. The sources of its
// Problems are ":LINE", without the name of the file.
func parseFile(content []byte) (entries []entry, faults []error) {
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	var all map[string]any
	if err := toml.Unmarshal(content, &all); err != nil {
		return nil, []error{syntaxProblem(err)}
	}
	var p unstable.Parser
	p.Reset(content)
	for p.NextExpression() {
		e, fault := readEntry(content, p.Expression())
		if fault != nil {
			faults = append(faults, fault)
			continue
		}
		entries = append(entries, e)
	}
	return entries, faults
}

func syntaxProblem(err error) error {
	var de *toml.DecodeError
	if errors.As(err, &de) {
		line, _ := de.Position()
		return &Problem{Source: fmt.Sprintf(":%d", line), Text: "not TOML, write lines like port = 8080: " + strings.TrimPrefix(de.Error(), "toml: ")}
	}
	return &Problem{Source: ":1", Text: "not TOML, write lines like port = 8080: " + err.Error()}
}

// readEntry reads one expression: keys stand at the top, there are no tables.
func readEntry(content []byte, n *unstable.Node) (entry, error) {
	var path []string
	offset := 0
	for it := n.Key(); it.Next(); {
		if len(path) == 0 {
			offset = int(it.Node().Raw.Offset)
		}
		path = append(path, string(it.Node().Data))
	}
	e := entry{name: strings.Join(path, "."), line: 1 + bytes.Count(content[:min(offset, len(content))], []byte{'\n'})}
	at := fmt.Sprintf(":%d", e.line)
	if n.Kind != unstable.KeyValue || len(path) != 1 {
		return e, &Problem{Source: at, Text: fmt.Sprintf("%q is a table, all keys stand at the top of the file", e.name)}
	}
	text, ok := valueText(n.Value())
	if !ok {
		return e, &Problem{Source: at, Text: fmt.Sprintf("value of %q is neither a string, a whole number, true or false, nor a list of strings", e.name)}
	}
	e.text = text
	return e, nil
}

func valueText(v *unstable.Node) (text string, ok bool) {
	switch v.Kind {
	case unstable.String, unstable.Integer, unstable.Bool:
		return string(v.Data), true
	case unstable.Array:
		var items []string
		for it := v.Children(); it.Next(); {
			if it.Node().Kind != unstable.String {
				return "", false
			}
			items = append(items, string(it.Node().Data))
		}
		return strings.Join(items, ","), true
	}
	return "", false
}

// nearest names the known key that an unknown one was probably meant to be.
func nearest(name string) string {
	for alias, key := range map[string]string{
		"address": "host", "adress": "host", "bind": "host", "listen": "host", "threads": "workers", "pool": "workers",
		"directory": "root", "dir": "root", "folder": "root", "webroot": "root", "web_root": "root", "path": "root",
	} {
		if name == alias {
			return fmt.Sprintf(", nearest known key is %q", key)
		}
	}
	best, least := "", len(name)/2+1
	for _, k := range Keys() {
		if d := distance(name, k.Name); d < least {
			best, least = k.Name, d
		}
	}
	if best == "" {
		return ", see porchlight config show for all keys"
	}
	return fmt.Sprintf(", nearest known key is %q", best)
}

// distance is the number of letters to insert, delete or replace between two
// words (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
