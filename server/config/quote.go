// SPDX-License-Identifier: MIT

package config

import (
	"fmt"
	"strings"
)

// quoteTOML returns s as a TOML string. A path of Windows stays readable in
// single quotes, where a backslash is only that; all else is in double ones.
// Bytes that are not UTF-8 have no form in TOML and become U+FFFD.
func quoteTOML(s string) string {
	if strings.ContainsRune(s, '\\') && !strings.ContainsFunc(s, needsEscape) {
		return "'" + strings.ToValidUTF8(s, "\uFFFD") + "'"
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case isControl(r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// needsEscape reports whether r has no place between single quotes.
func needsEscape(r rune) bool { return r == '\'' || isControl(r) }

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

func quoteList(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = quoteTOML(word)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
