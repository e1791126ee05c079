// SPDX-License-Identifier: MIT

package gate

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	host     = "192.168.1.23:8080"
	chrome   = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"
	htmlWish = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
)

// book is a log in memory, and a bell that counts.
type book struct {
	mu    sync.Mutex
	lines bytes.Buffer
	rung  int
}

func (b *book) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.lines.Write(p)
}

func (b *book) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.lines.String()
}

func (b *book) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rung++
}

// rings returns how often the bell rang since the last call.
func (b *book) rings() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := b.rung
	b.rung = 0
	return n
}

func newGate(way Way) (*Gate, *book) {
	b := new(book)
	return New(Options{Way: way, Share: "Photos", Log: slog.New(slog.NewJSONHandler(b, nil)), Changed: b.ring}), b
}

// site is a server with a gate, as the integrator has it.
func site(g *Gate) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case Serves(r.URL.Path):
			g.ServeHTTP(w, r)
		case g.Admit(w, r):
			w.Write([]byte("the files"))
		}
	})
}

// visitor is a browser or a program with a cookie jar.
type visitor struct {
	at      http.Handler
	from    string // address and port
	agent   string
	accept  string
	code    string // for Basic
	cookies map[string]string
}

func browser(g *Gate, address string) *visitor {
	return &visitor{at: site(g), from: address + ":50000", agent: chrome, accept: htmlWish, cookies: map[string]string{}}
}

func program(g *Gate, address, code string) *visitor {
	return &visitor{at: site(g), from: address + ":50000", agent: "curl/8.5.0", accept: "*/*", code: code, cookies: map[string]string{}}
}

func (v *visitor) get(target string) *http.Response { return v.do(http.MethodGet, target, nil) }

func (v *visitor) do(method, target string, form url.Values) *http.Response {
	return v.send(v.request(method, target, form))
}

func (v *visitor) request(method, target string, form url.Values) *http.Request {
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	r.Host, r.RemoteAddr = host, v.from
	r.Header.Set("User-Agent", v.agent)
	r.Header.Set("Accept", v.accept)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", "http://"+host)
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	if v.code != "" {
		r.SetBasicAuth("", v.code)
	}
	return r
}

func (v *visitor) send(r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	v.at.ServeHTTP(w, r)
	answer := w.Result()
	for _, c := range answer.Cookies() {
		v.cookies[c.Name] = c.Value
	}
	return answer
}

func (v *visitor) types(code, next string) *http.Response {
	return v.do(http.MethodPost, pageRoute, url.Values{"code": {code}, "next": {next}})
}

func text(answer *http.Response) string {
	body, _ := io.ReadAll(answer.Body)
	return string(body)
}

// isIn reports whether a visitor sees the files.
func (v *visitor) isIn() bool {
	answer := v.get("/")
	return answer.StatusCode == http.StatusOK && text(answer) == "the files"
}

// reply is what an answer is to be: its status, and something that it says.
type reply struct {
	status int
	says   string
}

// is fails the test unless an answer is the reply.
func is(t *testing.T, what string, answer *http.Response, want reply) {
	t.Helper()
	body := text(answer)
	if answer.StatusCode != want.status || !strings.Contains(body, want.says) {
		t.Errorf("%s = %d, %q, want %d and %q", what, answer.StatusCode, body, want.status, want.says)
	}
}

// leads fails the test unless an answer leads to a target.
func leads(t *testing.T, what string, answer *http.Response, to string) {
	t.Helper()
	if answer.StatusCode != http.StatusSeeOther || answer.Header.Get("Location") != to {
		t.Errorf("%s = %d to %q, want 303 to %q", what, answer.StatusCode, answer.Header.Get("Location"), to)
	}
}

// wrongCode is a code that a gate does not have.
func wrongCode(g *Gate) string {
	if g.code == "zzzzzz" {
		return "yyyyyy"
	}
	return "zzzzzz"
}

func TestLink(t *testing.T) {
	g, _ := newGate(Code)
	v := browser(g, "192.168.1.40")
	is(t, "before", v.get("/holiday/?sort=size"), reply{http.StatusForbidden, `name="next" value="/holiday/?sort=size"`})
	answer := v.get(g.Path())
	leads(t, "link", answer, "/")
	c := answer.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Name != "porchlight_gate_8080" || c.MaxAge != 0 || c.Secure {
		t.Errorf("cookie = %v, want HttpOnly, SameSite=Lax, Path=/, for the session, with the port in its name", c)
	}
	if !v.isIn() {
		t.Error("after the link: not in")
	}
	if again := v.get(g.Path()); len(again.Cookies()) > 0 || len(g.sessions) != 1 {
		t.Errorf("link, taken again: %v, and %d sessions, want no cookie, and 1", again.Cookies(), len(g.sessions))
	}
}

func TestTypedCode(t *testing.T) {
	g, _ := newGate(Code)
	for _, form := range []string{g.Code(), strings.ToUpper(g.Code()), strings.ReplaceAll(g.Code(), "-", " "), " " + g.code + "\n", strings.ReplaceAll(g.Code(), "-", "–")} {
		v := browser(g, "192.168.1.40")
		is(t, "wrong code", v.types(wrongCode(g), "/a"), reply{http.StatusForbidden, "That is not the code"})
		g.tries = newTries()
		leads(t, "code "+form, v.types(form, "/holiday/?sort=size"), "/holiday/?sort=size")
		if !v.isIn() {
			t.Errorf("code %q: not in", form)
		}
		leads(t, "page, once in", v.get(pageRoute+"?next=/b"), "/b")
	}
}

func TestWaysOfAGate(t *testing.T) {
	for _, c := range []struct {
		way        Way
		path, code bool
	}{{Open, false, false}, {Code, true, true}, {Ask, false, true}, {"", true, true}, {"closed", true, true}} {
		g, _ := newGate(c.way)
		if (g.Path() != "/") != c.path || (g.Code() != "") != c.code {
			t.Errorf("New(%q): path %q, code %q, want them: %v, %v", c.way, g.Path(), g.Code(), c.path, c.code)
		}
	}
}

func TestOpen(t *testing.T) {
	g, _ := newGate(Open)
	v := browser(g, "192.168.1.40")
	if !v.isIn() {
		t.Error("open: not in")
	}
	leads(t, "page", v.get(pageRoute+"?next=/a"), "/a")
	leads(t, "form", v.types("abc-def", "/a"), "/a")
	leads(t, "link", v.get(keyRoute+"abc"), "/")
	if len(v.cookies) > 0 {
		t.Errorf("cookies = %v, want none", v.cookies)
	}
}

func TestOneNameForEachPort(t *testing.T) {
	for host, want := range map[string]string{
		"192.168.1.23:8080": "porchlight_gate_8080", "[fd00::1]:8000": "porchlight_gate_8000", "porch.local": "porchlight_gate_default",
		"porch.local:": "porchlight_gate_default", "porch.local:8;a=b": "porchlight_gate_default", "": "porchlight_gate_default",
	} {
		if got := cookieName(&http.Request{Host: host}); got != want {
			t.Errorf("cookieName(Host %q) = %q, want %q", host, got, want)
		}
	}
}

func TestFilesOfThePage(t *testing.T) {
	g, _ := newGate(Ask)
	v := browser(g, "192.168.1.40")
	page := text(v.get("/"))
	for _, f := range []file{style, script} {
		for target, want := range map[string]string{
			f.route: "no-cache", f.route + "?v=old": "no-cache", f.target(): "public, max-age=31536000, immutable",
		} {
			answer := v.get(target)
			if answer.Header.Get("Cache-Control") != want || answer.Header.Get("Content-Type") != f.contentType {
				t.Errorf("%s has the fields %v, want %q, kept as %q", target, answer.Header, f.contentType, want)
			}
			is(t, target, answer, reply{http.StatusOK, f.content})
		}
		if !strings.Contains(page, `"`+f.target()+`"`) {
			t.Errorf("page = %s, want it to name %s", page, f.target())
		}
	}
	g.Revoke()
	is(t, "style of a share that has ended", v.get(styleRoute), reply{http.StatusOK, style.content})
}
