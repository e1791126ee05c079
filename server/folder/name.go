// SPDX-License-Identifier: MIT

package folder

import (
	"net/http"
	"strings"
	"unicode/utf8"
)

// name is a target's path, decoded and found harmless on every system.
type name struct {
	path   string // for os.Root: segments joined by "/", or "." for the root
	folder bool   // the target ended in a slash
	absent bool   // answered as a missing file, whatever the disk says
	rare   bool   // some system does not store it: lent from a share only
}

func (n name) is(path string) bool {
	return n.path == path && !n.folder && !n.absent && !n.rare
}

// below reports whether first is the first segment.
func (n name) below(first string) bool {
	rest, ok := strings.CutPrefix(n.path, first)
	return ok && (rest == "" || rest[0] == '/')
}

// address returns the path of the target that spells n without escapes.
func (n name) address() string {
	switch {
	case n.path == ".":
		return "/"
	case n.folder:
		return "/" + n.path + "/"
	}
	return "/" + n.path
}

// longestSegment is the most bytes that a file system takes for one name.
const longestSegment = 255

// parseName is the one way from a target to a file. It decodes escapes once
// and refuses
//
//   - 400: what is no path, broken escapes, control bytes, broken UTF-8;
//   - 403: dot segments, empty segments, backslashes and every name that
//     Windows takes for another file, on all systems, so that a folder
//     behaves the same wherever it lies.
//
// Names that may exist but are not lent (dot files, encoded slashes) are marked
// absent; those that Windows does not store are marked rare. A raw path without
// escapes costs no allocation.
func parseName(raw string) (name, *Error) {
	if raw == "" || raw[0] != '/' {
		return name{}, malformedName()
	}
	path, encodedSlash, ok := decodePath(raw[1:])
	if !ok {
		return name{}, malformedName()
	}
	n := name{path: path, absent: encodedSlash}
	if path == "" {
		return name{path: ".", folder: true}, nil
	}
	n.path, n.folder = strings.CutSuffix(path, "/")
	for rest, more, first := n.path, true, true; more; first = false {
		var segment string
		segment, rest, more = strings.Cut(rest, "/")
		if refusedSegment(segment) {
			return name{}, refusedName()
		}
		n.absent = n.absent || absentSegment(segment, first)
		n.rare = n.rare || rareSegment(segment)
	}
	return n, nil
}

func malformedName() *Error {
	return &Error{
		Status: http.StatusBadRequest,
		Reason: "The address is malformed. Check its escapes.",
	}
}

func refusedName() *Error {
	return &Error{
		Status: http.StatusForbidden,
		Reason: "The address holds a name that is refused here. Use the plain path of a file.",
	}
}

// refusedSegment reports whether a segment leads elsewhere than to the file
// that it spells.
func refusedSegment(s string) bool {
	if s == "" {
		return true
	}
	if last := s[len(s)-1]; last == '.' || last == ' ' { // ".", "..", and what Windows drops
		return true
	}
	return strings.ContainsAny(s, `\:`) || isDevice(s) || isShortName(s)
}

// absentSegment reports whether a segment names something that is not lent:
// a hidden file, or what no file system has room for.
func absentSegment(s string, first bool) bool {
	hidden := isHidden(s) && !(first && s == ".well-known") // RFC 8615
	return hidden || len(s) > longestSegment
}

func isHidden(segment string) bool { return segment[0] == '.' }

// rareSegment reports whether a segment has a character that Windows does not
// store. Where such a file lies, it is no other than the one that is spelled.
func rareSegment(s string) bool { return strings.ContainsAny(s, `<>"|?*`) }

// lendableName reports whether a share lends a file or a folder of this name:
// parseName takes its escaped form as one segment, and finds it not absent. It
// is what the listing and the zip go by, so that neither shows what could not
// be fetched, nor holds what is not shown.
func lendableName(s string) bool {
	return s != "" && !strings.Contains(s, "/") && isText(s) && !refusedSegment(s) && !absentSegment(s, false)
}

// decodePath decodes each %XX once. ok is false for broken escapes, control
// bytes and what is not UTF-8.
func decodePath(raw string) (path string, encodedSlash, ok bool) {
	path = raw
	if strings.IndexByte(raw, '%') >= 0 {
		path, encodedSlash, ok = unescape(raw)
		if !ok {
			return "", false, false
		}
	}
	return path, encodedSlash, isText(path)
}

// isText reports whether s is UTF-8 without control bytes.
func isText(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] == 0x7f {
			return false
		}
	}
	return utf8.ValidString(s)
}

func unescape(raw string) (path string, encodedSlash, ok bool) {
	var b strings.Builder
	b.Grow(len(raw))
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c == '%' {
			if i+2 >= len(raw) {
				return "", false, false
			}
			high, low := hexDigit(raw[i+1]), hexDigit(raw[i+2])
			if high < 0 || low < 0 {
				return "", false, false
			}
			c = byte(high<<4 | low)
			encodedSlash = encodedSlash || c == '/'
			i += 2
		}
		b.WriteByte(c)
	}
	return b.String(), encodedSlash, true
}

// hexDigit returns the value of a hexadecimal digit, or -1.
func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
