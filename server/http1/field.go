// SPDX-License-Identifier: MIT

package http1

import (
	"bytes"

	"porchlight/server/header"
)

// field is one field line of a head or of a trailer section, its value without
// the whitespace round it. Both slices point into the bytes that were parsed.
type field struct{ name, value []byte }

// parseField reads one field line without its CRLF (RFC 9112 §5). A line that
// begins with whitespace is a folded one (§5.2): it has no token before its
// colon, and so is refused like whitespace before the colon (§5.1).
func parseField(line []byte) (field, *refusal) {
	colon := bytes.IndexByte(line, ':')
	if colon <= 0 || !isToken(line[:colon]) {
		return field{}, badRequest("field line without a valid name")
	}
	value := trimOWS(line[colon+1:])
	if !isFieldValue(value) {
		return field{}, badRequest("control byte in a field value")
	}
	return field{line[:colon], value}, nil
}

// is reports whether the field's name is name, which must be lower case.
func (f field) is(name string) bool { return equalFold(f.name, name) }

// equalFold compares ASCII bytes with a lower-case string, ignoring case. It
// folds ASCII only: the Kelvin sign is no k here, as it is to bytes.EqualFold.
func equalFold(b []byte, lower string) bool {
	if len(b) != len(lower) {
		return false
	}
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// trimOWS removes optional whitespace (SP and HTAB only, RFC 9110 §5.6.3).
func trimOWS(b []byte) []byte {
	for len(b) > 0 && isOWS(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isOWS(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

func isOWS(c byte) bool { return c == ' ' || c == '\t' }

func isToken(b []byte) bool {
	for _, c := range b {
		if class[c]&token == 0 {
			return false
		}
	}
	return len(b) > 0
}

func isFieldValue(b []byte) bool {
	for _, c := range b {
		if class[c]&text == 0 {
			return false
		}
	}
	return true
}

// The classes of a byte, as bits.
const (
	token    = 1 << iota // tchar (RFC 9110 §5.6.2)
	text                 // HTAB, SP, VCHAR and obs-text (RFC 9110 §5.5)
	visible              // VCHAR without '#': what a request target may hold
	plain                // unreserved (RFC 3986 §2.3) and the slash
	hostname             // reg-name (RFC 3986 §3.2.2) without escapes
)

// class is the table behind the byte checks of the hot path.
var class = func() (t [256]byte) {
	for c := range 256 {
		if header.IsValueByte(byte(c)) {
			t[c] |= text
		}
		if header.IsTokenByte(byte(c)) {
			t[c] |= token
		}
		if c > ' ' && c < 0x7f && c != '#' {
			t[c] |= visible
		}
	}
	const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	for _, c := range []byte(alphanumeric + "-._~/") {
		t[c] |= plain
	}
	for _, c := range []byte(alphanumeric + "-._~!$&'()*+,;=") {
		t[c] |= hostname
	}
	return t
}()
