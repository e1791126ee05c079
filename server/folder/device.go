// SPDX-License-Identifier: MIT

package folder

import "strings"

// isDevice reports whether Windows takes a segment for a device instead of a
// file: CON, NUL, COM1 and their kind, in any case, with any extension, and
// with spaces before it ("nul .txt").
func isDevice(segment string) bool {
	stem, _, _ := strings.Cut(segment, ".")
	stem = strings.TrimRight(stem, " ")
	switch len(stem) {
	case 3:
		return equalFoldAny(stem, "CON", "PRN", "AUX", "NUL")
	case 4: // COM1
		return isPort(stem[:3]) && '0' <= stem[3] && stem[3] <= '9'
	case 5: // COM¹: the superscripts of Latin-1 count as digits
		return isPort(stem[:3]) && (stem[3:] == "¹" || stem[3:] == "²" || stem[3:] == "³")
	case 6:
		return equalFoldAny(stem, "CONIN$")
	case 7:
		return equalFoldAny(stem, "CONOUT$")
	}
	return false
}

func isPort(s string) bool { return equalFoldAny(s, "COM", "LPT") }

func equalFoldAny(s string, names ...string) bool {
	for _, n := range names {
		if strings.EqualFold(s, n) {
			return true
		}
	}
	return false
}

// longestShortStem is the part before the dot in the 8.3 names of Windows.
const longestShortStem = 8

// isShortName reports whether a segment may be the 8.3 form of a longer name
// ("PROGRA~1", "PASSWO~2.TXT"), which would walk round every rule for the
// long one.
func isShortName(segment string) bool {
	stem, _, _ := strings.Cut(segment, ".")
	tilde := strings.LastIndexByte(stem, '~')
	if tilde < 0 || tilde == len(stem)-1 || len(stem) > longestShortStem {
		return false
	}
	for _, c := range []byte(stem[tilde+1:]) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
