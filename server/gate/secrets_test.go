// SPDX-License-Identifier: MIT

package gate

import (
	"bytes"
	"go/parser"
	"go/token"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestPeers42Random sees to it that keys, codes and cookies are long enough,
// never twice the same, and from crypto/rand only.
func TestPeers42Random(t *testing.T) {
	seen, letters := map[string]bool{}, map[rune]int{}
	for range 500 {
		g, _ := newGate(Code)
		v := browser(g, "10.0.0.1")
		v.get(g.Path())
		for _, secret := range []string{g.key, g.code, v.cookies["porchlight_gate_8080"]} {
			if seen[secret] {
				t.Errorf("%q is there twice", secret)
			}
			seen[secret] = true
		}
		if len(g.key) != 26 || strings.Trim(g.key, "abcdefghijklmnopqrstuvwxyz234567") != "" {
			t.Errorf("key = %q, want 26 letters of base32: 130 bits", g.key)
		}
		if len(g.Code()) != 7 || typed(g.Code()) != g.code {
			t.Errorf("code = %q, want six letters in two halves", g.Code())
		}
		for _, c := range g.code {
			letters[c]++
		}
	}
	if len(letters) != len(codeLetters) {
		t.Errorf("letters in 500 codes = %q, want all of %s", slices.Sorted(maps.Keys(letters)), codeLetters)
	}
	if bad := strings.IndexAny(codeLetters, "0o1il"); bad >= 0 {
		t.Errorf("codeLetters has %q, which looks like another", codeLetters[bad])
	}
	for _, imported := range imports(t) {
		if strings.HasPrefix(imported, "math/rand") {
			t.Errorf("the package imports %s, want crypto/rand only", imported)
		}
	}
}

// imports returns what the package imports.
func imports(t *testing.T) (all []string) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("Glob = %v, %v", files, err)
	}
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range file.Imports {
			all = append(all, strings.Trim(spec.Path.Value, `"`))
		}
	}
	return all
}

// TestPeers44SecretsStayHere walks through everything, and looks for secrets
// where they must not be: in any answer, and in the log.
func TestPeers44SecretsStayHere(t *testing.T) {
	for _, way := range []Way{Open, Code, Ask} {
		g, log := newGate(way)
		v, p := browser(g, "10.0.0.1"), program(g, "10.0.0.1", "")
		var seen bytes.Buffer
		keep := func(r *http.Response) {
			cookies := r.Header["Set-Cookie"]
			r.Header.Del("Set-Cookie")
			if err := r.Write(&seen); err != nil {
				t.Fatal(err)
			}
			if len(cookies) > 1 {
				t.Errorf("Set-Cookie = %q, want one", cookies)
			}
		}
		walk := func() {
			keep(v.get("/a"))
			keep(p.get("/a"))
			keep(v.get(keyRoute + g.key))
			keep(v.get(keyRoute + g.key + "x"))
			keep(v.get(pageRoute + "?next=" + url.QueryEscape(keyRoute+g.key)))
			keep(v.get(pageRoute + "?code=" + g.code + "&next=/b"))
			keep(v.types(wrongCode(g), keyRoute+g.key))
			keep(v.types(g.code, keyRoute+g.key))
			keep(v.do(http.MethodPut, keyRoute+g.key, nil))
			keep(v.get("/b"))
		}
		walk()
		for _, one := range g.Asking() {
			g.Decide(one.ID, Today)
		}
		walk()
		clear(v.cookies)
		for range mostTries + 1 {
			keep(v.types(wrongCode(g), "/"))
		}
		g.Revoke()
		walk()
		for name, secret := range map[string]string{"key": g.key, "code": g.code, "code, as shown": g.Code(), "cookie": v.cookies["porchlight_gate_8080"]} {
			for where, what := range map[string]string{"an answer": seen.String(), "the log": log.String()} {
				if secret != "" && strings.Contains(what, secret) {
					t.Errorf("%s: the %s is in %s:\n%s", way, name, where, what)
				}
			}
		}
		if way != Open && log.String() == "" {
			t.Errorf("%s: the log is empty", way)
		}
	}
}

// TestPeers44Answers sees to it that no answer is kept, and none tells its address.
func TestPeers44Answers(t *testing.T) {
	for _, way := range []Way{Open, Code, Ask} {
		g, _ := newGate(way)
		v, p := browser(g, "10.0.0.1"), program(g, "10.0.0.1", "")
		for what, answer := range map[string]*http.Response{
			"page": v.get(pageRoute), "form": v.types(wrongCode(g), "/"), "stale": v.get(keyRoute + "x"), "method": v.do("PUT", pageRoute, nil),
			"program": p.do("PROPFIND", pageRoute, nil), "link": v.get(keyRoute + g.key),
		} {
			h := answer.Header
			if h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s: %s has the fields %v, want no-store, no-referrer, nosniff", way, what, h)
			}
		}
	}
}

func TestPeers45Revoke(t *testing.T) {
	g, log := newGate(Code)
	server := httptest.NewServer(site(g))
	defer server.Close()
	jar := map[string]string{}
	get := func(target string) *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+target, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", htmlWish)
		for name, value := range jar {
			r.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		answer, err := server.Client().Transport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range answer.Cookies() {
			jar[c.Name] = c.Value
		}
		t.Cleanup(func() { answer.Body.Close() })
		return answer
	}
	link := g.Path()
	is(t, "link", get(link), reply{http.StatusSeeOther, ""})
	is(t, "files", get("/"), reply{http.StatusOK, "the files"})
	g.Revoke()
	is(t, "files, revoked", get("/"), reply{http.StatusGone, "This share has ended"})
	is(t, "link, revoked", get(link), reply{http.StatusGone, "This share has ended"})
	v := browser(g, "10.0.0.1")
	is(t, "code, revoked", v.types(g.code, "/"), reply{http.StatusGone, "This share has ended"})
	late := program(g, "10.0.0.1", g.code).get("/")
	if is(t, "program, revoked", late, reply{http.StatusGone, "This share has ended"}); late.Header.Get("Share-Ended") != "?1" {
		t.Errorf("revoked: a program gets %v, want Share-Ended", late.Header)
	}
	if len(g.sessions) > 0 || log.rings() == 0 {
		t.Error("revoked: there are sessions, or nobody was rung")
	}
	g.Revoke() // once more does nothing
}

// TestPeers46KeyOpensOnlyItsShare tries the key, code and cookie of a share on
// another one.
func TestPeers46KeyOpensOnlyItsShare(t *testing.T) {
	mine, _ := newGate(Code)
	other, _ := newGate(Code)
	v := browser(mine, "10.0.0.1")
	v.get(mine.Path())
	v.at = site(other)
	if v.isIn() || program(other, "10.0.0.1", mine.code).isIn() {
		t.Error("a cookie or code of another share lets in")
	}
	is(t, "link of another share", v.get(mine.Path()), reply{http.StatusForbidden, "That link is not valid any more"})
	for name, key := range map[string]string{
		"empty": "", "longer": other.key + "a", "shorter": other.key[:25], "upper case": strings.ToUpper(other.key), "with a path": other.key + "/a", "the code": other.code,
	} {
		if answer := v.get(keyRoute + key); answer.StatusCode != http.StatusForbidden || len(answer.Cookies()) > 0 {
			t.Errorf("key, %s = %d with %v, want 403", name, answer.StatusCode, answer.Cookies())
		}
	}
}

func TestRedact(t *testing.T) {
	const masked = keyRoute + "…"
	for target, want := range map[string]string{
		"/": "/", "/-/gate?next=/a": "/-/gate?next=/a", "/photos/k/a.jpg": "/photos/k/a.jpg", "/a?b=/-/k/": "/a?b=/-/k/", "/%zz": "/%zz", "": "", "*": "*",
		"/-/k/SECRET": masked, "/-/k/SECRET?a": masked, "/%2d/%6B/SECRET": masked, "http://192.168.1.23/-/k/SECRET": masked,
		"//-/k/SECRET": masked, "/-/k/%zzSECRET": masked, "/x/../-/k/SECRET": masked, "/-/k/": masked,
	} {
		if got := Redact(target); got != want {
			t.Errorf("Redact(%q) = %q, want %q", target, got, want)
		}
	}
}
