// SPDX-License-Identifier: MIT

package server

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"porchlight/server/config"
)

const fromBrowser = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

// fill takes the only worker, and the only place to wait if there is one.
func (f *fixture) fill() (working *client) {
	f.t.Helper()
	working = f.download()
	if f.Config().Queue > 0 {
		c := f.dial()
		c.send("GET /a.txt")
		f.eventually("1 waiting", func() bool { return f.Status().Waiting == 1 })
	}
	return working
}

// narrow leaves room for one who works and one who waits.
func narrow(c *config.Config) { c.Workers, c.Queue, c.Patience = 1, 1, c.Patience*6 }

// ticket returns the cookie of an answer, as a request sends it.
func (a answer) ticket() string {
	for _, c := range a.Cookies() {
		return "Cookie: " + c.Name + "=" + c.Value
	}
	return "Cookie: none=given"
}

// TestFullForBrowsers turns three browsers away; when the first has got in, the
// others have moved up.
func TestFullForBrowsers(t *testing.T) {
	f := start(t, narrow)
	working := f.fill()
	var turned []answer
	for i := range 3 {
		got := f.ask("GET /", fromBrowser)
		turned = append(turned, got)
		place := "You are number " + strconv.Itoa(i+1) + " in line"
		if got.StatusCode != 503 || got.Header.Get("Content-Type") != asHTML || !strings.Contains(got.body, place) {
			t.Fatalf("browser %d is answered %d %s %s, want 503 and %q", i+1, got.StatusCode, got.Header.Get("Content-Type"), got.body, place)
		}
		after, err := strconv.Atoi(got.Header.Get("Retry-After"))
		if refresh := `http-equiv="refresh" content="` + strconv.Itoa(after) + `"`; err != nil || after < 5 || after > 15 || !strings.Contains(got.body, refresh) {
			t.Errorf("Retry-After is %q, want 5 to 15 and the same in the page", got.Header.Get("Retry-After"))
		}
		if !got.Close || got.Header.Get("Cache-Control") != "no-store" || got.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("browser %d is answered with %v, want it closed, not stored and not sniffed", i+1, got.Header)
		}
	}
	if got := f.ask("GET /", fromBrowser, turned[2].ticket()); !strings.Contains(got.body, "number 3 in line") || !strings.Contains(got.body, "About 3 requests are ahead") {
		t.Errorf("the third browser comes back to %s, want its place, behind 1 in the queue and 2 in line", got.body)
	}

	working.Close()
	f.eventually("room", func() bool { return f.Status().Busy == 0 })
	if got := f.ask("GET /", fromBrowser, turned[0].ticket()); got.StatusCode != 200 {
		t.Fatalf("the first browser is answered %d, want 200", got.StatusCode)
	}
	f.fill()
	if got := f.ask("GET /", fromBrowser, turned[2].ticket()); !strings.Contains(got.body, "number 2 in line") {
		t.Errorf("the third browser comes back to %s, want it to have moved up", got.body)
	}
}

// TestFullForOthers holds the plain answer for whoever is not a browser that
// opens a page.
func TestFullForOthers(t *testing.T) {
	f := start(t, narrow)
	f.fill()
	for _, tt := range []struct {
		name, line string
		fields     []string
		form       string
	}{
		{"curl", "GET /", []string{"Accept: */*"}, asHTML},
		{"nothing said", "GET /", nil, asHTML},
		{"a picture", "GET /a.txt", []string{"Accept: image/avif,image/webp,*/*;q=0.8"}, asHTML},
		{"JSON", "GET /", []string{"Accept: application/json"}, asJSON},
		{"JSON rather than HTML", "GET /", []string{"Accept: text/html;q=0.5, application/json"}, asJSON},
		{"HEAD", "HEAD /", []string{fromBrowser}, asHTML},
		{"a form", "POST /upload", []string{fromBrowser, "Content-Length: 0"}, asHTML},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := f.ask(tt.line, tt.fields...)
			if got.StatusCode != 503 || got.Header.Get("Retry-After") != "5" || got.Header.Get("Content-Type") != tt.form || !got.Close {
				t.Errorf("%s is answered %d, %v, want the plain 503", tt.line, got.StatusCode, got.Header)
			}
			if len(got.Cookies()) > 0 || strings.Contains(got.body, "in line") || strings.Contains(got.body, "refresh") {
				t.Errorf("%s is answered %v %q, want no ticket", tt.line, got.Header, got.body)
			}
		})
	}
	if got := f.ask("GET /", fromBrowser); !strings.Contains(got.body, "number 1 in line") {
		t.Errorf("a browser after them finds %s, want nobody before it in line", got.body)
	}
}

// TestFullAfterPatience: one that waited in the queue in vain gets the page, too.
func TestFullAfterPatience(t *testing.T) {
	f := start(t, narrow, func(c *config.Config) { c.Patience = 20e6 })
	f.download()
	if got := f.ask("GET /", fromBrowser); got.StatusCode != http.StatusServiceUnavailable || !strings.Contains(got.body, "number 1 in line") {
		t.Errorf("a browser whose patience ended is answered %d %s, want its place", got.StatusCode, got.body)
	}
}

// TestFullEscapes: nothing that a request says is in the page.
func TestFullEscapes(t *testing.T) {
	f := start(t, narrow)
	f.fill()
	const bad = `"><script>alert(1)</script>`
	got := f.ask("GET /?"+strings.ReplaceAll(bad, " ", "+"), fromBrowser, "Cookie: porchlight_place="+bad, "Referer: "+bad)
	if strings.Contains(got.body, "script") || strings.Contains(got.Header.Get("Set-Cookie"), "script") {
		t.Errorf("a bad request is answered %v %s, want none of it in the answer", got.Header, got.body)
	}
}
