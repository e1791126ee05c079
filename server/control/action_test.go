// SPDX-License-Identifier: MIT

package control

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestActions has what each POST asks the program for, from a program and from
// the form of a page.
func TestActions(t *testing.T) {
	tests := []struct {
		target, json, form, want string
	}{
		{"/api/start", "{}", "", "start"},
		{"/api/stop", "{}", "", "stop"},
		{"/api/reload", "{}", "", "reload"},
		{"/api/share", `{"dir": "/a b"}`, "dir=%2Fa+b", "share /a b false map[]"},
		{"/api/receive", `{"dir": "/a"}`, "dir=/a", "receive /a false map[]"},
		{"/api/website", `{"dir": "/a"}`, "dir=/a", "website /a false map[]"},
		{
			"/api/share", `{"dir": "/a", "insist": true, "until": "15m", "access": "ask", "uploads": true, "lan": ""}`, "dir=/a&insist=true&until=15m&access=ask&uploads=false&uploads=true&lan=",
			"share /a true map[access:ask lifetime:15m uploads:true]",
		},
		{"/api/share", `{"dir": "/a", "until": "stopped", "uploads": false}`, "dir=/a&until=stopped&uploads=false", "share /a false map[lifetime:0s uploads:false]"},
		{"/api/share", `{"dir": "/a", "port": 8080}`, "dir=/a&port=8080", "share /a false map[]"},
		{"/api/receive", `{"dir": "/a", "uploads": false}`, "dir=/a&uploads=false&until=", "receive /a false map[]"},
		{"/api/decide", `{"id": "A", "verdict": "today"}`, "id=A&verdict=today", "decide A today"},
		{"/api/config", `{"queue": 8, "uploads": false, "root": "/é"}`, "queue=8&uploads=true&uploads=false&root=/%C3%A9", "set root=/é uploads=false queue=8"},
		{"/api/disconnect", `{"id": 7}`, "id=7", "disconnect"},
		{"/api/show", "{}", "", "show"},
		{"/api/quit", "{}", "", "quit"},
	}
	v := open(t)
	v.app.change(func() { v.app.snapshot.From["port"] = "flag" })
	cookie, origin := v.letIn(), "Origin: "+v.Address()
	for _, tt := range tests {
		t.Run(tt.target, func(t *testing.T) {
			res := v.ask("POST", tt.target, tt.json, v.bearer(), "Content-Type: application/json")
			if took := v.app.took(); res.StatusCode != 200 || took != tt.want || !json.Valid([]byte(res.body)) {
				t.Errorf("POST %s = %s %q, asked for %q, want %q", tt.json, res.Status, res.body, took, tt.want)
			}
			res = v.ask("POST", tt.target, tt.form, cookie, origin, "Content-Type: application/x-www-form-urlencoded")
			back := res.StatusCode == 303 && res.Header.Get("Location") == "/"
			if tt.want == "quit" { // there is nothing left to lead back to
				back = res.StatusCode == 200 && strings.Contains(res.body, "This page can be closed")
			}
			if took := v.app.took(); !back || took != tt.want {
				t.Errorf("POST %s = %s, asked for %q, want %q", tt.form, res.Status, took, tt.want)
			}
		})
	}
}

func TestBadQuestions(t *testing.T) {
	tests := []struct {
		name, target, json, want string
		status                   int
	}{
		{"no folder", "/api/share", "{}", "name a folder", 422},
		{"no setting", "/api/config", "{}", "no setting", 422},
		{"no number", "/api/disconnect", `{"id": "x"}`, "id is the number", 422},
		{"negative", "/api/disconnect", `{"id": -1}`, "id is the number", 422},
		{"no JSON", "/api/config", `{"port": `, "cannot be read", 400},
		{"a list", "/api/config", `[]`, "cannot be read", 400},
		{"two values", "/api/config", `{} {}`, "more than one value", 400},
		{"nested", "/api/config", `{"port": {}}`, `"port" is neither`, 400},
		{"null", "/api/config", `{"port": null}`, `"port" is neither`, 400},
		{"too large", "/api/config", `{"root": "` + strings.Repeat("a", mostQuestion) + `"}`, "too large", 413},
	}
	v := open(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := v.ask("POST", tt.target, tt.json, v.bearer(), "Content-Type: application/json", "Accept: application/json")
			if res.StatusCode != tt.status || !strings.Contains(res.body, strings.ReplaceAll(tt.want, `"`, `\"`)) {
				t.Errorf("POST = %s %q, want %d with %q", res.Status, res.body, tt.status, tt.want)
			}
			if took := v.app.took(); took != "" {
				t.Errorf("the program was asked to %s", took)
			}
		})
	}
}

// TestRefusedAction tells the reason, on the page and to a program.
func TestRefusedAction(t *testing.T) {
	v := open(t)
	cookie, origin := v.letIn(), "Origin: "+v.Address()
	v.app.change(func() { v.app.refuses = errNo })
	res := v.ask("POST", "/api/share", `{"dir": "/a"}`, v.bearer(), "Content-Type: application/json", "Accept: application/json")
	if res.StatusCode != 422 || !strings.Contains(res.body, `"message":"`+errNo.Error()+`"`) {
		t.Errorf("POST = %s %q", res.Status, res.body)
	}
	res = v.ask("POST", "/api/share", "dir=/a", cookie, origin, "Content-Type: application/x-www-form-urlencoded")
	if res.StatusCode != 422 || !strings.Contains(res.Header.Get("Content-Type"), "text/html") {
		t.Errorf("POST of a form = %s %q, want the page", res.Status, res.body)
	}
}

// TestDecideTooLate is told.
func TestDecideTooLate(t *testing.T) {
	v := open(t)
	res := v.ask("POST", "/api/decide", `{"id": "gone", "verdict": "allow"}`, v.bearer(), "Content-Type: application/json")
	if res.StatusCode != 422 || !strings.Contains(res.body, "that device does not ask any more") {
		t.Errorf("POST = %s %q", res.Status, res.body)
	}
}

// TestStopOfSingle ends a program that has no face but this one.
func TestStopOfSingle(t *testing.T) {
	v := open(t, func(o *Options) { o.Single = true })
	v.ask("POST", "/api/stop", "{}", v.bearer(), "Content-Type: application/json")
	if took := v.app.took(); took != "stop, quit" {
		t.Errorf("asked for %q, want stop, quit", took)
	}
}
