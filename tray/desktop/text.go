// SPDX-License-Identifier: MIT

package desktop

import (
	"strings"
	"unicode"
)

// What is shown at most, in characters. Notification servers cut earlier.
const (
	titleLimit = 100
	textLimit  = 500
)

// plain makes a text fit to be shown by programs that are not ours: valid
// UTF-8, at most limit characters, none that controls, none that turns the
// direction of what follows, and none that is no character. Line breaks stay.
func plain(text string, limit int) string {
	runes := []rune(text) // what is not UTF-8 becomes U+FFFD
	if len(runes) > limit {
		runes = append(runes[:limit-1], '…')
	}
	for i, r := range runes {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Bidi_Control, unicode.Noncharacter_Code_Point) {
			runes[i] = ' '
		}
	}
	return string(runes)
}

// titleOf makes a text fit for a title, which is one line.
func titleOf(text string) string {
	return strings.ReplaceAll(plain(text, titleLimit), "\n", " ")
}
