// SPDX-License-Identifier: MIT

package server

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"porchlight/server/config"
)

// TestMethods asks for each target by each method: one row for a method, its
// status for each target in order, and for which of them Allow is sent.
func TestMethods(t *testing.T) {
	targets := []struct{ target, allow string }{
		{"/", "GET, HEAD, OPTIONS"},
		{"/a.txt", "GET, HEAD, OPTIONS"},
		{"/sub", "GET, HEAD, OPTIONS"},
		{"/gone.txt", "GET, HEAD, OPTIONS"},
		{"/upload", "OPTIONS, POST"},
		{"/-/healthz", "GET, HEAD, OPTIONS"},
		{"/-/other", ""},
		{"*", "GET, HEAD, OPTIONS, POST"},
	}
	f := start(t)
	for _, tt := range []struct {
		method string
		want   [8]int
	}{
		//            /    file folder gone upload health other *
		{"GET", [8]int{200, 200, 301, 404, 405, 200, 404, 400}},
		{"HEAD", [8]int{200, 200, 301, 404, 405, 200, 404, 400}},
		{"OPTIONS", [8]int{204, 204, 301, 404, 204, 204, 404, 204}},
		{"POST", [8]int{405, 405, 405, 405, 415, 405, 404, 400}},
		{"PUT", [8]int{405, 405, 405, 405, 405, 405, 404, 400}},
		{"DELETE", [8]int{405, 405, 405, 405, 405, 405, 404, 400}},
		{"PATCH", [8]int{405, 405, 405, 405, 405, 405, 404, 400}},
		{"TRACE", [8]int{405, 405, 405, 405, 405, 405, 404, 400}},
		{"CONNECT", [8]int{400, 400, 400, 400, 400, 400, 400, 400}},
		{"BREW", [8]int{501, 501, 501, 501, 501, 501, 501, 400}},
		{"get", [8]int{501, 501, 501, 501, 501, 501, 501, 400}},
	} {
		for i, at := range targets {
			line := tt.method + " " + at.target
			t.Run(line, func(t *testing.T) {
				got := f.ask(line)
				if got.StatusCode != tt.want[i] {
					t.Errorf("%s = %d, want %d", line, got.StatusCode, tt.want[i])
				}
				allow := ""
				if got.StatusCode == 405 || got.StatusCode == 204 {
					allow = at.allow
				}
				if got := got.Header.Get("Allow"); got != allow {
					t.Errorf("%s: Allow = %q, want %q", line, got, allow)
				}
			})
		}
	}
}

func TestConnect(t *testing.T) {
	f := start(t)
	got := f.ask("CONNECT " + f.authority())
	if allow := got.Header.Get("Allow"); got.StatusCode != 405 || allow != "GET, HEAD, OPTIONS" {
		t.Errorf("CONNECT to ourselves = %d, Allow %q, want 405 and the methods of a file", got.StatusCode, allow)
	}
}

// TestUploadsOff has no /upload: it is a name like any other.
func TestUploadsOff(t *testing.T) {
	f := start(t, func(c *config.Config) { c.Uploads = false })
	for _, tt := range []struct {
		line  string
		want  int
		allow string
	}{
		{"GET /upload", 404, ""},
		{"POST /upload", 405, "GET, HEAD, OPTIONS"},
		{"OPTIONS *", 204, "GET, HEAD, OPTIONS"},
	} {
		got := f.ask(tt.line)
		if allow := got.Header.Get("Allow"); got.StatusCode != tt.want || allow != tt.allow {
			t.Errorf("%s = %d, Allow %q, want %d and %q", tt.line, got.StatusCode, allow, tt.want, tt.allow)
		}
	}
}

// TestReserved sees that no spelling of a reserved target reaches a file, and
// that names are judged there as everywhere.
func TestReserved(t *testing.T) {
	f := start(t)
	writeFile(t, f.Config().Root, "-/secret.txt", "secret")
	for want, targets := range map[int][]string{
		404: {
			"/-", "/-/", "/-/secret.txt", "/%2d/secret.txt", "/-%2fsecret.txt", "/-/none.php",
			"/-/healthz/", "/-/healthz.txt", "/-/Healthz",
		},
		403: {"/-/../a.txt", "/-/%2e%2e/a.txt", "/-/..", "/-//x", "/-//healthz", "/-/%5c", "/-/./healthz", "/-/nul"},
		400: {"/-/%00", "/-/%zz", "/-/healthz%00"},
	} {
		for _, target := range targets {
			if got := f.ask("GET " + target); got.StatusCode != want || strings.Contains(got.body, "secret") {
				t.Errorf("GET %s = %d %q, want %d", target, got.StatusCode, got.body, want)
			}
		}
	}
}

func TestHealth(t *testing.T) {
	f := start(t)
	got := f.ask("GET /-/healthz?x=1")
	var health struct{ Status, Level, Text string }
	if err := json.Unmarshal([]byte(got.body), &health); err != nil {
		t.Fatalf("GET /-/healthz = %q: %v", got.body, err)
	}
	if health.Status != "ok" || health.Level != "calm" || health.Text != "1 of 10 workers busy" {
		t.Errorf("GET /-/healthz = %+v, want ok and calm, with itself at work", health)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/json", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
		"Content-Length": fmt.Sprint(len(got.body)),
	} {
		if got := got.Header.Get(name); got != want {
			t.Errorf("GET /-/healthz: %s = %q, want %q", name, got, want)
		}
	}
	if head := f.ask("HEAD /-/healthz"); head.body != "" || head.ContentLength != int64(len(got.body)) {
		t.Errorf("HEAD /-/healthz = %d bytes of %d, want none of %d", len(head.body), head.ContentLength, len(got.body))
	}
}

// TestStopping asks a door whose site has gone, as a request may find it that
// outlives Stop.
func TestStopping(t *testing.T) {
	f := start(t)
	f.swap(nil)
	got := f.ask("GET /a.txt")
	if got.StatusCode != http.StatusServiceUnavailable || !strings.Contains(got.body, "The server is stopping.") {
		t.Errorf("GET /a.txt without a site = %d %q, want 503: the server is stopping", got.StatusCode, got.body)
	}
}
