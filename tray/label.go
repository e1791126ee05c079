// SPDX-License-Identifier: MIT

package tray

import (
	"runtime"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Lengths in units of UTF-16, as Windows counts.
const (
	pathUnits = 48
	lineUnits = 120
)

// tooltipUnits is how long a tool tip may be: on Windows one of 127 units has
// room, but systray gives its size wrongly, and only the 63 of old are shown
// (https://github.com/fyne-io/systray/issues/133).
func tooltipUnits(system string) int {
	if system == "windows" {
		return 63
	}
	return 127
}

// escape makes text safe as a label: a lone mnemonic mark would be swallowed.
func escape(text string) string { return escapeFor(runtime.GOOS, text) }

func escapeFor(system, text string) string {
	switch text = flat(text); system {
	case "windows":
		return strings.ReplaceAll(text, "&", "&&")
	case "darwin":
		return text
	}
	return strings.ReplaceAll(text, "_", "__")
}

// flat leaves one line, without what would draw it in another order: a folder
// may be called anything.
func flat(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		}
		return r
	}, text)
}

// clip shortens text at its end to a number of UTF-16 units.
func clip(text string, units int) string {
	if width(text) <= units {
		return text
	}
	return head(text, units-1) + "…"
}

// middle shortens text in its middle: of a path, both ends say most.
func middle(text string, units int) string {
	if width(text) <= units {
		return text
	}
	left := head(text, (units-1)/2)
	return left + "…" + tail(text, units-1-width(left))
}

// head and tail return as much of an end of text as fits in units.
func head(text string, units int) string {
	for i, r := range text {
		if units -= utf16.RuneLen(r); units < 0 {
			return text[:i]
		}
	}
	return text
}

func tail(text string, units int) string {
	over := width(text) - units
	for i, r := range text {
		if over <= 0 {
			return text[i:]
		}
		over -= utf16.RuneLen(r)
	}
	return ""
}

// width is the length of text in UTF-16 units. (What is no UTF-8 counts as the
// replacement character that it is shown as.)
func width(text string) (units int) {
	for _, r := range text {
		units += utf16.RuneLen(r)
	}
	return units
}
