// SPDX-License-Identifier: MIT

package journal

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// glyph looks at the character that begins at s[i] and says how long it is, and whether it may stand in a log as it is.
// Not so are control bytes, ESC, DEL and C1 (a terminal obeys them), format characters such as bidi controls (they
// reorder a line), spaces other than U+0020, and bytes that are not UTF-8. In a token a space would forge the next
// field, and a backslash an escape: they do not stand either.
func glyph(s string, i int, token bool) (size int, plain bool) {
	c := s[i]
	switch {
	case c == ' ' || c == '\\':
		return 1, !token
	case c < utf8.RuneSelf:
		return 1, c > ' ' && c < 0x7f
	}
	r, size := utf8.DecodeRuneInString(s[i:])
	return size, size > 1 && strconv.IsPrint(r)
}

// appendClean appends s with everything that glyph refuses written as a Go escape: \n, \x1b, \u202e.
func appendClean(dst []byte, s string, token bool) []byte {
	start := 0
	for i := 0; i < len(s); {
		if c := s[i]; ' ' < c && c < 0x7f && c != '\\' { // the most of them
			i++
			continue
		}
		size, plain := glyph(s, i, token)
		if !plain {
			dst = append(dst, s[start:i]...)
			dst = appendEscape(dst, s[i:i+size])
			start = i + size
		}
		i += size
	}
	return append(dst, s[start:]...)
}

func appendEscape(dst []byte, char string) []byte {
	if char == " " {
		return append(dst, `\x20`...)
	}
	n := len(dst)
	dst = strconv.AppendQuote(dst, char)
	return append(dst[:n], dst[n+1:len(dst)-1]...) // without the quotes around it
}

// appendToken appends a field of the access line: one word, never empty, of at most limit bytes before escaping.
func appendToken(dst []byte, s string, limit int) []byte {
	if s == "" {
		return append(dst, '-')
	}
	head := clip(s, limit)
	dst = appendClean(dst, head, true)
	if len(head) < len(s) {
		dst = append(dst, "…"...)
	}
	return dst
}

// appendValue appends the value of key=value, quoted when it would not read as one word.
func appendValue(dst []byte, s string) []byte {
	if s == "" || strings.ContainsAny(s, ` "=`) || !clean(s) {
		return strconv.AppendQuote(dst, s)
	}
	return append(dst, s...)
}

// clean reports whether s may stand in a log as it is.
func clean(s string) bool {
	for i := 0; i < len(s); {
		size, plain := glyph(s, i, false)
		if !plain {
			return false
		}
		i += size
	}
	return true
}

// cleaned is s with escapes where needed, and s itself when nothing is.
func cleaned(s string) string {
	if clean(s) {
		return s
	}
	return string(appendClean(nil, s, false))
}

// shorten is s, or its beginning and "…".
func shorten(s string, limit int) string {
	if head := clip(s, limit); len(head) < len(s) {
		return head + "…"
	}
	return s
}

// clip is at most limit bytes of s, and does not cut a character in two.
func clip(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	for i := limit; i > limit-utf8.UTFMax && i >= 0; i-- {
		if utf8.RuneStart(s[i]) {
			return s[:i]
		}
	}
	return s[:limit]
}
