// SPDX-License-Identifier: MIT

package http1

import "net/http"

// keptStrings keeps the strings that come again and again in requests, so that a
// head like the one before costs no memory. They are ordinary strings: whoever
// gets one may keep it. Names and values are apart, or a value that reads like
// a name would be taken for one.
type keptStrings struct {
	values map[string]string
	names  map[string]keptName
	last   [maxFields]keptField // of the heads before, by the places of their lines
}

// keptName is a field name as it came, and in its canonical form.
type keptName struct{ came, canonical string }

type keptField struct {
	name  keptName
	value string
}

const (
	maxStrings    = 512
	maxStringSize = 256 // longer ones are not kept
)

func newKeptStrings() *keptStrings {
	return &keptStrings{values: map[string]string{}, names: map[string]keptName{}}
}

// field returns the canonical name and the value of the field line at a place.
// Browsers send the same lines in the same order, so that one is looked at
// first: to compare a string costs a fifth of finding it in a map.
func (s *keptStrings) field(place int, f field) (name, value string) {
	last := &s.last[place]
	if string(f.name) == last.name.came && string(f.value) == last.value {
		return last.name.canonical, last.value
	}
	found := keptField{s.name(f.name), s.keep(f.value)}
	if len(f.name) <= maxStringSize && len(f.value) <= maxStringSize {
		*last = found
	}
	return found.name.canonical, found.value
}

func (s *keptStrings) keep(b []byte) string {
	kept, ok := s.values[string(b)]
	if !ok {
		kept = string(b)
		add(s.values, kept, kept)
	}
	return kept
}

func (s *keptStrings) name(b []byte) keptName {
	kept, ok := s.names[string(b)]
	if !ok {
		kept = keptName{string(b), http.CanonicalHeaderKey(string(b))}
		add(s.names, kept.came, kept)
	}
	return kept
}

func add[T any](kept map[string]T, key string, made T) {
	if len(key) > maxStringSize {
		return
	}
	if len(kept) >= maxStrings {
		clear(kept)
	}
	kept[key] = made
}
