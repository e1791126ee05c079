// SPDX-License-Identifier: MIT

package page

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"porchlight/assets"
)

// ask sends a request and returns what is answered, nil when nothing is.
func ask(method, target string, fields ...string) *http.Response {
	r := httptest.NewRequest(method, target, http.NoBody)
	for _, field := range fields {
		name, value, _ := strings.Cut(field, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	if !Serve(w, r) {
		return nil
	}
	return w.Result()
}

func content(t *testing.T, res *http.Response) []byte {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestServe(t *testing.T) {
	for name, kind := range map[string]string{
		"page.css": "text/css; charset=utf-8", "page.js": "text/javascript; charset=utf-8", "icons.svg": "image/svg+xml", "icon.svg": "image/svg+xml",
	} {
		plain := ask("GET", Address(name))
		if plain == nil || plain.StatusCode != 200 || plain.Header.Get("Content-Type") != kind || plain.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Fatalf("GET %s = %+v", Address(name), plain)
		}
		if got := plain.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("GET %s may be kept as %q", Address(name), got)
		}
		coded := ask("GET", Address(name), "Accept-Encoding: br, gzip;q=0.8")
		z, err := gzip.NewReader(coded.Body)
		if err != nil || coded.Header.Get("Content-Encoding") != "gzip" {
			t.Fatalf("GET %s (gzip) = %v, %v", name, coded.Header, err)
		}
		want := content(t, plain)
		if got, err := io.ReadAll(z); err != nil || !bytes.Equal(got, want) {
			t.Errorf("GET %s (gzip) differs from the plain one, %v", name, err)
		}
		if plain.Header.Get("Etag") == coded.Header.Get("Etag") {
			t.Errorf("%s has one entity tag for both codings", name)
		}
		if res := ask("GET", Address(name), "If-None-Match: "+plain.Header.Get("Etag")); res.StatusCode != 304 {
			t.Errorf("GET %s with its tag = %d, want 304", name, res.StatusCode)
		}
		if res := ask("HEAD", Address(name)); res.StatusCode != 200 || len(content(t, res)) != 0 {
			t.Errorf("HEAD %s = %d, want 200 and nothing", name, res.StatusCode)
		}
	}
}

func TestServeOthers(t *testing.T) {
	for _, target := range []string{"/", "/-/", "/-/page.html", "/-/../page.css", "/page.css", "/-/PAGE.CSS", "/-/healthz"} {
		if res := ask("GET", target); res != nil {
			t.Errorf("GET %s = %d, want it left to others", target, res.StatusCode)
		}
	}
	if got := Address("page.html"); got != "" {
		t.Errorf("Address of no file = %q, want none", got)
	}
	for method, want := range map[string]int{"OPTIONS": 204, "POST": 405, "DELETE": 405} {
		if res := ask(method, "/-/page.css"); res.StatusCode != want || res.Header.Get("Allow") != methods {
			t.Errorf("%s = %d, Allow %q, want %d", method, res.StatusCode, res.Header.Get("Allow"), want)
		}
	}
	for _, target := range []string{"/-/page.css", "/-/page.css?v=old", "/-/page.css?w=1"} {
		if got := ask("GET", target).Header.Get("Cache-Control"); got != "no-cache" {
			t.Errorf("GET %s may be kept as %q, want no-cache", target, got)
		}
	}
}

// TestWeight holds that a page weighs little, whatever it lists.
func TestWeight(t *testing.T) {
	const most = 30_000 // bytes on the wire
	weight := len(assets.ListingPage())
	for _, f := range files() {
		weight += len(f.zipped)
	}
	if weight >= most {
		t.Errorf("a page weighs %d bytes without its rows, want less than %d", weight, most)
	}
}

// TestStyleNamesItsIcons holds that the style asks for the icons by their
// version, or they would never change for whoever keeps them.
func TestStyleNamesItsIcons(t *testing.T) {
	style := string(files()["page.css"].plain)
	version := strings.TrimPrefix(Address("icons.svg"), prefix)
	if n := strings.Count(style, "icons.svg"); n == 0 || n != strings.Count(style, version) {
		t.Errorf("the style names the icons %d times, %d of them as %s", n, strings.Count(style, version), version)
	}
}

// TestScriptsNameTheirModules holds that what a script imports is asked for by its
// version, also from one module to the next, and may be kept.
func TestScriptsNameTheirModules(t *testing.T) {
	imports := regexp.MustCompile(`from '\./([^']*)'`)
	seen := map[string]bool{}
	for _, s := range assets.PageModules() {
		for _, m := range imports.FindAllStringSubmatch(string(files()[s.Name].plain), -1) {
			name, _, _ := strings.Cut(m[1], "?")
			if seen[name] = true; prefix+m[1] != Address(name) {
				t.Errorf("%s imports %s, want %s", s.Name, m[1], Address(name))
			}
			if res := ask("GET", prefix+m[1]); res == nil || !strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
				t.Errorf("%s imports %s, which is not kept: %+v", s.Name, m[1], res)
			}
		}
	}
	if len(seen) != 4 {
		t.Errorf("%d modules are imported, want 4: %v", len(seen), seen)
	}
}
