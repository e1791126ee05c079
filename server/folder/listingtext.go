// SPDX-License-Identifier: MIT

package folder

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// visible returns a name as it is shown. A lent one is shown as it is; control
// bytes become their pictures, and what is no UTF-8 the sign for that.
func visible(name string) string {
	if isText(name) {
		return name
	}
	const pictures = '\u2400' // and so on, in the order of the bytes
	return strings.Map(func(c rune) rune {
		switch {
		case c < 0x20:
			return pictures + c
		case c == 0x7f:
			return '\u2421'
		}
		return c
	}, strings.ToValidUTF8(name, "\uFFFD"))
}

// addressOf returns the address of the folder at a path.
func addressOf(path string) string {
	var b strings.Builder
	b.WriteByte('/')
	for _, segment := range segmentsOf(path) {
		b.WriteString(url.PathEscape(segment))
		b.WriteByte('/')
	}
	return b.String()
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// segmentsOf splits the path of a folder; the root has none.
func segmentsOf(path string) []string {
	if path == "." {
		return nil
	}
	return strings.Split(path, "/")
}
