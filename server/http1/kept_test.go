// SPDX-License-Identifier: MIT

package http1

import (
	"net/http"
	"strings"
	"testing"
)

// Values that read like names, and names that read like values, are not taken
// for each other by later requests.
func TestNamesAndValuesAreApart(t *testing.T) {
	e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
		answerText(w, r.Header.Get("Content-Type")+"|"+r.Header.Get("X-Value"))
	})
	p := e.connect()
	for _, value := range []string{"content-type:", "Content-Type:", "content-type", "host:", "host"} {
		p.send(get("/", "X-Value: "+value))
		p.wantAnswer(http.StatusOK, "|"+value)
		p.send(get("/", "content-type: a/b", "x-value: "+value))
		p.wantAnswer(http.StatusOK, "a/b|"+value)
	}
}

func answerText(w http.ResponseWriter, text string) { _, _ = w.Write([]byte(text)) }

// What is kept is bounded in size, its number by the places that there are.
func TestKeptStringsAreBounded(t *testing.T) {
	s := newKeptStrings()
	for n := range 3 * keptValues {
		text := strings.Repeat("x", n)
		if got := s.keep([]byte(text)); got != text {
			t.Fatalf("keep(%d bytes) = %d bytes", n, len(got))
		}
		s.field(0, field{[]byte("x"), []byte(text)})
		s.field(1, field{[]byte(text), []byte("x")})
		if got := s.name([]byte(text)); !strings.EqualFold(got.canonical, text) || got.came != text {
			t.Fatalf("name(%d bytes) = %q", n, got)
		}
	}
	for _, last := range s.last[:2] {
		if len(last.value) > maxStringSize || len(last.name.came) > maxStringSize {
			t.Errorf("a field of %d and %d bytes is kept", len(last.name.came), len(last.value))
		}
	}
	for _, kept := range s.values {
		if len(kept) > maxStringSize {
			t.Errorf("a value of %d bytes is kept", len(kept))
		}
	}
	for _, kept := range s.names {
		if len(kept.came) > maxStringSize {
			t.Errorf("a name of %d bytes is kept", len(kept.came))
		}
	}
}

// Whatever was in a place before, a field is what its line says.
func TestFieldsOfAPlace(t *testing.T) {
	s := newKeptStrings()
	long := strings.Repeat("v", maxStringSize+1)
	for _, f := range []struct{ name, value, canonical string }{
		{"accept", "a", "Accept"},
		{"accept", "a", "Accept"},
		{"accept", "b", "Accept"},
		{"Accept", "b", "Accept"},
		{"x-a", "b", "X-A"},
		{"x-a", long, "X-A"},
		{"x-a", "b", "X-A"},
		{"x-a", "", "X-A"},
		{"x-b", "", "X-B"},
	} {
		if name, value := s.field(3, field{[]byte(f.name), []byte(f.value)}); name != f.canonical || value != f.value {
			t.Errorf("%s: %.9s is taken for %s: %.9s", f.name, f.value, name, value)
		}
	}
}
