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

// What is kept is bounded in number and size.
func TestKeptStringsAreBounded(t *testing.T) {
	s := newKeptStrings()
	for n := range 3 * maxStrings {
		text := strings.Repeat("x", n)
		if got := s.keep([]byte(text)); got != text {
			t.Fatalf("keep(%d bytes) = %d bytes", n, len(got))
		}
		if got := s.name([]byte(text)); !strings.EqualFold(got, text) {
			t.Fatalf("name(%d bytes) = %q", n, got)
		}
	}
	for _, kept := range []map[string]string{s.values, s.names} {
		if len(kept) > maxStrings {
			t.Errorf("%d strings are kept, want %d at most", len(kept), maxStrings)
		}
		for key := range kept {
			if len(key) > maxStringSize {
				t.Errorf("a string of %d bytes is kept", len(key))
			}
		}
	}
}
