// SPDX-License-Identifier: MIT

package http1

import (
	"bytes"
	"math"
	"net/http"
)

// framing is what the field lines say about the message itself: where its body
// ends, and what becomes of the connection. Every refusal of an ambiguous
// message is made here, so that there is one place to audit.
type framing struct {
	length   int64  // of the body in bytes; chunkedLength when it is chunked
	host     []byte // the Host field's value, nil without one
	id       []byte // the X-Request-Id that came with the request, if it is fit to repeat
	expects  bool   // 100-continue is awaited before the body
	close    bool   // the connection ends with this exchange
	trailers bool   // a Trailer field announces fields after the body
}

const chunkedLength = -1

func (f *framing) hasBody() bool { return f.length != 0 }

// frame reads the framing of a complete head (RFC 9112 §3.2, §6, §9).
func (h *head) frame() (f framing, fault *refusal) {
	s := frameScan{framing: framing{close: h.minor == 0}, head: h}
	for _, field := range h.fields {
		if fault := s.take(field); fault != nil {
			return f, fault
		}
	}
	return s.settle()
}

// frameScan gathers the fields that matter; each may stand on several lines.
type frameScan struct {
	framing
	head              *head
	lengths, codings  int // field lines seen
	hosts             int
	chunked           bool
	keepAlive, closes bool // connection options seen
}

// take looks at one field line. The length of a name is compared first: most
// lines of most requests are none of these.
func (s *frameScan) take(f field) *refusal {
	switch len(f.name) {
	case len("host"):
		if f.is("host") {
			return s.takeHost(f.value)
		}
	case len("expect"):
		if f.is("expect") {
			return s.takeExpect(f.value)
		}
	case len("trailer"):
		s.trailers = s.trailers || f.is("trailer")
	case len("connection"):
		if f.is("connection") {
			s.closes = s.closes || hasOption(f.value, "close")
			s.keepAlive = s.keepAlive || hasOption(f.value, "keep-alive")
		}
	case len("x-request-id"):
		if f.is("x-request-id") && isIdentity(f.value) {
			s.id = f.value
		}
	case len("content-length"):
		if f.is("content-length") {
			return s.takeLength(f.value)
		}
	case len("transfer-encoding"):
		if f.is("transfer-encoding") {
			return s.takeCoding(f.value)
		}
	}
	return nil
}

func (s *frameScan) takeHost(value []byte) *refusal {
	s.hosts++
	if s.hosts > 1 {
		return badRequest("more than one Host field")
	}
	if !isHost(value) {
		return badRequest("invalid Host field")
	}
	s.host = value
	return nil
}

// takeExpect knows one expectation (RFC 9110 §10.1.1).
func (s *frameScan) takeExpect(value []byte) *refusal {
	if s.head.minor == 0 {
		return nil
	}
	if !equalFold(value, "100-continue") {
		return refuse(http.StatusExpectationFailed, "unknown expectation")
	}
	s.expects = true
	return nil
}

// takeLength accepts 1*DIGIT on one line, and nothing that another recipient
// could read as another number (RFC 9110 §8.6).
func (s *frameScan) takeLength(value []byte) *refusal {
	s.lengths++
	n, ok := parseLength(value)
	if !ok || s.lengths > 1 {
		return badRequest("invalid Content-Length")
	}
	s.length = n
	return nil
}

// takeCoding accepts chunked, alone and once (RFC 9112 §6.1).
func (s *frameScan) takeCoding(value []byte) *refusal {
	s.codings++
	if s.head.minor == 0 {
		return badRequest("Transfer-Encoding in HTTP/1.0")
	}
	for name := range bytes.SplitSeq(value, []byte{','}) {
		switch name = trimOWS(name); {
		case s.chunked:
			return badRequest("chunked is not the last transfer coding")
		case len(name) == 0:
			return badRequest("empty transfer coding")
		case !equalFold(name, "chunked"):
			return refuse(http.StatusNotImplemented, "unknown transfer coding")
		}
		s.chunked = true
	}
	return nil
}

// settle judges the fields together.
func (s *frameScan) settle() (framing, *refusal) {
	switch {
	case s.hosts == 0 && s.head.minor > 0:
		return s.framing, badRequest("missing Host field")
	case s.codings > 0 && s.lengths > 0:
		return s.framing, badRequest("both Content-Length and Transfer-Encoding")
	case s.chunked:
		s.length = chunkedLength
	}
	if s.keepAlive {
		s.close = false
	}
	s.close = s.close || s.closes
	s.expects = s.expects && s.hasBody()
	return s.framing, nil
}

// hasOption reports whether a comma-separated list holds the option.
func hasOption(list []byte, option string) bool {
	for item := range bytes.SplitSeq(list, []byte{','}) {
		if equalFold(trimOWS(item), option) {
			return true
		}
	}
	return false
}

// parseLength reads 1*DIGIT that fits in an int64.
func parseLength(b []byte) (n int64, ok bool) {
	for _, c := range b {
		if !isDigit(c) || n > (math.MaxInt64-int64(c-'0'))/10 {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, len(b) > 0
}
