// SPDX-License-Identifier: MIT

package folder

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits of a name that comes from a visitor. Both leave room in the 255 bytes
// of a file system for the number that a taken name gets.
const (
	longestClean     = 200 // bytes
	longestExtension = 20  // bytes that are kept when a name is cut
)

// baseName returns what stands behind the last slash or backslash: some
// browsers send a whole path, and that of Windows on every system.
func baseName(s string) string {
	return s[strings.LastIndexAny(s, `/\`)+1:]
}

// cleanName makes of anything a name that is a plain, visible file on Linux,
// macOS and Windows alike, and that parseName takes: what may not stand in it
// becomes "_", and what is left of nothing becomes "file". A clean name stays
// as it is.
func cleanName(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, "_"))
	s = strings.Map(cleanRune, s)
	s = strings.TrimRight(strings.TrimLeft(s, " "), ". ")
	if s == "" {
		return "file"
	}
	if rest := strings.TrimLeft(s, "."); rest != s { // it would be hidden
		s = "_" + rest
	}
	s = cutName(s)
	if isShortName(s) {
		s = strings.ReplaceAll(s, "~", "_")
	}
	if isDevice(s) || isTrap(s) {
		s = "_" + s
	}
	return s
}

// cleanRune keeps what every file system takes. Marks that turn the direction
// of writing make an .exe look like a .jpg (CWE-1007).
func cleanRune(r rune) rune {
	switch {
	case strings.ContainsRune(`<>:"/\|?*`, r), unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
		return '_'
	case r == '\u2028', r == '\u2029', r == '\ufeff': // line ends, and a mark that nobody sees
		return '_'
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

// cutName shortens a name in the middle, at the border of a character, so that
// its extension stays.
func cutName(s string) string {
	if len(s) <= longestClean {
		return s
	}
	extension := path.Ext(s)
	if len(extension) > longestExtension {
		extension = ""
	}
	end := longestClean - len(extension)
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return strings.TrimRight(s[:end], ". ") + extension
}

// isTrap reports whether some program acts upon a file of that name where it
// lies: a file manager, a web server, a shell.
func isTrap(s string) bool {
	return equalFoldAny(s,
		"desktop.ini", "autorun.inf", "folder.htt", "thumbs.db", "web.config", "authorized_keys", "authorized_keys2")
}
