// SPDX-License-Identifier: MIT

package header

import "strings"

// IsTokenByte reports whether c is a tchar (RFC 9110 §5.6.2).
func IsTokenByte(c byte) bool {
	switch {
	case '0' <= c && c <= '9', 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		return true
	}
	return c < 0x80 && strings.IndexByte("!#$%&'*+-.^_`|~", c) >= 0
}

// IsValueByte reports whether c may stand in a field value: HTAB, SP, VCHAR and
// obs-text (RFC 9110 §5.5).
func IsValueByte(c byte) bool { return c == '\t' || c >= ' ' && c != 0x7f }

// AppendLines appends a field line for each value. A name that is no token is
// left out, and a value can not break its line (CWE-113).
func AppendLines(out []byte, name string, values []string) []byte {
	if !isToken(name) {
		return out
	}
	for _, value := range values {
		out = append(out, name...)
		out = append(out, ": "...)
		begin := len(out)
		out = append(out, value...)
		for i, c := range out[begin:] {
			if !IsValueByte(c) {
				out[begin+i] = ' '
			}
		}
		out = append(out, "\r\n"...)
	}
	return out
}

func isToken(name string) bool {
	for i := range len(name) {
		if !IsTokenByte(name[i]) {
			return false
		}
	}
	return name != ""
}

// IsFraming names the fields that frame a message or belong to one connection,
// however they are spelled: they are for a server to write, not for a handler.
func IsFraming(name string) bool {
	switch len(name) {
	case len("Trailer"):
		return strings.EqualFold(name, "Trailer")
	case len("Connection"):
		return strings.EqualFold(name, "Connection") || strings.EqualFold(name, "Keep-Alive")
	case len("Content-Length"):
		return strings.EqualFold(name, "Content-Length")
	case len("Transfer-Encoding"):
		return strings.EqualFold(name, "Transfer-Encoding")
	}
	return false
}
