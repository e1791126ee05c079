// SPDX-License-Identifier: MIT

package server

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"porchlight/server/config"
)

// The cases of PEERS §5 about secrets, and about the engine, asked of the whole
// server.

// TestPeers44NothingKeepsSecrets has people come in by each way, some of them
// wrongly typed: neither the log nor the lists that the faces show tell how.
func TestPeers44NothingKeepsSecrets(t *testing.T) {
	f := start(t, func(c *config.Config) {
		c.Mode, c.Access, c.Types, c.Listing, c.WebDAV = "share", "code", []string{"*"}, true, "read"
	})
	path, code := f.Gate().Path(), f.Gate().Code()
	key := strings.TrimPrefix(path, "/-/k/")
	cookie, _, _ := strings.Cut(f.ask("GET "+path).Header.Get("Set-Cookie"), ";")
	_, value, _ := strings.Cut(cookie, "=")
	for _, target := range []string{
		path, path + "/", path + "?x", "/%2d/k/" + key, "/-/k%2f" + key, "/-/%6b/" + key, "http://localhost" + path, "/-/" + path, "/-/dav" + path, path + "%zz",
	} {
		for _, method := range []string{"GET", "HEAD", "POST", "BREW", "PROPFIND"} {
			f.ask(method+" "+target, "Cookie: "+cookie, "Referer: http://localhost"+path)
			f.ask(method+" "+target, "Host: evil.example")
		}
	}
	f.ask("GET /a.txt", basicOf(code))
	f.ask("GET /-/dav/none.txt", basicOf(code))
	f.post("/-/gate", "code="+code+"&next=/", "Content-Type: application/x-www-form-urlencoded")
	f.lines("") // all is written
	shown := map[string]string{
		"log": f.log.String(), "visits": fmt.Sprint(f.Visits()), "transfers": fmt.Sprint(f.Transfers()), "status": fmt.Sprintf("%+v", f.Status()),
	}
	for where, text := range shown {
		for what, secret := range map[string]string{"key": key, "code": code, "code, as typed": strings.ReplaceAll(code, "-", ""), "cookie": value} {
			if strings.Contains(text, secret) {
				at := strings.Index(text, secret)
				t.Errorf("the %s shows the %s: …%s", where, what, text[max(0, at-120):at])
			}
		}
	}
	for _, page := range []string{"/", "/none", "/-/gate"} {
		a := f.ask("GET "+page, "Cookie: "+cookie, "Accept: text/html")
		if strings.Contains(a.body, key) || strings.Contains(a.body, value) || strings.Contains(a.body, code) {
			t.Errorf("the page %s shows a secret", page)
		}
	}
}

// TestPeers51IdleConnections has many phones keep their connections: with one
// worker, whoever comes then is served at once.
func TestPeers51IdleConnections(t *testing.T) {
	f := start(t, func(c *config.Config) { c.Workers, c.Queue = 1, 1 })
	for range 24 {
		c := f.dial()
		c.send("GET /a.txt")
		if got := c.receive("GET"); got.StatusCode != 200 {
			t.Fatalf("GET /a.txt = %d, want 200", got.StatusCode)
		}
		half := f.dial()
		if _, err := io.WriteString(half, "GET /a.txt HTTP/1.1\r\nHost: local"); err != nil {
			t.Fatal(err)
		}
	}
	if a := f.ask("GET /a.txt"); a.StatusCode != 200 || f.Status().Busy > 1 {
		t.Errorf("GET /a.txt beside 48 idle connections = %d, want 200", a.StatusCode)
	}
}

// TestPeers54Smuggling sends requests of which two readers could make two
// different things. One answer comes, a refusal, and the connection ends.
func TestPeers54Smuggling(t *testing.T) {
	f := taking(t)
	hidden := "GET /-/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
	for name, fields := range map[string]string{
		"both":                   "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"two lengths":            "Content-Length: 0\r\nContent-Length: 5\r\n\r\n",
		"a list of lengths":      "Content-Length: 0, 5\r\n\r\n",
		"plus":                   "Content-Length: +0\r\n\r\n",
		"space before the colon": "Content-Length : 5\r\n\r\n",
		"folded":                 "Content-Length:\r\n 5\r\n\r\n",
		"bare CR":                "X: a\rTransfer-Encoding: chunked\r\n\r\n",
		"unknown coding":         "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
		"chunked twice":          "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
		"chunked, not last":      "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
		"vertical tab":           "Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
		"chunk overflows":        "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff0\r\n\r\n",
		"chunk with a sign":      "Transfer-Encoding: chunked\r\n\r\n+0\r\n\r\n",
		"chunk with 0x":          "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
		"chunk with a bare LF":   "Transfer-Encoding: chunked\r\n\r\n0\n\r\n",
		"NUL in a field":         "X: \x00\r\n\r\n",
	} {
		c := f.dial()
		if _, err := io.WriteString(c, "PUT /a.txt HTTP/1.1\r\nHost: localhost\r\n"+fields+hidden); err != nil {
			t.Fatal(err)
		}
		if a := c.receive("PUT"); a.StatusCode != 400 && a.StatusCode != 501 {
			t.Errorf("%s: %d, want a refusal", name, a.StatusCode)
		}
		if !c.ended() {
			t.Errorf("%s: something is answered after it", name)
		}
		c.Close()
	}
	if names := filesOf(t, f.Config().Root); len(names) > 0 {
		t.Errorf("there are %q, want nothing to be stored", names)
	}
}
