// SPDX-License-Identifier: MIT

package http1

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLocate(t *testing.T) {
	path := func(p string) url.URL { return url.URL{Path: p} }
	for _, row := range []struct {
		name, method, target string
		want                 url.URL
		host                 string
	}{
		{"root", "GET", "/", path("/"), ""},
		{"path", "GET", "/a/b.txt", path("/a/b.txt"), ""},
		{"two slashes are no host", "GET", "//a/b", path("//a/b"), ""},
		{"dots are left to others", "GET", "/a/../b", path("/a/../b"), ""},
		{"query", "GET", "/a?b=c&d", url.URL{Path: "/a", RawQuery: "b=c&d"}, ""},
		{"empty query", "GET", "/a?", url.URL{Path: "/a", ForceQuery: true}, ""},
		{"question mark in the query", "GET", "/a??", url.URL{Path: "/a", RawQuery: "?"}, ""},
		{"broken escape in the query", "GET", "/a?b=%zz", url.URL{Path: "/a", RawQuery: "b=%zz"}, ""},
		{"escape", "GET", "/a%20b", path("/a b"), ""},
		{"escape that need not be", "GET", "/%61", url.URL{Path: "/a", RawPath: "/%61"}, ""},
		{"escaped slash", "GET", "/a%2fb", url.URL{Path: "/a/b", RawPath: "/a%2fb"}, ""},
		{"escape twice decodes once", "GET", "/%252e", path("/%2e"), ""},
		{"escaped NUL is left to others", "GET", "/%00", path("/\x00"), ""},
		{"byte that package url would escape", "GET", "/a(b)", url.URL{Path: "/a(b)", RawPath: "/a(b)"}, ""},
		{"address in the path", "GET", "/http://a/b", path("/http://a/b"), ""},
		{"path with OPTIONS", "OPTIONS", "/a", path("/a"), ""},
		{"asterisk", "OPTIONS", "*", path("*"), ""},
		{"absolute", "GET", "http://a:80/b?c", url.URL{Scheme: "http", Host: "a:80", Path: "/b", RawQuery: "c"}, "a:80"},
		{"absolute https", "GET", "https://a/b", url.URL{Scheme: "https", Host: "a", Path: "/b"}, "a"},
		{"absolute in capitals", "GET", "HTTP://A/B", url.URL{Scheme: "http", Host: "A", Path: "/B"}, "A"},
		{"absolute without a path", "GET", "http://a", url.URL{Scheme: "http", Host: "a", Path: "/"}, "a"},
		{"absolute with a query alone", "GET", "http://a?b", url.URL{Scheme: "http", Host: "a", Path: "/", RawQuery: "b"}, "a"},
		{"absolute with IPv6", "GET", "http://[::1]:80/", url.URL{Scheme: "http", Host: "[::1]:80", Path: "/"}, "[::1]:80"},
		{"absolute with two slashes in the path", "GET", "http://a//b", url.URL{Scheme: "http", Host: "a", Path: "//b"}, "a"},
		{"absolute with an at sign in the path", "GET", "http://a/@b", url.URL{Scheme: "http", Host: "a", Path: "/@b"}, "a"},
		{"absolute with an at sign in the query", "GET", "http://a?x@b", url.URL{Scheme: "http", Host: "a", Path: "/", RawQuery: "x@b"}, "a"},
		{"absolute with OPTIONS", "OPTIONS", "http://a/b", url.URL{Scheme: "http", Host: "a", Path: "/b"}, "a"},
		{"authority", "CONNECT", "a:443", url.URL{Host: "a:443"}, "a:443"},
		{"authority of IPv6", "CONNECT", "[::1]:443", url.URL{Host: "[::1]:443"}, "[::1]:443"},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := judgeEach(t, row.method+" "+row.target+" HTTP/1.1\r\nHost: x\r\n\r\n")
			if v.status != 0 || v.host != row.host {
				t.Errorf("locate(%q, %q) has status %d, host %q, want host %q", row.method, row.target, v.status, v.host, row.host)
			}
			if diff := cmp.Diff(row.want, v.url); diff != "" {
				t.Errorf("locate(%q, %q) (-want +got):\n%s", row.method, row.target, diff)
			}
		})
	}
}

func TestLocateRefuses(t *testing.T) {
	for method, targets := range map[string][]string{
		"GET": {
			"*", "**", "a", "a/b", "a.example:80", "a.example:80/b", "[::1]:80", "?a", ".", "..", `\a`,
			"/%", "/%4", "/%zz", "/a%2", "/%u0041", "/%%30", "/%+1",
			"http:", "http:/", "http:/a", "http:a", "http://", "http:///", "http:///a", "http://?a", "http://:80/", "://a/", "http//a/",
			"ftp://a/", "file:///a", "ws://a/", "javascript://a/", "httpx://a/", "xhttp://a/", "urn:a", "mailto:a@b", "data:,a",
			"http://user@a/", "http://user:pass@a/", "http://@a/", "http://a@b:80/", "http://user%40a@b/",
			"http://a:x/", "http://a:65536/", "http://a:80:80/", "http://[::1/", "http://[::1]a/", "http://::1/", "http://[a]/",
			`http://a\b/`, "http://a%2fb/", "http://%61/", "http://[fe80::1%25eth0]/", "http://a,b@c/", "http://a/%zz",
		},
		"OPTIONS": {"**", "*a", "*/", "*?", "*?a", "a", "a:80"},
		"CONNECT": {
			"/", "/a", "//a:80", "*", "a", "a:", ":80", "a:x", "a:65536", "[::1]", "[::1]:", "[::1:443", "::1:443",
			"a:443/", "a:443/b", "a:443?b", "user@a:443", "http://a:443", "http://a:443/", "a:443:443",
		},
		"options": {"*"},
		"HEAD":    {"*"},
	} {
		for _, target := range targets {
			refused{method + " " + target, method + " " + target + " HTTP/1.1\r\nHost: x\r\n\r\n", 400}.run(t)
		}
	}
}

// The absolute-form names the host, whatever the Host field says
// (RFC 9112 §3.2.2).
func TestAbsoluteTargetBesideHost(t *testing.T) {
	const head = "GET http://target/ HTTP/1.1\r\nHost: field\r\n\r\n"
	if v := judgeEach(t, head); v.host != "target" || string(v.framing.host) != "field" {
		t.Errorf("Head(%q) has host %q and Host field %q, want target and field", head, v.host, v.framing.host)
	}
}

// A target that we accept means the same to package url.
func FuzzTarget(f *testing.F) {
	requireCorpus(f)
	f.Fuzz(func(t *testing.T, method, target string) {
		v := judge(method+" "+target+" HTTP/1.0\r\n\r\n", []int{len(method) + len(target) + len("  HTTP/1.0\r\n\r\n")})
		if v.size == 0 {
			return
		}
		method, target = v.method, v.target // what was fuzzed may hold another line
		prefix := ""
		if method == http.MethodConnect {
			prefix = "http://" // package url knows no authority-form
		}
		u, err := url.ParseRequestURI(prefix + target)
		if err != nil {
			t.Fatalf("locate(%q, %q) = %+v, which package url refuses: %v", method, target, v.url, err)
		}
		u.Scheme = strings.TrimPrefix(u.Scheme, strings.TrimSuffix(prefix, "://"))
		if u.Host != "" && u.Path == "" && prefix == "" {
			u.Path = "/" // RFC 9110 §4.2.3 has them equal
		}
		if diff := cmp.Diff(*u, v.url); diff != "" || v.host != u.Host {
			t.Errorf("locate(%q, %q) has host %q (-package url +ours):\n%s", method, target, v.host, diff)
		}
	})
}
