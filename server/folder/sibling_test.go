// SPDX-License-Identifier: MIT

package folder

import (
	"os"
	"strings"
	"testing"
	"time"
)

// TestSiblings holds that files which lie coded beside a file are sent for it.
func TestSiblings(t *testing.T) {
	large := strings.Repeat("large ", largestText)
	older := longAgo.Add(-time.Second)
	for _, row := range []struct {
		name, target, content, suffix, sibling string
		written                                time.Time
		accept, want                           string
	}{
		{"brotli", "t.html", longPage, ".br", "in brotli", longAgo, "br", "in brotli"},
		{"zstd", "t.html", longPage, ".zst", "in zstd", longAgo, "zstd", "in zstd"},
		{"gzip", "t.html", longPage, ".gz", "in gzip", longAgo, "gzip", "in gzip"},
		{"brotli before what we make", "t.html", longPage, ".br", "in brotli", longAgo, "gzip, br, zstd", "in brotli"},
		{"large", "t.html", large, ".gz", "in gzip", longAgo, "gzip", "in gzip"},
		{"newer", "t.html", large, ".br", "in brotli", longAgo.Add(time.Hour), "br", "in brotli"},
		{"short text", "t.txt", "short", ".gz", "in gzip", longAgo, "gzip", "in gzip"},
		{"not asked for", "t.html", large, ".br", "in brotli", longAgo, "gzip", large},
		{"older", "t.html", large, ".br", "in brotli", older, "br", large},
		{"empty", "t.html", large, ".br", "", longAgo, "br", large},
		{"of a picture", "t.png", "picture", ".gz", "in gzip", longAgo, "gzip", "picture"},
	} {
		t.Run(row.name, func(t *testing.T) {
			for _, memory := range []func(*Options){noMemory, func(*Options) {}} {
				s := newSite(t, memory)
				s.writeAt(row.target, row.content, longAgo.Add(700*time.Millisecond)) // which a copy of it may have lost
				s.writeAt(row.target+row.suffix, row.sibling, row.written)
				res := s.do("GET", "/"+row.target, "Accept-Encoding: "+row.accept)
				if got := body(t, res); got != row.want {
					t.Errorf("GET (%s) sends %.20q, want %.20q", row.accept, got, row.want)
				}
				coded := row.want == row.sibling
				if got := res.Header.Get("Content-Encoding"); (got != "") != coded {
					t.Errorf("Content-Encoding = %q", got)
				}
				plain := s.do("GET", "/"+row.target)
				if body(t, plain) != row.content {
					t.Error("without Accept-Encoding it is not the plain file")
				}
				if same := plain.Header.Get("Etag") == res.Header.Get("Etag"); same == coded {
					t.Errorf("Etag = %s, plain has %s", res.Header.Get("Etag"), plain.Header.Get("Etag"))
				}
			}
		})
	}
}

// TestSiblingChanges holds that a sibling which changes or goes is noticed as soon
// as the file itself would be, and one that comes not much later.
func TestSiblingChanges(t *testing.T) {
	clock := newFakeClock()
	s := newSite(t, func(o *Options) { o.Now = clock.now })
	tags := map[string]bool{}
	s.do("GET", "/page.html", "Accept-Encoding: br")
	clock.add(time.Duration(research) - time.Second)
	for _, want := range []string{"first", "other", ""} {
		if want == "" {
			if err := os.Remove(s.path("page.html.br")); err != nil {
				t.Fatal(err)
			}
			want = longPage
		} else {
			s.write("page.html.br", want)
		}
		clock.add(time.Second)
		res := s.do("GET", "/page.html", "Accept-Encoding: br")
		if got := body(t, res); got != want {
			t.Errorf("GET sends %.20q, want %.20q", got, want)
		}
		tags[res.Header.Get("Etag")] = true
	}
	if len(tags) != 3 {
		t.Errorf("%d tags for 3 contents", len(tags))
	}
}
