// SPDX-License-Identifier: MIT

package folder

import (
	"net/url"
	"strconv"
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

// appendSize writes bytes as people say them: "980 B", "1.4 MB", "23 GB".
func appendSize(b []byte, n int64) []byte {
	if n < 1000 {
		return append(strconv.AppendInt(b, n, 10), " B"...)
	}
	value, unit := float64(n)/1000, 0
	for ; value >= 999.5; unit++ {
		value /= 1000
	}
	decimals := 0
	if value < 9.95 {
		decimals = 1
	}
	b = strconv.AppendFloat(b, value, 'f', decimals, 64)
	return append(append(b, ' ', "kMGTPE"[unit]), 'B')
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

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(n) + " " + many
}

// grouped writes a number as "12,345".
func grouped(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// segmentsOf splits the path of a folder; the root has none.
func segmentsOf(path string) []string {
	if path == "." {
		return nil
	}
	return strings.Split(path, "/")
}
