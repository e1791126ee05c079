// SPDX-License-Identifier: MIT

package header

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Section is the header section of an answer (RFC 9110 §6.3), rendered once for
// all the times that it is sent. It does not change, and its values are shared
// between answers: whoever changes one must copy it.
type Section struct {
	fields []field // in the order of their names
	lines  []byte
	length int64
	typed  bool
}

type field struct {
	name   string
	values []string
}

// NoLength is the Length of a section without one.
const NoLength = -1

// NewSection renders fields, whose names are canonical. One that the server has
// to understand, beside Content-Length, leaves nothing rendered: such a section
// is only as good as the fields themselves.
func NewSection(fields http.Header) *Section {
	names, size := make([]string, 0, len(fields)), 0
	for name, values := range fields {
		names = append(names, name)
		for _, value := range values {
			size += len(name) + len(": ") + len(value) + len("\r\n")
		}
	}
	slices.Sort(names)
	s := &Section{fields: make([]field, 0, len(names)), lines: make([]byte, 0, size), length: NoLength}
	plain := true
	for _, name := range names {
		s.fields = append(s.fields, field{name, fields[name]})
		switch {
		case name == "Content-Length":
			n, err := strconv.ParseUint(strings.Join(fields[name], ","), 10, 63)
			s.length, plain = int64(n), plain && err == nil
		case IsFraming(name), name == "Date", name == "X-Request-Id", strings.HasPrefix(name, http.TrailerPrefix):
			plain = false
		default:
			s.typed = s.typed || name == "Content-Type" || name == "Content-Encoding"
			s.lines = AppendLines(s.lines, name, fields[name])
		}
	}
	if !plain {
		s.lines = nil
	}
	return s
}

// Put sets the fields in h.
func (s *Section) Put(h http.Header) {
	for _, f := range s.fields {
		h[f.name] = f.values
	}
}

// Lines returns the field lines without Content-Length; nil when there are
// none, or when the section has to be Put. They are not to be changed.
func (s *Section) Lines() []byte { return s.lines }

// Length returns the Content-Length, or NoLength.
func (s *Section) Length() int64 { return s.length }

// Typed reports whether a type need not be guessed.
func (s *Section) Typed() bool { return s.typed }

// Writer is an [http.ResponseWriter] that sends a section as it is rendered. It
// does what Put and WriteHeader would do.
type Writer interface {
	WriteSection(status int, s *Section)
}

// Write writes the head of an answer.
func Write(w http.ResponseWriter, status int, s *Section) {
	if to, ok := w.(Writer); ok {
		to.WriteSection(status, s)
		return
	}
	s.Put(w.Header())
	w.WriteHeader(status)
}
