// SPDX-License-Identifier: MIT

package config

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// document is a file, taken apart: its values with their lines, and all that is wrong with it.
type document struct {
	name     string
	data     []byte
	key      func(name string) (Key, bool)
	entries  []entry
	problems []problemAt
	lines    map[string]int // of the keys so far
	end      int            // offset in data after the last expression that was read
}

// entry is one `name = value`.
type entry struct {
	key  Key
	text string // the value as a flag would say it
	line int

	from, to int // where the value stands in data
}

type problemAt struct {
	line int
	text string
}

// enough problems show that this is no file of settings; the rest is not read.
const enough = 50

// readDocument takes data apart. It reads on after a bad value, but not after bad syntax, where every guess at what
// follows would be a false alarm.
func readDocument(name string, data []byte, key func(string) (Key, bool)) *document {
	d := &document{name: name, data: data, key: key, lines: make(map[string]int)}
	var p unstable.Parser
	p.Reset(data)
	inTable := false
	for len(d.problems) < enough && p.NextExpression() {
		n := p.Expression()
		parts, line := d.readKey(&p, n)
		switch {
		case n.Kind == unstable.Table || n.Kind == unstable.ArrayTable:
			inTable = true
			d.refuseTable(parts, line)
		case !inTable:
			d.readValue(n, parts, line)
		}
	}
	d.reportSyntax(p.Error())
	return d
}

// at names a line as people and their editors do.
func (d *document) at(line int) string { return d.name + ":" + strconv.Itoa(line) }

func (d *document) report(line int, text string) {
	d.problems = append(d.problems, problemAt{line, text})
}

// inOrder returns what is wrong, from the first line to the last.
func (d *document) inOrder() []Problem {
	slices.SortStableFunc(d.problems, func(a, b problemAt) int { return cmp.Compare(a.line, b.line) })
	problems := make([]Problem, len(d.problems))
	for i, p := range d.problems {
		problems[i] = Problem{Source: d.at(p.line), Text: p.text}
	}
	return problems
}

// readKey returns the parts of the key of an expression, and its line.
func (d *document) readKey(p *unstable.Parser, n *unstable.Node) (parts []string, line int) {
	it := n.Key()
	for it.Next() {
		raw := it.Node().Raw
		if parts == nil {
			line = p.Shape(raw).Start.Line
		}
		parts = append(parts, string(it.Node().Data))
		d.end = int(raw.Offset + raw.Length)
	}
	d.end = max(d.end, int(n.Raw.Offset+n.Raw.Length))
	return parts, line
}

func (d *document) refuseTable(parts []string, line int) {
	d.report(line, quoted(strings.Join(parts, "."))+
		" is a table, but settings have none, remove this line and write each setting as a line of its own such as port = 8080")
}

// readValue turns one expression into an entry.
func (d *document) readValue(n *unstable.Node, parts []string, line int) {
	name := strings.Join(parts, ".")
	key, known := d.key(name)
	if !known {
		d.report(line, unknownKey(name))
		return
	}
	if first, twice := d.lines[name]; twice {
		d.report(line, fmt.Sprintf("%s is set on line %d already, remove one of the two", name, first))
		return
	}
	d.lines[name] = line
	text, wrong := valueText(n.Value(), key)
	if wrong != "" {
		d.report(line, fmt.Sprintf("%s %s, write it as %s = %s", name, wrong, name, key.Format(Default())))
		return
	}
	from, to := d.valueSpan(n)
	d.entries = append(d.entries, entry{key, text, line, from, to})
}

// valueSpan returns where the value of an expression stands. No key that is
// known has an equals sign in it.
func (d *document) valueSpan(n *unstable.Node) (from, to int) {
	from, to = int(n.Raw.Offset), int(n.Raw.Offset+n.Raw.Length)
	from += bytes.IndexByte(d.data[from:to], '=') + 1
	for from < to && (d.data[from] == ' ' || d.data[from] == '\t') {
		from++
	}
	return from, to
}

// valueText returns a value as a flag would say it, or what is wrong with its kind.
func valueText(n *unstable.Node, key Key) (text, wrong string) {
	switch n.Kind {
	case unstable.String, unstable.Bool:
		return string(n.Data), ""
	case unstable.Integer:
		return integerText(string(n.Data)), ""
	case unstable.Array:
		if _, isList := key.kind.(list); !isList {
			return "", "is a list, but takes one value"
		}
		return listText(n)
	case unstable.InlineTable:
		return "", "is a table"
	case unstable.Float:
		return "", "is a number with a fraction"
	default:
		return "", "is a date or a time of day"
	}
}

// integerText brings the forms of TOML (0xff, 8_080, +1) into that of a flag. A number beyond 64 bits stays as it is,
// for the limits of its key to refuse.
func integerText(raw string) string {
	if v, err := strconv.ParseInt(raw, 0, 64); err == nil {
		return strconv.FormatInt(v, 10)
	}
	return raw
}

// listText joins a list of strings.
func listText(n *unstable.Node) (text, wrong string) {
	var words []string
	it := n.Children()
	for it.Next() {
		if it.Node().Kind != unstable.String {
			return "", "lists something that is not in quotes"
		}
		words = append(words, string(it.Node().Data))
	}
	return strings.Join(words, ","), ""
}
