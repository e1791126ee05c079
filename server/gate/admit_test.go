// SPDX-License-Identifier: MIT

package gate

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// bearers are what a visitor may bear, and whether that lets in: by way.
var bearers = []struct {
	name string
	in   map[Way]bool
	make func(g *Gate) *visitor
}{
	{"nothing", map[Way]bool{Open: true}, func(g *Gate) *visitor { return browser(g, "10.0.0.1") }},
	{"cookie", map[Way]bool{Open: true, Code: true, Ask: true}, letIn},
	{"another cookie", map[Way]bool{Open: true}, func(g *Gate) *visitor {
		v := browser(g, "10.0.0.1")
		v.cookies["porchlight_gate_8080"] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		return v
	}},
	{"empty cookie", map[Way]bool{Open: true}, func(g *Gate) *visitor {
		v := browser(g, "10.0.0.1")
		v.cookies["porchlight_gate_8080"] = ""
		return v
	}},
	{"cookie of another port", map[Way]bool{Open: true}, func(g *Gate) *visitor {
		v := letIn(g)
		v.cookies = map[string]string{"porchlight_gate_8000": v.cookies["porchlight_gate_8080"]}
		return v
	}},
	{"code", map[Way]bool{Open: true, Code: true, Ask: true}, func(g *Gate) *visitor { return program(g, "10.0.0.1", g.code) }},
	{"wrong code", map[Way]bool{Open: true}, func(g *Gate) *visitor { return program(g, "10.0.0.1", wrongCode(g)) }},
	{"code, limited", map[Way]bool{Open: true}, func(g *Gate) *visitor {
		v := program(g, "10.0.0.1", wrongCode(g))
		for range mostTries {
			v.get("/")
		}
		v.code = g.code
		return v
	}},
	{"cookie, limited", map[Way]bool{Open: true, Code: true, Ask: true}, func(g *Gate) *visitor {
		v := letIn(g)
		for range mostTries + 1 {
			program(g, "10.0.0.1", wrongCode(g)).get("/")
		}
		return v
	}},
	{"key as a code", map[Way]bool{Open: true}, func(g *Gate) *visitor { return program(g, "10.0.0.1", g.key) }},
	{"cookie, blocked", map[Way]bool{Open: true, Code: true}, func(g *Gate) *visitor {
		v := letIn(g)
		blockFrom(g, "10.0.0.1")
		return v
	}},
	{"code, blocked", map[Way]bool{Open: true, Code: true}, func(g *Gate) *visitor {
		blockFrom(g, "10.0.0.1")
		return program(g, "10.0.0.1", g.code)
	}},
	{"cookie, revoked", nil, func(g *Gate) *visitor {
		v := letIn(g)
		g.Revoke()
		return v
	}},
	{"code, revoked", nil, func(g *Gate) *visitor {
		g.Revoke()
		return program(g, "10.0.0.1", g.code)
	}},
}

// letIn is a browser that is in, in whichever way.
func letIn(g *Gate) *visitor {
	v := browser(g, "10.0.0.1")
	v.get(g.Path())
	for _, one := range g.Asking() {
		g.Decide(one.ID, Allow)
	}
	return v
}

// blockFrom has another browser of an address ask, and blocks it.
func blockFrom(g *Gate, address string) {
	browser(g, address).get("/")
	for _, one := range g.Asking() {
		g.Decide(one.ID, Block)
	}
}

// TestPeers18EveryMethodAndTarget asks for everything with all that a visitor may
// bear: what lets in does so everywhere, and what does not does so nowhere.
func TestPeers18EveryMethodAndTarget(t *testing.T) {
	methods := []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "LOCK"}
	targets := []string{"/", "/a/b.txt", "/upload", "/-/", "/-/zip", "/-/healthy", "/-/gate/", "/-/gate.css/x", "/%2d/gate", "/-/K/x"}
	for _, way := range []Way{Open, Code, Ask} {
		for _, bearer := range bearers {
			g, _ := newGate(way)
			v := bearer.make(g)
			for _, method := range methods {
				for _, target := range targets {
					what := fmt.Sprintf("%s: %s %s with %s", way, method, target, bearer.name)
					answer := v.do(method, target, nil)
					if Serves(v.request(method, target, nil).URL.Path) {
						continue // decoded, it is one of the gate's own
					}
					if got := text(answer) == "the files"; got != bearer.in[way] {
						t.Errorf("%s = %d, in: %v, want %v", what, answer.StatusCode, got, bearer.in[way])
					} else if !got && answer.StatusCode < 400 {
						t.Errorf("%s = %d, want a refusal", what, answer.StatusCode)
					}
				}
			}
		}
	}
}

func TestChallenge(t *testing.T) {
	const basic = `Basic realm="porchlight", charset="UTF-8"`
	type client struct{ name, agent, accept string }
	var (
		page   = client{"page", chrome, htmlWish}
		image  = client{"image", chrome, "image/avif,image/webp,*/*;q=0.8"}
		script = client{"script", chrome, "application/json"}
		curl   = client{"curl", "curl/8.5.0", "*/*"}
		json   = client{"json", "curl/8.5.0", "application/json"}
		finder = client{"finder", "WebDAVFS/3.0.0 (03008000) Darwin/23.0.0", ""}
		kde    = client{"kde", "Mozilla/5.0 (X11; Linux x86_64) KIO/6.0", "*/*"}
	)
	for _, c := range []struct {
		way       Way
		client    client
		method    string
		status    int
		challenge string
		says      string
	}{
		{Code, page, "GET", 403, "", `<form method="post" action="/-/gate">`},
		{Code, page, "HEAD", 403, "", ""},
		{Code, page, "POST", 403, "", `name="next" value="/"`},
		{Code, image, "GET", 403, "", "This page has to be let in again."},
		{Code, script, "GET", 403, "", `"message":"This page has to be let in again."`},
		{Code, script, "PUT", 403, "", `"message":"This page has to be let in again."`},
		{Code, script, "PATCH", 403, "", `"message":"This page has to be let in again."`},
		{Code, curl, "GET", 401, basic, "curl -u :CODE ADDRESS"},
		{Code, json, "GET", 401, basic, `{"error":"Unauthorized","message":"This share has a code`},
		{Code, finder, "OPTIONS", 401, basic, "Unauthorized"},
		{Code, finder, "PROPFIND", 401, basic, "Unauthorized"},
		{Code, kde, "PROPFIND", 401, basic, "Unauthorized"},
		{Ask, page, "GET", 403, "", "Waiting to be let in"},
		{Ask, curl, "GET", 401, basic, "A person is asked first"},
		{Ask, image, "GET", 403, "", "This page has to be let in again."},
	} {
		g, _ := newGate(c.way)
		v := &visitor{at: site(g), from: "10.0.0.1:1", agent: c.client.agent, accept: c.client.accept, cookies: map[string]string{}}
		what := fmt.Sprintf("%s: %s by %s", c.way, c.method, c.client.name)
		answer := v.do(c.method, "/upload", nil)
		if got := answer.Header.Get("WWW-Authenticate"); got != c.challenge {
			t.Errorf("%s: WWW-Authenticate = %q, want %q", what, got, c.challenge)
		}
		if got, want := answer.Header.Get("Link") != "", strings.Contains(c.says, "let in again"); got != want {
			t.Errorf("%s: Link = %q, want the gate's page for the script of a page alone", what, answer.Header.Get("Link"))
		}
		if c.method == "POST" {
			c.says = "" // shown below: where the page leads
		}
		is(t, what, answer, reply{c.status, c.says})
		if len(g.Asking()) > 0 && c.client.name != "page" {
			t.Errorf("%s: asks, want only pages to ask", what)
		}
	}
}

// TestPeers43WrongCodes counts the tries of programs and of people together.
func TestPeers43WrongCodes(t *testing.T) {
	g, log := newGate(Code)
	v, p := browser(g, "10.0.0.1"), program(g, "10.0.0.1", wrongCode(g))
	is(t, "first", v.types(wrongCode(g), "/"), reply{403, "4 tries left"})
	is(t, "not a code at all", v.types("0", "/"), reply{403, "3 tries left"})
	is(t, "by a program", p.get("/"), reply{401, "That is not the code"})
	is(t, "fourth", v.types(wrongCode(g), "/"), reply{403, "1 try left"})
	is(t, "fifth", v.types(wrongCode(g), "/"), reply{403, "Wait 12 seconds before you try again"})
	for name, answer := range map[string]*http.Response{
		"sixth": v.types(wrongCode(g), "/"), "right, but late": v.types(g.code, "/"), "program": p.get("/"), "page by a program": p.get(pageRoute),
	} {
		if answer.StatusCode != 429 || answer.Header.Get("Retry-After") != "12" {
			t.Errorf("%s = %d, Retry-After %q, want 429 and 12", name, answer.StatusCode, answer.Header.Get("Retry-After"))
		}
	}
	if n := strings.Count(log.String(), "too many wrong codes"); n != 1 {
		t.Errorf("log = %s, want one warning", log)
	}
	leads(t, "another address", browser(g, "10.0.0.2").types(g.code, "/"), "/")
	leads(t, "the link", v.get(g.Path()), "/")
}
