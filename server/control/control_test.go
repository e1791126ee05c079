// SPDX-License-Identifier: MIT

package control

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"porchlight/server"
	"porchlight/server/app"
	"porchlight/server/config"
	"porchlight/server/exposure"
	"porchlight/server/gate"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fakeApp remembers what it was asked for, and shows what it is told to.
type fakeApp struct {
	mu       sync.Mutex
	asked    []string
	refuses  error
	snapshot app.Snapshot
	moving   []server.Transfer
	visits   []server.Visit
	stored   []server.Upload
	report   exposure.Report
	bell     chan struct{}
}

func (f *fakeApp) note(what string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, what)
	return f.refuses
}

// took returns what was asked for since the last call.
func (f *fakeApp) took() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := strings.Join(f.asked, ", ")
	f.asked = nil
	return all
}

func (f *fakeApp) Snapshot() app.Snapshot {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.snapshot
}

// change lets a test change what the fake does: the page looks at any time.
func (f *fakeApp) change(do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	do()
}

func (f *fakeApp) show(s app.Snapshot) {
	f.change(func() { f.snapshot = s })
	f.bell <- struct{}{}
}

func (f *fakeApp) Subscribe() (<-chan struct{}, func()) { return f.bell, func() {} }
func (f *fakeApp) Start() error                         { return f.note("start") }
func (f *fakeApp) Stop() error                          { return f.note("stop") }
func (f *fakeApp) Reload() error                        { return f.note("reload") }
func (f *fakeApp) Lend(l app.Loan) error {
	return f.note(fmt.Sprint(l.Mode, " ", l.Dir, " ", l.Insist, " ", l.Terms))
}

func (f *fakeApp) Preview(context.Context, string) (r exposure.Report, err error) {
	f.change(func() { r, err = f.report, f.refuses })
	return r, err
}

func (f *fakeApp) Decide(id string, verdict gate.Verdict) bool {
	return f.note(fmt.Sprint("decide ", id, " ", verdict)) == nil && id != "gone"
}

func (f *fakeApp) Transfers() []server.Transfer {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.moving
}

func (f *fakeApp) Visits() (visits []server.Visit) {
	f.change(func() { visits = f.visits })
	return visits
}

func (f *fakeApp) Stored() (stored []server.Upload) {
	f.change(func() { stored = f.stored })
	return stored
}

func (f *fakeApp) History() []server.Sample {
	return []server.Sample{{Time: time.Unix(1, 0), Busy: 1, Workers: 10}, {Time: time.Unix(2, 0), Busy: 7, Workers: 10}}
}
func (f *fakeApp) Disconnect(id uint64) bool { return f.note("disconnect") == nil && id == 7 }

func (f *fakeApp) Set(values map[string]string) error {
	what := "set"
	for _, key := range config.Keys() {
		if text, ok := values[key.Name]; ok {
			what += " " + key.Name + "=" + text
		}
	}
	return f.note(what)
}

// visitor is a control page and somebody who asks it.
type visitor struct {
	*Control
	t   *testing.T
	app *fakeApp
}

func open(t *testing.T, change ...func(*Options)) *visitor {
	t.Helper()
	f := &fakeApp{bell: make(chan struct{}, 1)}
	f.snapshot = app.Snapshot{
		Status: server.Status{Level: server.Calm, Text: "0 of 10 workers busy", Address: "http://127.0.0.1:8080", Workers: 10},
		Config: config.Default(), From: map[string]string{"port": "default"},
	}
	o := Options{
		App: f, Log: slog.New(slog.DiscardHandler), Version: "v1.2.3",
		Show: func() error { return f.note("show") }, Quit: func() { _ = f.note("quit") },
	}
	for _, c := range change {
		c(&o)
	}
	c, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		select {
		case <-c.closing: // by the test
		default:
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		}
	})
	return &visitor{c, t, f}
}

// answer is what came back.
type answer struct {
	*http.Response
	body string
}

// ask sends one request. Fields are "Name: value"; Host may be among them.
func (v *visitor) ask(method, target, body string, fields ...string) answer {
	v.t.Helper()
	r, err := http.NewRequest(method, v.Address()+target, strings.NewReader(body))
	if err != nil {
		v.t.Fatal(err)
	}
	for _, f := range fields {
		name, value, _ := strings.Cut(f, ": ")
		r.Header.Add(name, value)
		if name == "Host" {
			r.Host = value
		}
	}
	client := &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       20 * time.Second,
	}
	res, err := client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return answer{res, string(text)}
}

// bearer is the field of a program that has read the instance's record.
func (v *visitor) bearer() string { return "Authorization: Bearer " + v.Token() }

// letIn goes through the address as a browser does, and returns its cookie.
func (v *visitor) letIn() string {
	v.t.Helper()
	res := v.ask("GET", strings.TrimPrefix(v.URL(), v.Address()), "", "Sec-Fetch-Site: none")
	cookies := res.Cookies()
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != "/" || len(cookies) != 1 {
		v.t.Fatalf("the address is answered with %s, to %q, %d cookies", res.Status, res.Header.Get("Location"), len(cookies))
	}
	if c := cookies[0]; !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || c.Domain != "" {
		v.t.Errorf("the cookie is %q", c)
	}
	return "Cookie: " + cookies[0].Name + "=" + cookies[0].Value
}

func TestEnter(t *testing.T) {
	v := open(t)
	url := strings.TrimPrefix(v.URL(), v.Address())
	if strings.Contains(url, v.Token()) {
		t.Error("the address holds the token that programs use")
	}
	if res := v.ask("HEAD", url, "", "Host: evil.example"); res.StatusCode != http.StatusForbidden {
		t.Errorf("the address under another name = %s", res.Status)
	}
	if res := v.ask("GET", url, "", "Sec-Fetch-Site: cross-site"); res.StatusCode != http.StatusForbidden {
		t.Errorf("the address followed from another site = %s", res.Status)
	}
	res := v.ask("GET", url, "")
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("the address = %s, want 303: refusals must not have used it up", res.Status)
	}
	if res := v.ask("GET", url, ""); res.StatusCode != http.StatusForbidden || len(res.Cookies()) > 0 {
		t.Errorf("the address for the second time = %s", res.Status)
	}
	cookie := "Cookie: " + res.Cookies()[0].Name + "=" + res.Cookies()[0].Value
	if res := v.ask("GET", url, "", cookie); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the used address in a browser that is in = %s, want 303", res.Status)
	}
	if res := v.ask("GET", "/", "", cookie); res.StatusCode != http.StatusOK || !strings.Contains(res.body, "0 of 10 workers busy") {
		t.Errorf("the page = %s %q", res.Status, res.body)
	}
}

// TestPeers39Attacks has who is refused, whatever they ask for.
func TestPeers39Attacks(t *testing.T) {
	v := open(t)
	cookie, own := v.letIn(), "Origin: "+v.Address()
	const json = "Content-Type: application/json"
	tests := []struct {
		name, method, target string
		fields               []string
		status               int
	}{
		{"no key, page", "GET", "/", nil, 403},
		{"no key, style", "GET", "/control.css", nil, 403},
		{"no key, status", "GET", "/api/status", nil, 403},
		{"no key, events", "GET", "/api/events", nil, 403},
		{"no key, metrics", "GET", "/metrics", nil, 403},
		{"no key, effect", "POST", "/api/stop", []string{own, json}, 403},
		{"no key, nothing there", "GET", "/api/none", nil, 403},
		{"guessed token", "GET", "/api/status", []string{"Authorization: Bearer " + strings.ToLower(v.Token())}, 403},
		{"empty token", "GET", "/api/status", []string{"Authorization: Bearer "}, 403},
		{"token as a password", "GET", "/api/status", []string{"Authorization: Basic " + v.Token()}, 403},
		{"guessed ticket", "GET", "/?token=AAAAAAAAAAAAAAAAAAAAAAAAAA", nil, 403},
		{"empty ticket", "GET", "/?token=", nil, 403},
		{"ticket by POST", "POST", strings.TrimPrefix(v.URL(), v.Address()), []string{own}, 403},
		{"guessed cookie", "GET", "/", []string{"Cookie: " + v.cookieName() + "=AAAAAAAAAAAAAAAAAAAAAAAAAA"}, 403},
		{"foreign name", "GET", "/api/status", []string{v.bearer(), "Host: evil.example"}, 403},
		{"foreign name with our port", "GET", "/api/status", []string{v.bearer(), "Host: evil.example:" + v.port()}, 403},
		{"our name, other port", "GET", "/api/status", []string{v.bearer(), "Host: localhost:1"}, 403},
		{"our name, no port", "GET", "/api/status", []string{v.bearer(), "Host: localhost"}, 403},
		{"trailing dot", "GET", "/api/status", []string{v.bearer(), "Host: localhost.:" + v.port()}, 403},
		{"foreign page", "POST", "/api/stop", []string{cookie, json, "Origin: http://evil.example"}, 403},
		{"page on another port", "POST", "/api/stop", []string{cookie, json, "Origin: http://127.0.0.1:8080"}, 403},
		{"page of no origin", "POST", "/api/stop", []string{cookie, json, "Origin: null"}, 403},
		{"page that hides its origin", "POST", "/api/stop", []string{cookie, json}, 403},
		{"two origins", "POST", "/api/stop", []string{cookie, json, own, "Origin: http://evil.example"}, 403},
		{"foreign page reads", "GET", "/api/status", []string{cookie, "Sec-Fetch-Site: cross-site"}, 403},
		{"page on another port reads", "GET", "/api/events", []string{cookie, "Sec-Fetch-Site: same-site"}, 403},
		{"foreign page with the token", "POST", "/api/stop", []string{v.bearer(), json, "Origin: http://evil.example"}, 403},
		{"effect by GET", "GET", "/api/stop", []string{cookie}, 405},
		{"effect by HEAD", "HEAD", "/api/start", []string{cookie}, 405},
		{"effect by PUT", "PUT", "/api/stop", []string{cookie, own, json}, 405},
		{"preflight", "OPTIONS", "/api/stop", []string{"Origin: http://evil.example", "Access-Control-Request-Method: POST"}, 403},
		{"simple request", "POST", "/api/stop", []string{cookie, own, "Content-Type: text/plain"}, 415},
		{"nothing there", "GET", "/api/none", []string{cookie}, 404},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := v.ask(tt.method, tt.target, "", tt.fields...)
			if res.StatusCode != tt.status {
				t.Errorf("%s %s with %q = %s, want %d", tt.method, tt.target, tt.fields, res.Status, tt.status)
			}
			if took := v.app.took(); took != "" {
				t.Errorf("the program was asked to %s", took)
			}
			if strings.Contains(res.body, v.Token()) || len(res.Cookies()) > 0 || res.Header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("the refusal gives something away: %v %q", res.Header, res.body)
			}
		})
	}
}

// TestPeers41Secure has what each answer says to a browser.
func TestPeers41Secure(t *testing.T) {
	v := open(t)
	cookie := v.letIn()
	for _, target := range []string{"/", "/control.js", "/qr.svg", "/api/status", "/api/none", "/metrics"} {
		h := v.ask("GET", target, "", cookie).Header
		policy := h.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "frame-ancestors 'none'", "script-src 'self'", "base-uri 'none'"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: Content-Security-Policy %q lacks %s", target, policy, part)
			}
		}
		if h.Get("X-Frame-Options") != "DENY" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: fields %v", target, h)
		}
	}
}

func TestKeysAreBounded(t *testing.T) {
	k := newKeys()
	first := k.ticket()
	for range mostKeys {
		k.ticket()
	}
	if _, ok := k.exchange(first); ok {
		t.Error("the oldest of too many tickets is taken")
	}
	session, ok := k.exchange(k.ticket())
	if !ok || !k.knowsSession(session) || k.knowsSession("") {
		t.Errorf("exchange() = %q, %v", session, ok)
	}
	for range mostKeys {
		k.exchange(k.ticket())
	}
	if k.knowsSession(session) {
		t.Error("the oldest of too many sessions is known")
	}
}

var errNo = errors.New("root: there is no such folder")
