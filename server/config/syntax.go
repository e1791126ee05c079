// SPDX-License-Identifier: MIT

package config

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"
)

// reportSyntax reports where the parser stopped because the file is not TOML.
func (d *document) reportSyntax(stopped error) {
	p, ok := errors.AsType[*unstable.ParserError](stopped)
	if !ok {
		return
	}
	line := lineOf(d.data, p.Highlight)
	text := advice(lineText(d.data, line))
	if begin := d.brokenFrom(line); begin < line {
		text = fmt.Sprintf("what begins on line %d does not go on like this, close its list or its quotes before this line", begin)
	}
	d.report(line, text+" ("+p.Message+")")
}

// brokenFrom returns the line on which the expression began that could not be read to its end on this one: the first
// after the last good expression that is neither blank nor a remark.
func (d *document) brokenFrom(line int) int {
	rest := d.data[d.end:]
	at := lineOf(d.data, rest)
	begun := d.end == 0
	for text := range bytes.Lines(rest) {
		text = bytes.TrimSpace(text)
		if at >= line || begun && len(text) > 0 && text[0] != '#' {
			return at
		}
		begun = true
		at++
	}
	return line
}

// lineOf returns the line on which part begins, which was cut out of data.
func lineOf(data, part []byte) int {
	offset := cap(data) - cap(part)
	if offset < 0 || offset > len(data) {
		return 1
	}
	return 1 + bytes.Count(data[:offset], []byte("\n"))
}

// lineText returns a line without the blanks at its ends.
func lineText(data []byte, line int) string {
	for text := range bytes.Lines(data) {
		line--
		if line == 0 {
			return strings.TrimSpace(string(text))
		}
	}
	return ""
}

// advice says what to do with a line that is not TOML, for the slips that people make.
func advice(line string) string {
	name, value, isPair := strings.Cut(line, "=")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	switch {
	case !utf8.ValidString(line):
		return "this line holds bytes that are not UTF-8, save the file as UTF-8"
	case strings.ContainsFunc(line, isUnseen):
		return "this line holds a control character, type it again"
	case !isPair || len(line) > shownLength:
		return "this line is not a setting, write name = value, or # before a remark"
	case value == "":
		return fmt.Sprintf("%s has no value, write one after the =, or # before the line", name)
	case strings.Contains(value, `\`):
		return `a backslash has a meaning between double quotes, write it twice, or put the text between single quotes such as 'C:\Users'`
	case beginsText(value):
		return fmt.Sprintf(`a text needs quotes, write %s = "%s"`, name, strings.Trim(value, `"'`))
	case value[0] == '[':
		return `the list does not end as it should, write it as ["html", "txt"]`
	case value[0] == '"' || value[0] == '\'':
		return "the text does not end as it should, put quotes around it and nothing after it"
	}
	return fmt.Sprintf("the value of %s is not one that TOML knows, write a number as 10 and a text in double quotes", name)
}

// isUnseen reports whether r is nothing that a person types; a tab is.
func isUnseen(r rune) bool { return r != '\t' && !unicode.IsPrint(r) }

// beginsText reports whether a value begins as a word or a path does.
func beginsText(value string) bool {
	r, _ := utf8.DecodeRuneInString(value)
	return unicode.IsLetter(r) || strings.ContainsRune("/.~*:", r)
}
