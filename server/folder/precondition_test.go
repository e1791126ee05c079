// SPDX-License-Identifier: MIT

package folder

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestPreconditions goes through RFC 9110 §13.1 and §13.2.2.
func TestPreconditions(t *testing.T) {
	s := newSite(t)
	tag := s.do("GET", "/a.txt").Header.Get("Etag")
	words := strings.NewReplacer(
		"{tag}", tag,
		"{same}", longAgo.Format(http.TimeFormat),
		"{850}", longAgo.Format("Monday, 02-Jan-06 15:04:05 GMT"),
		"{asctime}", longAgo.Format(time.ANSIC),
		"{before}", longAgo.Add(-time.Hour).Format(http.TimeFormat),
		"{after}", longAgo.Add(time.Hour).Format(http.TimeFormat),
		"{future}", longAgo.AddDate(70, 0, 0).Format(http.TimeFormat),
	)
	for _, row := range []struct {
		name   string
		fields []string
		status int
	}{
		{"If-None-Match same", []string{"If-None-Match: {tag}"}, 304},
		{"If-None-Match weak", []string{"If-None-Match: W/{tag}"}, 304},
		{"If-None-Match star", []string{"If-None-Match: *"}, 304},
		{"If-None-Match other", []string{`If-None-Match: "x"`}, 200},
		{"If-None-Match in a list", []string{`If-None-Match: "x", {tag}`}, 304},
		{"If-None-Match on a second line", []string{`If-None-Match: "x"`, "If-None-Match: {tag}"}, 304},
		{"If-None-Match beats date", []string{`If-None-Match: "x"`, "If-Modified-Since: {same}"}, 200},
		{"If-None-Match malformed beats date", []string{`If-None-Match: x`, "If-Modified-Since: {same}"}, 200},
		{"If-None-Match with another coding's tag", []string{"If-None-Match: " + tag[:len(tag)-1] + `-gzip"`}, 200},
		{"If-Modified-Since same", []string{"If-Modified-Since: {same}"}, 304},
		{"If-Modified-Since RFC 850", []string{"If-Modified-Since: {850}"}, 304},
		{"If-Modified-Since asctime", []string{"If-Modified-Since: {asctime}"}, 304},
		{"If-Modified-Since later", []string{"If-Modified-Since: {after}"}, 304},
		{"If-Modified-Since in the future", []string{"If-Modified-Since: {future}"}, 304},
		{"If-Modified-Since earlier", []string{"If-Modified-Since: {before}"}, 200},
		{"If-Modified-Since no date", []string{"If-Modified-Since: yesterday"}, 200},
		{"If-Modified-Since twice", []string{"If-Modified-Since: {same}", "If-Modified-Since: {same}"}, 200},
		{"If-Match same", []string{"If-Match: {tag}"}, 200},
		{"If-Match star", []string{"If-Match: *"}, 200},
		{"If-Match weak", []string{"If-Match: W/{tag}"}, 412},
		{"If-Match other", []string{`If-Match: "x"`}, 412},
		{"If-Match malformed", []string{`If-Match: x`}, 412},
		{"If-Match beats date", []string{"If-Match: {tag}", "If-Unmodified-Since: {before}"}, 200},
		{"If-Unmodified-Since same", []string{"If-Unmodified-Since: {same}"}, 200},
		{"If-Unmodified-Since earlier", []string{"If-Unmodified-Since: {before}"}, 412},
		{"If-Unmodified-Since no date", []string{"If-Unmodified-Since: x"}, 200},
		{"both hold", []string{"If-Match: {tag}", "If-None-Match: {tag}"}, 304},
		{"412 before 304", []string{`If-Match: "x"`, "If-None-Match: {tag}"}, 412},
		{"304 before 206", []string{"If-None-Match: {tag}", "Range: bytes=0-1"}, 304},
		{"412 before 416", []string{`If-Match: "x"`, "Range: bytes=9999-"}, 412},
		{"206 after If-Match", []string{"If-Match: {tag}", "Range: bytes=0-1"}, 206},
	} {
		t.Run(row.name, func(t *testing.T) {
			var fields []string
			for _, fd := range row.fields {
				fields = append(fields, words.Replace(fd))
			}
			for _, method := range []string{"GET", "HEAD"} {
				want := row.status
				if method == "HEAD" && want == 206 {
					want = 200
				}
				if res := s.do(method, "/a.txt", fields...); res.StatusCode != want {
					t.Errorf("%s %q = %d, want %d", method, fields, res.StatusCode, want)
				}
			}
			if res := s.do("GET", "/none.txt", fields...); res.StatusCode != 404 {
				t.Errorf("GET of a missing file %q = %d, want 404", fields, res.StatusCode)
			}
		})
	}
}

// TestUnchanged holds what a 304 carries (RFC 9110 §15.4.5), for the tag of
// the coding that would have been sent.
func TestUnchanged(t *testing.T) {
	for _, memory := range []func(*Options){noMemory, func(*Options) {}} {
		s := newSite(t, memory)
		for _, coding := range []string{"", "gzip"} {
			whole := s.do("GET", "/page.html", "Accept-Encoding: "+coding)
			res := s.do("GET", "/page.html", "Accept-Encoding: "+coding, "If-None-Match: "+whole.Header.Get("Etag"))
			if res.StatusCode != 304 {
				t.Fatalf("GET with the tag of %q = %d, want 304", coding, res.StatusCode)
			}
			for _, name := range []string{"Etag", "Last-Modified", "Cache-Control", "Vary", "X-Content-Type-Options"} {
				if got, want := res.Header.Get(name), whole.Header.Get(name); got != want || got == "" {
					t.Errorf("304 of %q: %s = %q, want %q", coding, name, got, want)
				}
			}
			for _, name := range []string{"Content-Length", "Content-Type", "Content-Encoding"} {
				if got := res.Header.Get(name); got != "" {
					t.Errorf("304 of %q: %s = %q, want none", coding, name, got)
				}
			}
		}
	}
}

func TestUselessDates(t *testing.T) {
	s := newSite(t, realClock)
	s.writeAt("epoch.txt", "epoch", time.Unix(0, 0))
	res := s.do("GET", "/epoch.txt")
	if got := res.Header.Get("Last-Modified"); got != "" {
		t.Errorf("Last-Modified = %q for the epoch, want none", got)
	}
	for _, fd := range []string{"If-Modified-Since: ", "If-Unmodified-Since: "} {
		if res := s.do("GET", "/epoch.txt", fd+longAgo.Format(http.TimeFormat)); res.StatusCode != 200 {
			t.Errorf("GET with %s = %d without a date, want 200", fd, res.StatusCode)
		}
	}
	s.writeAt("future.txt", "future", time.Now().Add(24*time.Hour))
	date, err := http.ParseTime(s.do("GET", "/future.txt").Header.Get("Last-Modified"))
	if err != nil || date.After(time.Now()) {
		t.Errorf("Last-Modified = %v, %v for a file from the future, want now", date, err)
	}
}
