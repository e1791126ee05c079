// SPDX-License-Identifier: MIT

package http1

import (
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"porchlight/server/header"
)

// headOf returns the lines of the first head in what a server has said.
func headOf(said string) []string {
	head, _, _ := strings.Cut(said, "\r\n\r\n")
	return strings.Split(head, "\r\n")
}

// TestPeers33FieldsCannotBreakTheirLine holds CWE-113: whatever a handler puts into a
// field stays one line of that field, or is left out.
func TestPeers33FieldsCannotBreakTheirLine(t *testing.T) {
	plain := headOf(newTestEngine(t, answers(200)).converse(get("/", "X-Request-Id: 1")))
	for _, row := range []struct {
		name, key, value, line string
	}{
		{"plain", "X-Name", "value", "X-Name: value"},
		{"line break", "X-Name", "a\r\nX-Evil: 1", "X-Name: a  X-Evil: 1"},
		{"line feed", "X-Name", "a\nX-Evil: 1", "X-Name: a X-Evil: 1"},
		{"carriage return", "X-Name", "a\rX-Evil: 1", "X-Name: a X-Evil: 1"},
		{"end of head", "X-Name", "\r\n\r\n<html>", "X-Name:     <html>"},
		{"NUL, DEL and ESC", "X-Name", "a\x00b\x7fc\x1bd", "X-Name: a b c d"},
		{"tab and UTF-8", "X-Name", "a\té", "X-Name: a\té"},
		{"status line's neighbour", "A", "\r\n", "A:   "},
		{"name with a line break", "X-Evil: 1\r\nX-Name", "value", ""},
		{"name with a blank", "X Name", "value", ""},
		{"name with a colon", "X-Name:", "value", ""},
		{"name with NUL", "X-Name\x00", "value", ""},
		{"name in UTF-8", "X-Näme", "value", ""},
		{"no name", "", "value", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newTestEngine(t, func(w http.ResponseWriter, _ *http.Request) { w.Header()[row.key] = []string{row.value} })
			got := headOf(e.converse(get("/", "X-Request-Id: 1")))
			want := plain
			if row.line != "" {
				want = slices.Insert(slices.Clone(plain), 1, row.line)
			}
			got, want = withoutDate(got), withoutDate(want)
			if !slices.Equal(got, want) {
				t.Errorf("%q: %q leads to %q, want %q", row.key, row.value, got, want)
			}
		})
	}
}

// TestSectionIsSentAsItsFields: a section that is rendered makes the same answer
// as its fields one by one, whatever the status and the request.
func TestSectionIsSentAsItsFields(t *testing.T) {
	sections := map[string]http.Header{
		"file":      {"Content-Type": {"text/plain"}, "Content-Length": {"5"}, "Etag": {`"a"`}, "Vary": {"Accept-Encoding"}},
		"unchanged": {"Etag": {`"a"`}},
		"lengthy":   {"Content-Type": {"text/plain"}, "Content-Length": {"9"}},
		"untyped":   {"Etag": {`"a"`}, "Content-Length": {"5"}},
		"closing":   {"Content-Type": {"text/plain"}, "Content-Length": {"5"}, "Connection": {"close"}},
		"trailers":  {"Content-Type": {"text/plain"}, "Trailer": {"X-Sum"}, "X-Sum": {"1"}},
		"dated":     {"Date": {"Thu, 01 Jan 1970 00:00:00 GMT"}, "X-Request-Id": {"own"}},
	}
	befores := map[string]http.Header{"nothing": nil, "a cookie": {"Set-Cookie": {"a=b"}}, "another tag": {"Etag": {`"b"`}}}
	for name, fields := range sections {
		for before, set := range befores {
			for _, status := range []int{103, 200, 204, 206, 304, 404} {
				for _, method := range []string{"GET", "HEAD"} {
					by := func(write func(w http.ResponseWriter, s *header.Section)) []string {
						e := newTestEngine(t, func(w http.ResponseWriter, _ *http.Request) {
							maps.Copy(w.Header(), set)
							write(w, header.NewSection(fields))
							_, _ = io.WriteString(w, "hello")
						})
						return withoutDate(strings.Split(e.converse(lines(method+" / HTTP/1.1", "Host: a", "X-Request-Id: 1", "Connection: close")), "\r\n"))
					}
					got := by(func(w http.ResponseWriter, s *header.Section) { header.Write(w, status, s) })
					want := by(func(w http.ResponseWriter, s *header.Section) { s.Put(w.Header()); w.WriteHeader(status) })
					if !slices.Equal(got, want) {
						t.Errorf("%s with %s, %s %d: the section sends %q, its fields %q", name, before, method, status, got, want)
					}
				}
			}
		}
	}
}

func withoutDate(head []string) []string {
	return slices.DeleteFunc(slices.Clone(head), func(line string) bool { return strings.HasPrefix(line, "Date: ") })
}

// What a handler says of framing and connection is read or ignored, never
// copied: a second such line would be another answer to somebody downstream.
func TestEngineFields(t *testing.T) {
	for _, row := range []struct {
		name   string
		header http.Header
		closes bool
	}{
		{"Connection: close", http.Header{"Connection": {"x-marked, close"}}, true},
		{"Connection: keep-alive", http.Header{"Connection": {"keep-alive, x-marked"}}, false},
		{"Connection: upgrade", http.Header{"Connection": {"x-marked"}}, false},
		{"Keep-Alive", http.Header{"Keep-Alive": {"x-marked"}}, false},
		{"Transfer-Encoding", http.Header{"Transfer-Encoding": {"x-marked"}}, false},
		{"Content-Length", http.Header{"Content-Length": {"x-marked"}}, false},
		{"other spellings", http.Header{
			"connection": {"x-marked"}, "KEEP-ALIVE": {"x-marked"}, "transfer-encoding": {"x-marked"},
			"content-LENGTH": {"x-marked"}, "trailer": {"x-marked"},
		}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newTestEngine(t, func(w http.ResponseWriter, _ *http.Request) {
				for key, values := range row.header {
					w.Header()[key] = values
				}
				_, _ = io.WriteString(w, "hello")
			})
			said := e.converse(get("/"))
			a, err := parse(t, http.MethodGet, said)
			if err != nil || a.body != "hello" || a.ContentLength != 5 || a.Close != row.closes {
				t.Errorf("answer = %q of %d bytes, error %v, closes %v, want hello of 5, none, %v", a.body, a.ContentLength, err, a.Close, row.closes)
			}
			if strings.Contains(said, "x-marked") {
				t.Errorf("%q has what the handler said", said)
			}
		})
	}
}

func TestConnectionField(t *testing.T) {
	e := newTestEngine(t, writes("", "ok"), func(o *Options) { o.Limits.Requests = 3 })
	said := e.converse(get("/") + get("/") + get("/") + get("/"))
	for _, want := range []string{"Connection: keep-alive\r\nKeep-Alive: timeout=30, max=3\r\n", "Keep-Alive: timeout=30, max=2\r\n", "Connection: close\r\n"} {
		_, rest, found := strings.Cut(said, want)
		if !found {
			t.Fatalf("%q lacks %q", said, want)
		}
		said = rest
	}
	if strings.Contains(said, "HTTP/1.1") {
		t.Errorf("an answer after the last one: %q", said)
	}
}

func TestDate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newTestEngine(t, answers(200))
		for range 3 {
			a, _ := parse(t, http.MethodGet, e.converse(get("/")))
			if got, want := a.Header.Get("Date"), time.Now().UTC().Format(http.TimeFormat); got != want {
				t.Errorf("Date = %q, want %q", got, want)
			}
			time.Sleep(1500 * time.Millisecond)
		}
	})
	own := "Thu, 01 Jan 1970 00:00:00 GMT"
	a, _ := parse(t, http.MethodGet, newTestEngine(t, answers(200, "Date", own)).converse(get("/")))
	if got := a.Header["Date"]; !slices.Equal(got, []string{own}) {
		t.Errorf("Date of the handler = %q, want %q", got, own)
	}
}

// Fields that a handler has set to nil are not added (net/http's way to say
// that there shall be none).
func TestNoFields(t *testing.T) {
	e := newTestEngine(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Date"], w.Header()["Content-Type"], w.Header()["X-Request-Id"] = nil, nil, nil
		_, _ = io.WriteString(w, "hello")
	})
	a, _ := parse(t, http.MethodGet, e.converse(get("/")))
	for _, name := range []string{"Date", "Content-Type", "X-Request-Id"} {
		if values, found := a.Header[name]; found {
			t.Errorf("%s = %q, want none", name, values)
		}
	}
}

func TestRequestID(t *testing.T) {
	var told string
	e := newTestEngine(t, func(_ http.ResponseWriter, r *http.Request) { told = ID(r.Context()) })
	fit := strings.Repeat("x", maxIdentity)
	for _, row := range []struct {
		name, id string
		kept     bool
	}{
		{"fit", "A-z.0_9", true},
		{"as long as may be", fit, true},
		{"too long", fit + "x", false},
		{"empty", "", false},
		{"unfit bytes", "a b", false},
		{"markup", "<b>", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			a, _ := parse(t, http.MethodGet, e.converse(get("/", "X-Request-Id: "+row.id)))
			got := a.Header.Get("X-Request-Id")
			records := e.exchanges()
			if (got == row.id) != row.kept || got == "" || got != told || got != string(records[len(records)-1].ID) {
				t.Errorf("X-Request-Id %q is answered %q, the handler was told %q, want the same, kept: %v", row.id, got, told, row.kept)
			}
		})
	}
	if got := ID(t.Context()); got != "" {
		t.Errorf("ID of a context from elsewhere = %q, want none", got)
	}
}

// A content without a type gets the one that its first 512 bytes look like,
// in however many pieces they are written.
func TestContentType(t *testing.T) {
	const html, text = "text/html; charset=utf-8", "text/plain; charset=utf-8"
	for _, row := range []struct {
		name   string
		fields []string
		parts  []string
		want   string
	}{
		{"HTML", nil, []string{"<html>"}, html},
		{"text", nil, []string{"hello"}, text},
		{"picture", nil, []string{"\x89PNG\r\n\x1a\n"}, "image/png"},
		{"in pieces", nil, []string{"", "<ht", "ml>"}, html},
		{"in pieces, declared", []string{"Content-Length", "6"}, []string{"", "<ht", "ml>"}, html},
		{"long", nil, []string{"<html>", long}, html},
		{"long, declared", []string{"Content-Length", "23006"}, []string{"<ht", "ml>", long}, html},
		{"declared in one", []string{"Content-Length", "23000"}, []string{long}, text},
		{"typed", []string{"Content-Type", "a/b"}, []string{"<html>"}, "a/b"},
		{"coded", []string{"Content-Encoding", "gzip"}, []string{"<html>"}, ""},
		{"coded with nothing", []string{"Content-Encoding", ""}, []string{"<html>"}, html},
		{"nothing", nil, nil, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			h := func(w http.ResponseWriter, r *http.Request) {
				answers(200, row.fields...)(w, r)
				writes("", row.parts...)(w, r)
			}
			a, err := parse(t, http.MethodGet, newTestEngine(t, h).converse(get("/")))
			if got := a.Header.Get("Content-Type"); got != row.want {
				t.Errorf("Content-Type of %.20q = %q, want %q", row.parts, got, row.want)
			}
			if want := strings.Join(row.parts, ""); err != nil || a.body != want {
				t.Errorf("content = %d bytes, error %v, want %d", len(a.body), err, len(want))
			}
		})
	}
}
