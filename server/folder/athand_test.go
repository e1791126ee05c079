// SPDX-License-Identifier: MIT

package folder

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"porchlight/server/thumb"
)

// What is at hand waits for nothing: not for the disk, nor for a compressor.
func TestAtHand(t *testing.T) {
	clock := &fakeClock{time: time.Now().Add(time.Hour)}
	s := newSite(t, func(o *Options) { o.Now = clock.now })
	s.write("big.txt", strings.Repeat("x", largestText+1))
	ask := func(method, target string, fields ...string) *http.Request {
		return newRequest(method, target, nil, fields...)
	}
	check := func(when string, want bool, r *http.Request) {
		t.Helper()
		if got := s.AtHand(r); got != want {
			t.Errorf("%s: %s %s %q is at hand: %v, want %v", when, r.Method, r.RequestURI, r.Header["Accept-Encoding"], got, want)
		}
	}
	const gzip = "Accept-Encoding: gzip"
	check("before", false, ask("GET", "/page.html"))
	s.get("/page.html")
	check("after", true, ask("GET", "/page.html"))
	check("after", true, ask("HEAD", "/page.html"))
	check("after", true, ask("GET", "/page.html?query"))
	check("after", true, ask("GET", "/page.html", "Range: bytes=1-2"))
	check("after", true, ask("GET", "/page.html", "Accept-Encoding: identity"))
	check("after", false, ask("GET", "/page.html", gzip))
	check("after", false, ask("POST", "/page.html"))
	check("after", false, ask("GET", "/big.txt"))
	check("after", false, ask("GET", "/page.htm"))
	check("after", false, ask("OPTIONS", "*"))

	s.do("GET", "/page.html", gzip)
	check("once coded", true, ask("GET", "/page.html", gzip))
	check("once coded", true, ask("GET", "/page.html", "Accept-Encoding: gzip;q=1, zstd;q=0.5"))
	check("once coded", false, ask("GET", "/page.html", "Accept-Encoding: gzip;q=0.5, zstd;q=1"))
	s.get("/pic.png")
	s.get("/")
	check("a picture", true, ask("GET", "/pic.png", "Accept-Encoding: br"))

	s.thumbs, s.zip = &thumb.Maker{}, true
	check("a picture", false, ask("GET", "/pic.png?thumb"))
	check("a picture", true, ask("GET", "/pic.png?download"))
	check("a folder", false, ask("GET", "/?zip"))
	s.thumbs, s.zip = nil, false

	clock.add(time.Second)
	check("a second later", false, ask("GET", "/page.html"))
	s.get("/page.html")
	check("looked at again", true, ask("GET", "/page.html"))

	s.writeOnly = true
	check("write only", false, ask("GET", "/page.html"))

	s = newSite(t, realClock)
	s.writeAt("young.txt", "young", time.Now())
	s.get("/young.txt")
	check("young", false, ask("GET", "/young.txt"))
}
