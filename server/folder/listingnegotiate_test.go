// SPDX-License-Identifier: MIT

package folder

import (
	"strings"
	"testing"
)

func TestListingAccept(t *testing.T) {
	s := newShare(t, []string{"a.txt"})
	for _, row := range []struct {
		query string
		lines []string
		json  bool
	}{
		{"", nil, false},
		{"", []string{"*/*"}, false},
		{"", []string{"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}, false},
		{"", []string{"application/json"}, true},
		{"", []string{"Application/JSON ; charset=utf-8"}, true},
		{"", []string{"application/json, text/html"}, false},
		{"", []string{"application/json, text/html;q=0.9"}, true},
		{"", []string{"application/json;q=0.5, text/html;q=0.9"}, false},
		{"", []string{"application/json;v=1;q=0.5, text/html;q=0.4"}, true},
		{"", []string{"application/json, */*;q=0.5"}, true},
		{"", []string{"application/*, text/html;q=0.2"}, true},
		{"", []string{"text/html;q=0, */*"}, true},
		{"", []string{"application/json;q=0, */*"}, false},
		{"", []string{"application/json;q=0"}, false},
		{"", []string{"application/json;q="}, false},
		{"", []string{"application/json;q=2"}, false},
		{"", []string{"image/png"}, false},
		{"", []string{"text/plain", "application/json"}, true},
		{"", []string{",;,=;q"}, false},
		{"?json", nil, true},
		{"?json=1&sort=size", []string{"text/html"}, true},
		{"?q=json", nil, false},
	} {
		var fields []string
		for _, line := range row.lines {
			fields = append(fields, "Accept: "+line)
		}
		res := s.do("GET", "/dir/"+row.query, fields...)
		want := htmlType
		if row.json {
			want = "application/json"
		}
		if got := res.Header.Get("Content-Type"); got != want {
			t.Errorf("GET /dir/%s (Accept %q) = %s, want %s", row.query, row.lines, got, want)
		}
	}
}

func TestListingCodings(t *testing.T) {
	s := newShare(t, []string{"a.txt"})
	plain := s.get("/dir/")
	for accept, want := range map[string]string{
		"": "", "br": "", "identity": "", "gzip": "gzip", "zstd": "zstd", "gzip, deflate, br, zstd": "zstd",
		"gzip, zstd;q=0.5": "gzip", "gzip;q=0": "", "*": "zstd",
	} {
		for range 2 { // the second time with a coder that was used before
			res := s.do("GET", "/dir/", "Accept-Encoding: "+accept)
			if got := res.Header.Get("Content-Encoding"); got != want {
				t.Errorf("GET (%q) is coded as %q, want %q", accept, got, want)
			}
			if got := decoded(t, res); got != plain || !strings.HasSuffix(got, "</html>\n") {
				t.Errorf("GET (%q) = %d bytes, want the page of %d", accept, len(got), len(plain))
			}
		}
	}
}
