// SPDX-License-Identifier: MIT

package server

import (
	"cmp"
	"strings"
	"testing"
	"time"
)

// TestAccessLog sends requests one after the other: each has a line, with the
// worker that it had, what was answered and how much of it.
func TestAccessLog(t *testing.T) {
	f := start(t)
	var content uint64
	for i, tt := range []struct {
		line   string
		fields []string
		want   line
	}{
		{"GET /a.txt", nil, line{Worker: 1, Method: "GET", Target: "/a.txt", Status: 200}},
		{"HEAD /a.txt", nil, line{Worker: 1, Method: "HEAD", Target: "/a.txt", Status: 200}},
		{"GET /a.txt", []string{"Range: bytes=1-2"}, line{Worker: 1, Method: "GET", Target: "/a.txt", Status: 206}},
		{"GET /gone.txt?q=1", nil, line{Worker: 1, Method: "GET", Target: "/gone.txt?q=1", Status: 404}},
		{"OPTIONS *", nil, line{Worker: 1, Method: "OPTIONS", Target: "*", Status: 204}},
		{"GET /-/healthz", nil, line{Worker: 1, Method: "GET", Target: "/-/healthz", Status: 200}},
		{"GET /", []string{"Host: evil.example"}, line{Worker: 1, Method: "GET", Target: "/", Status: 403}},
		{"BREW /", nil, line{Worker: 1, Method: "BREW", Target: "/", Status: 501}},
		{"GET /", []string{"Host: a b"}, line{Method: "GET", Target: "/", Status: 400, Level: "WARN", Err: "invalid Host field"}},
		{"GET", nil, line{Status: 400, Level: "WARN", Err: "request line without a target and a version"}},
	} {
		got := f.ask(tt.line, tt.fields...)
		f.eventually("logged, its worker free", func() bool { return len(f.lines("request")) > i && f.Status().Busy == 0 })
		tt.want.Message, tt.want.Level = "request", cmp.Or(tt.want.Level, "INFO")
		tt.want.Bytes, tt.want.ID = int64(len(got.body)), got.Header.Get("X-Request-Id")
		content += uint64(len(got.body))
		logged := f.lines("request")[i]
		if !strings.HasPrefix(logged.Remote, "127.0.0.1:") {
			t.Errorf("%s is logged with remote %q, want our address", tt.line, logged.Remote)
		}
		logged.Time, logged.Remote = time.Time{}, ""
		if logged != tt.want {
			t.Errorf("%s is logged as %+v, want %+v", tt.line, logged, tt.want)
		}
		if got := f.Status(); got.Requests != uint64(i+1) || got.Bytes != content {
			t.Errorf("Status() = %d requests, %d bytes, want %d and %d", got.Requests, got.Bytes, i+1, content)
		}
	}
}

// TestWorkersAreNamed has two requests at a time: each is logged with its own
// worker. One that is cut says how far it came.
func TestWorkersAreNamed(t *testing.T) {
	f := start(t)
	slow := f.download()
	f.ask("GET /a.txt")
	slow.Close()
	f.eventually("both logged", func() bool { return len(f.lines("request")) == 2 })
	got := f.lines("request")
	if got[0].Worker != 2 || got[0].Target != "/a.txt" || got[1].Worker != 1 || got[1].Target != "/big.txt" {
		t.Errorf("log = %+v, want worker 2 for /a.txt, then 1 for /big.txt", got)
	}
	if cut := got[1]; cut.Err == "" || cut.Level != "WARN" || cut.Bytes <= 0 || cut.Bytes >= bigSize {
		t.Errorf("log = %+v, want a warning, and a part of the bytes", cut)
	}
}

// TestRequestID keeps an id that a proxy has given, if it is harmless.
func TestRequestID(t *testing.T) {
	f := start(t)
	for _, tt := range []struct {
		name, given string
		kept        bool
	}{
		{"plain", "a7b9-Q_x.1", true},
		{"64 bytes", strings.Repeat("x", 64), true},
		{"65 bytes", strings.Repeat("x", 65), false},
		{"empty", "", false},
		{"markup", "<b>", false},
		{"blank", "a b", false},
		{"quote", `a"b`, false},
		{"escape sequence", "a\x80[31m", false},
		{"not ASCII", "é", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, target := range []string{"/a.txt", "/gone.txt"} {
				before := len(f.lines("request"))
				got := f.ask("GET "+target, "X-Request-Id: "+tt.given).Header.Values("X-Request-Id")
				if len(got) != 1 || got[0] == "" || (got[0] == tt.given) != tt.kept {
					t.Fatalf("GET %s with id %q is answered as %q, want it kept: %v", target, tt.given, got, tt.kept)
				}
				f.eventually("logged", func() bool { return len(f.lines("request")) > before })
				if logged := f.lines("request")[before].ID; logged != got[0] {
					t.Errorf("GET %s with id %q is logged as %q, want %q", target, tt.given, logged, got[0])
				}
			}
		})
	}
}
