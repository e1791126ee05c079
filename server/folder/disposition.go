// SPDX-License-Identifier: MIT

package folder

import (
	"fmt"
	"strings"
)

// disposition returns the Content-Disposition of a file that is to be saved
// under its own name (RFC 6266). A name that a quoted string does not carry
// safely goes in filename* (RFC 8187) as well, with a plain one for readers
// that do not know it.
func disposition(filename string) string {
	plain := strings.Map(func(c rune) rune {
		if c < 0x20 || c >= 0x7f || strings.ContainsRune(`"\%`, c) {
			return '_'
		}
		return c
	}, filename)
	if plain == filename {
		return `attachment; filename="` + plain + `"`
	}
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + extendedValue(filename)
}

// extendedValue escapes all but the attr-chars of RFC 8187 §3.2.1.
func extendedValue(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9',
			strings.IndexByte("!#$&+-.^_`|~", c) >= 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
