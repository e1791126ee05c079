// SPDX-License-Identifier: MIT

package header

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"testing"
)

func TestSection(t *testing.T) {
	for name, tt := range map[string]struct {
		fields http.Header
		lines  string
		length int64
		typed  bool
	}{
		"none":      {nil, "", NoLength, false},
		"sorted":    {http.Header{"B": {"2", "3"}, "A": {"1"}}, "A: 1\r\nB: 2\r\nB: 3\r\n", NoLength, false},
		"length":    {http.Header{"Content-Length": {"12"}, "Content-Type": {"text/plain"}}, "Content-Type: text/plain\r\n", 12, true},
		"coded":     {http.Header{"Content-Encoding": {"gzip"}}, "Content-Encoding: gzip\r\n", NoLength, true},
		"cleaned":   {http.Header{"A": {"1\r\nSet-Cookie: x\x00"}, "B ad": {"2"}, "": {"3"}}, "A: 1  Set-Cookie: x \r\n", NoLength, false},
		"no length": {http.Header{"A": {"1"}, "Content-Length": {"-1"}}, "", 0, false},
		"lengths":   {http.Header{"A": {"1"}, "Content-Length": {"1", "1"}}, "", 0, false},
		"framing":   {http.Header{"A": {"1"}, "Transfer-Encoding": {"chunked"}}, "", NoLength, false},
		"ends":      {http.Header{"A": {"1"}, "Connection": {"close"}}, "", NoLength, false},
		"dated":     {http.Header{"A": {"1"}, "Date": {"now"}}, "", NoLength, false},
		"named":     {http.Header{"A": {"1"}, "X-Request-Id": {"a"}}, "", NoLength, false},
		"trailer":   {http.Header{"A": {"1"}, http.TrailerPrefix + "B": {"a"}}, "", NoLength, false},
		"trailers":  {http.Header{"A": {"1"}, "Trailer": {"B"}}, "", NoLength, false},
	} {
		s := NewSection(tt.fields)
		if string(s.Lines()) != tt.lines || s.Length() != tt.length || s.Typed() != tt.typed {
			t.Errorf("%s: NewSection(%q) = %q, length %d, typed %v, want %q, %d, %v",
				name, tt.fields, s.Lines(), s.Length(), s.Typed(), tt.lines, tt.length, tt.typed)
		}
		got := http.Header{"A": {"before"}, "Z": {"stays"}}
		want := maps.Clone(got)
		maps.Copy(want, tt.fields)
		if s.Put(got); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: Put makes %q, want %q", name, got, want)
		}
	}
}

// TestWriteElsewhere: a server that knows no sections gets the fields.
func TestWriteElsewhere(t *testing.T) {
	w := httptest.NewRecorder()
	Write(w, http.StatusNotModified, NewSection(http.Header{"Etag": {`"a"`}, "Content-Length": {"3"}}))
	if w.Code != http.StatusNotModified || w.Header().Get("Etag") != `"a"` || w.Header().Get("Content-Length") != "3" {
		t.Errorf("Write sends %d %q, want 304 with both fields", w.Code, w.Header())
	}
}

type sectionWriter struct {
	http.ResponseWriter
	status int
	wrote  *Section
}

func (w *sectionWriter) WriteSection(status int, s *Section) { w.status, w.wrote = status, s }

func TestWriteSection(t *testing.T) {
	s := NewSection(http.Header{"A": {"1"}})
	w := &sectionWriter{}
	if Write(w, http.StatusOK, s); w.status != http.StatusOK || w.wrote != s {
		t.Errorf("Write hands over %d and %p, want 200 and %p", w.status, w.wrote, s)
	}
}
