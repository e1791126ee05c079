// SPDX-License-Identifier: MIT

package gate

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestPeers36ForeignForm sends a right code from other pages, which must not log
// a browser in, nor learn whether a code is right.
func TestPeers36ForeignForm(t *testing.T) {
	for _, c := range []struct {
		name   string
		fields http.Header
		in     bool
	}{
		{"our page", http.Header{"Origin": {"http://" + host}}, true},
		{"our page, by a proxy with TLS", http.Header{"Origin": {"https://" + host}, "Sec-Fetch-Site": {"same-origin"}}, true},
		{"a program", http.Header{}, true},
		{"typed by a person", http.Header{"Sec-Fetch-Site": {"none"}}, true},
		{"another site", http.Header{"Origin": {"http://evil.example"}}, false},
		{"another port", http.Header{"Origin": {"http://192.168.1.23:8000"}, "Sec-Fetch-Site": {"same-site"}}, false},
		{"a longer name", http.Header{"Origin": {"http://" + host + ".evil.example"}}, false},
		{"a name before", http.Header{"Origin": {"http://" + host + "@evil.example"}}, false},
		{"a sandbox", http.Header{"Origin": {"null"}}, false},
		{"two origins", http.Header{"Origin": {"http://" + host, "http://evil.example"}}, false},
		{"an empty origin", http.Header{"Origin": {""}}, false},
		{"another scheme", http.Header{"Origin": {"ftp://" + host}}, false},
		{"cross-site without an origin", http.Header{"Sec-Fetch-Site": {"cross-site"}}, false},
		{"same-site", http.Header{"Origin": {"http://" + host}, "Sec-Fetch-Site": {"same-site"}}, false},
		{"our Host named by the page", http.Header{"Origin": {"http://evil.example"}, "X-Forwarded-Host": {"evil.example"}}, false},
	} {
		g, _ := newGate(Code)
		v := browser(g, "10.0.0.1")
		r := v.request(http.MethodPost, pageRoute, url.Values{"code": {g.code}})
		r.Header.Del("Origin")
		for name, values := range c.fields {
			r.Header[name] = values
		}
		answer := v.send(r)
		if (answer.StatusCode == http.StatusSeeOther) != c.in || v.isIn() != c.in {
			t.Errorf("%s: %d, in: %v, want in: %v", c.name, answer.StatusCode, v.isIn(), c.in)
		}
		if !c.in {
			is(t, c.name, answer, reply{http.StatusForbidden, "That came from another page"})
		}
	}
}

func TestPeers36NoHost(t *testing.T) {
	for _, origin := range []string{"http://", "", "null"} {
		if isOrigin(origin, "") {
			t.Errorf("isOrigin(%q, no Host) = true, want false", origin)
		}
	}
}

func TestPeers37NothingChangesByGet(t *testing.T) {
	g, _ := newGate(Code)
	v := browser(g, "10.0.0.1")
	for range 2 * mostTries {
		is(t, "code in the address", v.get(pageRoute+"?code="+g.code), reply{http.StatusOK, "Type the code"})
		is(t, "wrong code in the address", v.get(pageRoute+"?code="+wrongCode(g)), reply{http.StatusOK, "Type the code"})
	}
	if len(g.tries.by) > 0 || len(g.sessions) > 0 {
		t.Errorf("after GETs: %d addresses counted, %d sessions, want none", len(g.tries.by), len(g.sessions))
	}
}

func TestPeers38OtherForms(t *testing.T) {
	g, _ := newGate(Code)
	v := browser(g, "10.0.0.1")
	for kind, body := range map[string]string{
		"text/plain":                        "code=" + g.code,
		"application/json":                  `{"code":"` + g.code + `"}`,
		"multipart/form-data":               "code=" + g.code,
		"":                                  "code=" + g.code,
		"application/x-www-form-urlencoded": "x=" + strings.Repeat("a", mostForm) + "&code=" + g.code,
	} {
		r := v.request(http.MethodPost, pageRoute, nil)
		r.Header.Set("Content-Type", kind)
		r.Body = readCloser{strings.NewReader(body)}
		is(t, "form as "+kind, v.send(r), reply{http.StatusBadRequest, "not the form that the page sends"})
	}
	r := v.request(http.MethodPost, pageRoute, url.Values{})
	r.URL.RawQuery = "code=" + g.code
	is(t, "code in the address of a form", v.send(r), reply{http.StatusForbidden, "That is not the code"})
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

func TestPeers41Frames(t *testing.T) {
	g, _ := newGate(Ask)
	answer := browser(g, "10.0.0.1").get("/")
	policy := answer.Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("Content-Security-Policy = %q, want %q in it", policy, want)
		}
	}
	if answer.Header.Get("X-Frame-Options") != "DENY" {
		t.Errorf("X-Frame-Options = %q, want DENY", answer.Header.Get("X-Frame-Options"))
	}
}

// TestPeers10Next sees to it that a visitor who comes in stays on this site.
func TestPeers10Next(t *testing.T) {
	long := "/" + strings.Repeat("a", mostNext)
	for target, want := range map[string]string{
		"/": "/", "/a/b.txt": "/a/b.txt", "/a?sort=size&x=//y": "/a?sort=size&x=//y", "/%2f/evil.example": "/%2f/evil.example", "/a%20b": "/a%20b", "/-/zip": "/-/zip",
		"": "/", "a": "/", "?a": "/", "#a": "/", "//evil.example": "/", "///evil.example": "/", `/\evil.example`: "/", `\\evil.example`: "/", `/a\b`: "/",
		"/\t/evil.example": "/", "/\n/evil.example": "/", "/\r\nSet-Cookie: a=b": "/", "/a b": "/", "/\x00": "/", "/\u202e": "/", "/é": "/",
		"http://evil.example": "/", "http:evil.example": "/", "javascript:alert(1)": "/", " /a": "/", "data:text/html,x": "/",
		pageRoute: "/", pageRoute + "?next=/a": "/", keyRoute + "x": "/", long: "/", long[:mostNext]: long[:mostNext],
	} {
		if got := nextOf(target); got != want {
			t.Errorf("nextOf(%q) = %q, want %q", target, got, want)
		}
		g, _ := newGate(Open)
		leads(t, "next="+target, browser(g, "10.0.0.1").get(pageRoute+"?"+url.Values{"next": {target}}.Encode()), want)
	}
	g, _ := newGate(Code)
	v := browser(g, "10.0.0.1")
	r := v.request(http.MethodGet, "/", nil)
	r.URL.Path = "//evil.example/"
	is(t, "a target that looks like another site", v.send(r), reply{http.StatusForbidden, `name="next" value="/"`})
}

// TestPeers28Markup has markup in all that a page or a face shows.
func TestPeers28Markup(t *testing.T) {
	const bad = `"><img src=x onerror=alert(1)></title></script>`
	g, log := newGate(Ask)
	g.options.Share = bad
	v := browser(g, "10.0.0.1")
	v.agent = "Mozilla/5.0 " + bad + "\x1b[31m\r\nforged"
	for what, page := range map[string]string{"asking": text(v.get("/")), "page": text(v.get(pageRoute + "?next=/" + url.QueryEscape(bad)))} {
		if strings.Contains(page, "<img") || !strings.Contains(page, "&lt;img") {
			t.Errorf("%s = %s, want the name escaped", what, page)
		}
	}
	for _, one := range g.Asking() {
		if one.Device != "a device" {
			t.Errorf("device = %q, want nothing of what the visitor sent", one.Device)
		}
	}
	if strings.Contains(log.String(), "img") || strings.Contains(log.String(), "forged") {
		t.Errorf("log = %s, want nothing of what the visitor sent", log)
	}
}

func TestPeers29Reflected(t *testing.T) {
	g, _ := newGate(Code)
	v := browser(g, "10.0.0.1")
	for _, next := range []string{`/"><script>alert(1)</script>`, `/'onfocus=alert(1)'`, "/{{.}}"} {
		for what, answer := range map[string]*http.Response{
			"page": v.get(pageRoute + "?next=" + url.QueryEscape(next)), "form": v.types("x", next), "elsewhere": v.get("/?" + url.QueryEscape(next)),
		} {
			if page := text(answer); strings.Contains(page, "<script") || strings.Contains(page, "'onfocus") {
				t.Errorf("%s with %q = %s, want it escaped", what, next, page)
			}
		}
		g.tries = newTries()
	}
}
