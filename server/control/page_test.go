// SPDX-License-Identifier: MIT

package control

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"porchlight/assets"
	"porchlight/server"
	"porchlight/server/app"
	"porchlight/server/config"
)

// page returns the page as a browser that is in gets it.
func (v *visitor) page() string {
	v.t.Helper()
	res := v.ask("GET", "/", "", v.bearer())
	if res.StatusCode != 200 || !strings.Contains(res.body, "</html>") {
		v.t.Fatalf("the page = %s %q", res.Status, res.body)
	}
	return res.body
}

func wants(t *testing.T, page string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(page, part) {
			t.Errorf("the page lacks %q", part)
		}
	}
}

func TestPageOfEachLevel(t *testing.T) {
	for _, tt := range []struct {
		level        server.Level
		address      string
		word, action string
	}{
		{server.Off, "", "Off", "start"},
		{server.Calm, "http://127.0.0.1:8080", "On, calm", "stop"},
		{server.Busy, "http://127.0.0.1:8080", "On, busy", "stop"},
		{server.Full, "http://127.0.0.1:8080", "On, full", "stop"},
		{server.Failed, "", "Not running", "start"},
	} {
		t.Run(string(tt.level), func(t *testing.T) {
			v := open(t)
			v.app.change(func() { v.app.snapshot.Level, v.app.snapshot.Address = tt.level, tt.address })
			page := v.page()
			wants(t, page, `<h1 id="word">`+tt.word+`</h1>`, `data-level="`+string(tt.level)+`"`, `href="#lamp-`+string(tt.level)+`"`,
				`<symbol id="lamp-`+string(tt.level)+`"`, `<title>`+tt.word, `<form id="switch" method="post" action="/api/`+tt.action+`">`)
			if shown := strings.Contains(page, `<div id="reached">`); shown != (tt.address != "") {
				t.Errorf("the address is shown: %v", shown)
			}
		})
	}
}

// TestPageEscapes has names that strangers choose.
func TestPageEscapes(t *testing.T) {
	const bad = `"><script>alert(1)</script>`
	long := "/" + strings.Repeat("x", 4<<10)
	v := open(t)
	v.app.change(func() {
		s := &v.app.snapshot
		s.Text, s.Root, s.File = bad, bad, bad
		s.Problem = &app.Problem{Text: bad, Line: 5, FreePort: 8081}
		s.Recent = []app.Lent{{Path: bad, Mode: "share"}, {Path: `C:\a"b'c`, Mode: bad}}
		s.Config.Root = bad
		s.From = map[string]string{"root": bad, "port": bad}
		v.app.moving = []server.Transfer{
			{ID: 7, Remote: bad, Method: bad, Target: "/" + bad, Size: 10},
			{ID: 8, Remote: "10.0.0.1:5", Target: long},
			{ID: 9, Target: "/%E2%80%AEgpj.exe"},
			{ID: 10, Target: "/שלום"},
		}
		v.app.visits = []server.Visit{{Remote: bad, Method: bad, Target: bad}}
		v.app.stored = []server.Upload{{Remote: bad, Path: bad}}
	})
	page := v.page()
	if strings.Contains(page, "<script>") || strings.Contains(page, `""><`) {
		t.Error("a name gets out of its place")
	}
	if strings.Contains(page, long) {
		t.Error("a target of 4 KiB is shown as a whole")
	}
	wants(t, page, "/&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</bdi>", "<bdi data-is=\"called\">/שלום</bdi>", "/%E2%80%AEgpj.exe</bdi>", `value="C:\a&#34;b&#39;c"`)
}

// TestPageKeepsPolicy has nothing that its Content-Security-Policy forbids, and
// nothing from elsewhere.
func TestPageKeepsPolicy(t *testing.T) {
	page := open(t).page()
	for _, forbidden := range []string{`\sstyle=`, `<style`, `\son\w+=`, `(?:src|href)="(?:https?:)?//[^1]`, `javascript:`} {
		if found := regexp.MustCompile(forbidden).FindString(page); found != "" {
			t.Errorf("the page has %q", found)
		}
	}
	if n := strings.Count(page, "<script"); n != 1 {
		t.Errorf("the page has %d scripts, want its own alone", n)
	}
	wants(t, page, `<meta name="referrer" content="same-origin" />`) // see the page
	if sinks := regexp.MustCompile(`innerHTML\s*=[^=]|insertAdjacentHTML|outerHTML|document\.write|eval\(`).FindAllString(assets.ControlScript()+assets.ControlWords(), -1); sinks != nil {
		t.Errorf("the script makes markup of texts: %q", sinks)
	}
}

func TestPageForms(t *testing.T) {
	v := open(t)
	v.app.change(func() {
		v.app.snapshot.From = map[string]string{"port": "flag"}
		v.app.snapshot.Problem = &app.Problem{Text: "x", FreePort: 8081}
		v.app.snapshot.Recent = []app.Lent{{Path: "/home/a/Photos", Mode: "receive"}}
		v.app.moving = []server.Transfer{{ID: 42, Size: 100, Sent: 25}}
	})
	page := v.page()
	wants(t, page,
		`<form method="post" action="/api/disconnect"><input type="hidden" name="id" value="42" />`,
		`<progress max="100" value="25"`,
		`<form method="post" action="/api/receive"><input type="hidden" name="dir" value="/home/a/Photos" />`,
		`<form id="lend" method="post" action="/api/share">`, `<button formaction="/api/receive">`, `<input id="dir" name="dir"`,
		`<form id="use-port" method="post" action="/api/config">`, `<input type="hidden" name="port" value="8081" />`,
		`<form id="quit" method="post" action="/api/quit">`, `<form class="settings" method="post" action="/api/config"`,
		`<input type="hidden" name="uploads" value="false" />`, `type="checkbox" name="uploads" value="true" checked`,
		`<option selected>website</option>`, `name="workers" value="10" type="number"`, `<input id="set-port" value="8080" readonly`,
	)
	if strings.Contains(page, `<input id="set-port" name=`) {
		t.Error("a field that cannot be changed is sent")
	}
	for _, key := range config.Keys() {
		wants(t, page, `id="set-`+key.Name+`"`, `for="set-`+key.Name+`"`, `id="doc-`+key.Name+`"`)
	}
}

// TestPageRefuses shows what was tried in vain, where it was tried.
func TestPageRefuses(t *testing.T) {
	v := open(t)
	cookie, origin := v.letIn(), "Origin: "+v.Address()
	post := func(target, form string) string {
		return v.ask("POST", target, form, cookie, origin, "Content-Type: application/x-www-form-urlencoded").body
	}
	v.app.change(func() { v.app.refuses = &config.Problem{Source: "port", Text: "out of range"} })
	page := post("/api/config", "port=99999&workers=11")
	wants(t, page, `That did not work`, `<a href="#set-port">Port</a>: out of range`, `<p class="fault" id="fault-port">out of range</p>`,
		`value="99999"`, `data-was="8080"`, `value="11"`, `aria-invalid="true"`, "<details open>\n<summary>Address</summary>")

	v.app.change(func() { v.app.refuses = errNo })
	wants(t, post("/api/share", "dir=/none"), `<p class="lines">Root: there is no such folder</p>`, `value="/none"`)

	v.app.change(func() { v.app.snapshot.Problem = &app.Problem{Text: "listen: in use by another"} })
	page = post("/api/start", "")
	wants(t, page, "Listen: in use by another")
	if strings.Contains(page, "That did not work") {
		t.Error("why it does not start is said twice")
	}
}

// TestRefusedSettings are told apart for the script.
func TestRefusedSettings(t *testing.T) {
	v := open(t)
	v.app.change(func() {
		v.app.refuses = errors.Join(&config.Problem{Source: "port", Text: "bad"}, &config.Problem{Source: "queue", Text: "worse"})
	})
	res := v.ask("POST", "/api/config", `{"port": 1}`, v.bearer(), "Content-Type: application/json")
	var got struct {
		Message string
		Faults  map[string]string
	}
	if err := json.Unmarshal([]byte(res.body), &got); err != nil {
		t.Fatal(err)
	}
	if got.Message != "port: bad\nqueue: worse" || got.Faults["port"] != "bad" || got.Faults["queue"] != "worse" {
		t.Errorf("POST = %s %+v", res.Status, got)
	}
}

// TestUnchangedSettings stay out of the file: a form sends all its fields.
func TestUnchangedSettings(t *testing.T) {
	v := open(t)
	for _, tt := range []struct{ body, want string }{
		{`{"port": 8080, "workers": 11, "downloads": true}`, "set workers=11"},
		{`{"port": 8080}`, ""},
	} {
		res := v.ask("POST", "/api/config", tt.body, v.bearer(), "Content-Type: application/json")
		if took := v.app.took(); res.StatusCode != 200 || took != tt.want {
			t.Errorf("POST %s = %s, asked for %q, want %q", tt.body, res.Status, took, tt.want)
		}
	}
}

// TestPageSays has the words beside the picture, and the time of visits.
func TestPageSays(t *testing.T) {
	v := open(t)
	v.app.change(func() {
		v.app.visits = []server.Visit{{Time: time.Unix(1, 5), Remote: "10.0.0.1:5", Method: "GET", Target: "/a", Status: 404, Bytes: 1536, Took: time.Second}}
	})
	wants(t, v.page(), `<figcaption id="picture-says">Last five minutes: at most 7 of 10 workers busy, nobody had to wait.`, `aria-labelledby="picture-says"`,
		`class="bad"`, `GET 404`, `1.5 kB`, `1 s`, time.Unix(1, 5).Format(time.RFC3339Nano)+` 10.0.0.1:5"`)
}

// TestPageSize holds what a browser loads.
func TestPageSize(t *testing.T) {
	const most = 30 << 10
	var packed bytes.Buffer
	out := gzip.NewWriter(&packed)
	for _, part := range []string{open(t).page(), assets.ControlStyle(), assets.ControlScript(), assets.ControlWords(), assets.AmountScript()} {
		if _, err := io.WriteString(out, part); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if packed.Len() >= most {
		t.Errorf("page, style and script have %d bytes, packed; want less than %d", packed.Len(), most)
	}
}

// TestTurns rise, so that an answer is not taken for newer than news.
func TestTurns(t *testing.T) {
	v := open(t)
	if first, second := v.look().Turn, v.look().Turn; first == 0 || second <= first {
		t.Errorf("turns %d, %d, want them to rise", first, second)
	}
}
