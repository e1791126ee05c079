// SPDX-License-Identifier: MIT

package http1

import (
	"bytes"
	"cmp"
	"net/http"
)

// maxFields bounds the field lines of one head; maxHead bounds all its bytes.
const (
	maxHead   = 8192
	maxFields = 128
)

// head is a request head: start line and field lines up to the empty line
// (RFC 9112 §2.1). Its slices point into the bytes given to parse.
type head struct {
	method, target []byte
	minor          int // the minor version: 0, or 1 for everything above
	fields         []field

	next int // where the first line not yet parsed begins
}

// parse goes on with a head in b, which must begin with the bytes of the
// calls before and stay where it is. It returns the size of the head when it
// is complete, 0 when more bytes are needed, or why it is malformed: the three
// answers of a pure function over bytes. Each line is parsed once, however
// many pieces it comes in, and a fault is found as soon as its line has ended.
func (h *head) parse(b []byte) (size int, fault *refusal) {
	for {
		line, found, fault := nextLine(b[h.next:])
		if fault != nil || !found {
			return 0, cmp.Or(fault, h.glimpse(b[h.next:]))
		}
		if fault := h.parseLine(line); fault != nil {
			return 0, fault
		}
		h.next += len(line) + 2
		if len(line) == 0 && h.started() {
			return h.next, nil
		}
	}
}

// glimpse looks at the first byte of what is no whole line yet: a peer that does
// not speak HTTP at all, but TLS perhaps, need not wait for the head deadline.
func (h *head) glimpse(b []byte) *refusal {
	if h.started() || len(b) == 0 || b[0] == '\r' || class[b[0]]&token != 0 {
		return nil
	}
	return badRequest("request line without a method")
}

// started reports whether the request line has been read.
func (h *head) started() bool { return len(h.method) > 0 }

// reset makes h ready for the next head and keeps its memory.
func (h *head) reset() { *h = head{fields: h.fields[:0]} }

// value returns the value of the first field line with that lower-case name.
func (h *head) value(name string) string {
	for _, f := range h.fields {
		if f.is(name) {
			return string(f.value)
		}
	}
	return ""
}

// parseLine takes one line. A single empty line before the request line is
// skipped (RFC 9112 §2.2).
func (h *head) parseLine(line []byte) *refusal {
	switch {
	case len(line) == 0:
		if !h.started() && h.next > 0 {
			return badRequest("empty lines before the request line")
		}
		return nil
	case !h.started():
		return h.parseRequestLine(line)
	}
	f, fault := parseField(line)
	if fault == nil && len(h.fields) == maxFields {
		fault = refuse(http.StatusRequestHeaderFieldsTooLarge, "more than 128 field lines")
	}
	if fault == nil {
		h.fields = append(h.fields, f)
	}
	return fault
}

// nextLine cuts the first line off b, without its CRLF. A lone CR or LF is
// refused wherever it stands: what one recipient takes for a line end and the
// next one does not is how requests are smuggled (RFC 9112 §2.2).
func nextLine(b []byte) (line []byte, found bool, fault *refusal) {
	end := bytes.IndexByte(b, '\n')
	if end < 0 {
		if cr := bytes.IndexByte(b, '\r'); cr >= 0 && cr < len(b)-1 {
			return nil, false, badRequest("carriage return without a line feed")
		}
		return nil, false, nil
	}
	if end == 0 || b[end-1] != '\r' {
		return nil, false, badRequest("line feed without a carriage return")
	}
	return b[:end-1], true, nil
}

// parseRequestLine reads `method SP request-target SP HTTP-version`
// (RFC 9112 §3), with exactly one space between them.
func (h *head) parseRequestLine(line []byte) *refusal {
	method, rest, found := bytes.Cut(line, []byte{' '})
	if !found || !isToken(method) {
		return badRequest("request line without a method")
	}
	target, version, found := bytes.Cut(rest, []byte{' '})
	if !found || len(target) == 0 {
		return badRequest("request line without a target and a version")
	}
	for _, c := range target {
		if class[c]&visible == 0 {
			return badRequest("target with a byte that has to be percent-encoded")
		}
	}
	minor, fault := parseVersion(version)
	h.method, h.target, h.minor = method, target, minor
	return fault
}

// parseVersion reads `HTTP/1.x` (RFC 9112 §2.3). A minor version above 1 is
// served as 1.1 (RFC 9110 §2.5); another major version is refused.
func parseVersion(v []byte) (minor int, fault *refusal) {
	if len(v) != len("HTTP/1.1") || string(v[:5]) != "HTTP/" || !isDigit(v[5]) || v[6] != '.' || !isDigit(v[7]) {
		return 0, badRequest("request line that does not end in HTTP/1.1")
	}
	if v[5] != '1' {
		return 0, refuse(http.StatusHTTPVersionNotSupported, "only HTTP/1.0 and HTTP/1.1 are spoken here")
	}
	return min(int(v[7]-'0'), 1), nil
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
