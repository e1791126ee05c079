// SPDX-License-Identifier: MIT

package http1

import (
	"hash/maphash"
	"net/http"
)

// keptStrings keeps the strings that come again and again in requests, so that a
// head like the one before costs no memory. They are ordinary strings: whoever
// gets one may keep it. Each has one place, which the next one of that place
// takes. Names and values are apart, or a value that reads like a name would be
// taken for one.
type keptStrings struct {
	seed   maphash.Seed
	values [keptValues]string
	names  [keptNames]keptName
	last   [maxFields]keptField // of the heads before, by the places of their lines
}

// keptName is a field name as it came, and in its canonical form.
type keptName struct{ came, canonical string }

type keptField struct {
	name  keptName
	value string
}

const (
	keptValues    = 256
	keptNames     = 64
	maxStringSize = 256 // longer ones are not kept
)

func newKeptStrings() *keptStrings { return &keptStrings{seed: maphash.MakeSeed()} }

// method is keep for methods, of which most are the same.
func (s *keptStrings) method(b []byte) string {
	if string(b) == http.MethodGet {
		return http.MethodGet
	}
	return s.keep(b)
}

// field returns the canonical name and the value of the field line at a place.
// Browsers send the same lines in the same order, so that one is looked at
// first: to compare a string costs less than to find it.
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
	if len(b) > maxStringSize {
		return string(b)
	}
	kept := &s.values[maphash.Bytes(s.seed, b)%keptValues]
	if *kept != string(b) {
		*kept = string(b)
	}
	return *kept
}

func (s *keptStrings) name(b []byte) keptName {
	if len(b) > maxStringSize {
		return keptName{string(b), http.CanonicalHeaderKey(string(b))}
	}
	kept := &s.names[maphash.Bytes(s.seed, b)%keptNames]
	if kept.came != string(b) {
		*kept = keptName{string(b), http.CanonicalHeaderKey(string(b))}
	}
	return *kept
}
