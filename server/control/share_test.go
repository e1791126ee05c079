// SPDX-License-Identifier: MIT

package control

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"porchlight/server/app"
	"porchlight/server/config"
	"porchlight/server/exposure"
	"porchlight/server/gate"
)

const (
	lanAddress = "http://192.168.1.23:8080"
	lanLink    = lanAddress + "/-/k/aaaabbbb"
)

func photos() *app.Share {
	return &app.Share{
		Name: "Photos", Link: lanLink, Code: "abc-def", Access: "code", Found: "http://porch.local:8080", Network: "192.168.1.0/24",
		Reach: "Nobody has reached it yet", Exposed: "1,284 files, 3.1 GB",
	}
}

func (v *visitor) lends(s *app.Share) {
	v.app.change(func() { v.app.snapshot.Share, v.app.snapshot.Address = s, lanAddress })
}

// TestPageOfShare shows how others get in, and not more than there is.
func TestPageOfShare(t *testing.T) {
	v := open(t)
	if page := v.page(); !strings.Contains(page, `<section id="sharing" aria-labelledby="sharing-title" hidden>`) {
		t.Error("a share is shown, though there is none")
	}
	v.lends(photos())
	page := v.page()
	wants(t, page, `<section id="sharing" aria-labelledby="sharing-title">`, `<bdi id="share-name">Photos</bdi>`,
		`<a id="address" href="`+lanLink+`"`, `>`+lanAddress+`</a>`, `<p class="path" id="link">`+lanLink+`</p>`, `href="/qr.png" download=`,
		`<dd id="fact-code">abc-def</dd>`, `<dd id="fact-reach">Nobody has reached it yet</dd>`, `<dd id="fact-until">until it is stopped</dd>`,
		`<dd id="fact-access">Whoever has the link or the code</dd>`, `<dd id="fact-exposed">1,284 files, 3.1 GB</dd>`,
		`<div hidden><dt>Advice</dt>`, `<div id="paused" class="banner" hidden>`, `<div id="askers" hidden>`, `<details id="code" open>`)

	asked := photos()
	asked.Access, asked.Link, asked.Asking = "ask", lanAddress+"/", []gate.Asker{{ID: "A", Number: "4821", Device: `<i>"iPhone"`, Address: "192.168.1.40"}}
	v.lends(asked)
	page = v.page()
	wants(t, page, `<div id="askers">`, `<p class="number" data-is="number">4821</p>`, `<bdi data-is="device">&lt;i&gt;&#34;iPhone&#34;</bdi>`,
		`<form method="post" action="/api/decide"><input type="hidden" name="id" value="A" />`, `name="verdict" value="allow"`,
		`name="verdict" value="today"`, `name="verdict" value="block"`, `<div hidden><dt>Code</dt>`)

	paused := photos()
	paused.Link, paused.Paused, paused.Reach = "", "The network has gone.", ""
	v.lends(paused)
	wants(t, v.page(), `<div id="paused" class="banner">`, `<p id="paused-why">The network has gone.</p>`, `<details id="code" hidden>`, `<div hidden><dt>Reach</dt>`)
}

// TestWaysIn: a web site lets everybody in, which is no word on what is shared next.
func TestWaysIn(t *testing.T) {
	for _, tt := range []struct{ access, from, want string }{
		{"open", "default", "code"}, {"open", "", "code"}, {"open", "asked for", "open"}, {"ask", "/c.toml:3", "ask"},
	} {
		v := &view{Snapshot: app.Snapshot{Config: config.Config{Access: tt.access}, From: map[string]string{"access": tt.from}}}
		for _, c := range accessesOf(v) {
			if c.Chosen != (c.Value == tt.want) {
				t.Errorf("%s from %q: %q is chosen: %v, want %q", tt.access, tt.from, c.Value, c.Chosen, tt.want)
			}
		}
	}
}

// TestQROfShare draws the link, which lets in, and not the bare address.
func TestQROfShare(t *testing.T) {
	v := open(t)
	bare := v.ask("GET", "/qr.svg", "", v.bearer()).body
	v.lends(photos())
	for target, kind := range map[string]string{"/qr.svg": "image/svg+xml", "/qr.png": "image/png"} {
		res := v.ask("GET", target, "", v.bearer())
		if res.StatusCode != 200 || res.Header.Get("Content-Type") != kind || res.body == bare {
			t.Errorf("GET %s = %s, %s", target, res.Status, res.Header.Get("Content-Type"))
		}
	}
	paused := photos()
	paused.Link = ""
	v.lends(paused)
	if res := v.ask("GET", "/qr.svg", "", v.bearer()); res.StatusCode != 404 {
		t.Errorf("the QR code of a share that pauses = %s, want 404", res.Status)
	}
}

// TestMetricsKeepTheKey: what is collected is kept, and read by others.
func TestMetricsKeepTheKey(t *testing.T) {
	v := open(t)
	v.lends(photos())
	body := v.ask("GET", "/metrics", "", v.bearer()).body
	for _, secret := range []string{"aaaabbbb", "abc-def", "Photos"} {
		if strings.Contains(body, secret) {
			t.Errorf("/metrics tells %q", secret)
		}
	}
	wants(t, v.ask("GET", "/api/status", "", v.bearer()).body, `"link":"`+lanLink+`"`, `"code":"abc-def"`)
}

func TestPreview(t *testing.T) {
	v := open(t)
	cookie, origin := v.letIn(), "Origin: "+v.Address()
	program := func(dir string) string {
		return v.ask("POST", "/api/preview", `{"dir": "`+dir+`"}`, v.bearer(), "Content-Type: application/json").body
	}
	page := func(form string) string {
		return v.ask("POST", "/api/preview", form, cookie, origin, "Content-Type: application/x-www-form-urlencoded").body
	}
	v.app.change(func() { v.app.report = exposure.Report{Files: 2, Bytes: 5000} })
	wants(t, program("/a"), `{"says":"Others would see 2 files, 5.0 kB."}`)
	wants(t, page("dir=/a%26b&access=ask&until=today&uploads=true"), "<p id=\"preview-says\">Others would see 2 files, 5.0 kB.</p>", `value="/a&amp;b"`,
		`<option value="ask" selected>`, `<option value="today" selected>`, `name="uploads" value="true" checked`, `id="insist-field" for="insist" hidden`)

	v.app.change(func() {
		v.app.report = exposure.Report{Files: 2, Links: 1, LinksOut: []string{"out"}, Secrets: exposure.Secrets{Count: 1, First: []exposure.Finding{{Path: "<id>", Why: "private key"}}}}
	})
	wants(t, program("/a"), `"secrets":["\u003cid\u003e (private key)"],"links":["out"],"insist":true}`)
	wants(t, page("dir=/a"), `&lt;id&gt; (private key)</bdi>`, `<bdi class="path">out</bdi>`, `id="insist-field" for="insist">`)

	v.app.change(func() {
		v.app.refuses = fmt.Errorf("lend %q: this is your home; choose another, or %w", "/a", exposure.ErrInsist)
	})
	wants(t, program("/a"), `"reason":"lend \"/a\": this is your home; choose another, or insist below","insist":true`, `"says"`)
	v.app.change(func() { v.app.refuses, v.app.report = errNo, exposure.Report{} })
	if got := program("/a"); strings.Contains(got, "insist") || strings.Contains(got, "says") || !strings.Contains(got, "there is no such folder") {
		t.Errorf("a folder that is not there: %s", got)
	}
	wants(t, program(""), "name a folder")
	if took := v.app.took(); took != "" {
		t.Errorf("the program was asked to %s", took)
	}
}

// TestInsist offers it where it helps, and keeps what was typed.
func TestInsist(t *testing.T) {
	v := open(t)
	cookie, origin := v.letIn(), "Origin: "+v.Address()
	v.app.change(func() { v.app.refuses = fmt.Errorf("lend: no, or %w", exposure.ErrInsist) })
	res := v.ask("POST", "/api/share", `{"dir": "/a"}`, v.bearer(), "Content-Type: application/json")
	wants(t, res.body, `"insist":true`)
	page := v.ask("POST", "/api/share", "dir=/a&until=1h", cookie, origin, "Content-Type: application/x-www-form-urlencoded").body
	wants(t, page, "Lend: no, or insist below", `id="insist-field" for="insist">`, `value="/a"`, `<option value="1h" selected>`, `<details id="terms" open>`)
	v.app.change(func() { v.app.refuses = errNo })
	wants(t, v.ask("POST", "/api/share", "dir=/a", cookie, origin, "Content-Type: application/x-www-form-urlencoded").body, `id="insist-field" for="insist" hidden>`)
}

// TestEnterWithFolder leads to the form with the folder in it, and to no other
// place.
func TestEnterWithFolder(t *testing.T) {
	v := open(t)
	v.app.change(func() { v.app.refuses = fmt.Errorf("lend: this is your home, or %w", exposure.ErrInsist) })
	target := strings.TrimPrefix(v.URL(), v.Address()) + "&dir=" + url.QueryEscape("/home/a&b") + "&x=//evil.example"
	res := v.ask("GET", target, "", "Sec-Fetch-Site: none")
	to := res.Header.Get("Location")
	if res.StatusCode != 303 || to != "/?dir=%2Fhome%2Fa%26b" {
		t.Fatalf("GET %s = %s to %q", target, res.Status, to)
	}
	page := v.ask("GET", to, "", v.bearer()).body
	wants(t, page, `value="/home/a&amp;b"`, "Lend: this is your home, or insist below", `id="insist-field" for="insist">`)
	if took := v.app.took(); took != "" {
		t.Errorf("the program was asked to %s", took)
	}
}

func TestUntilOf(t *testing.T) {
	now := time.Date(2024, 3, 15, 10, 30, 15, 0, time.Local)
	for _, tt := range []struct {
		t    time.Time
		want string
	}{
		{time.Time{}, "until it is stopped"}, {now.Add(time.Hour), "until 11:30"}, {now.Add(20 * time.Hour), "until Mar 16, 06:30"},
	} {
		if got := untilOf(tt.t, now); got != tt.want {
			t.Errorf("untilOf(%v) = %q, want %q", tt.t, got, tt.want)
		}
	}
}
