// SPDX-License-Identifier: MIT

package http1

import (
	"net/url"
	"strings"
	"testing"
)

func TestIsHost(t *testing.T) {
	for _, row := range []struct {
		name, host string
		want       bool
	}{
		{"name", "example.org", true},
		{"name with a port", "example.org:8080", true},
		{"capitals", "EXAMPLE.org", true},
		{"dot at the end", "example.org.", true},
		{"underscore", "_a.example", true},
		{"all marks of a reg-name", "-._~!$&'()*+,;=", true},
		{"address", "127.0.0.1:80", true},
		{"IPv6", "[::1]", true},
		{"IPv6 with a port", "[2001:db8::1]:65535", true},
		{"IPv6 that holds IPv4", "[::ffff:127.0.0.1]", true},
		{"colon and no port", "a:", true},
		{"IPv6, colon and no port", "[::1]:", true},
		{"port 0", "a:0", true},
		{"port with zeros", "a:00080", true},
		{"last port", "a:65535", true},
		{"empty", "", false},
		{"port alone", ":80", false},
		{"colon alone", ":", false},
		{"port over 65535", "a:65536", false},
		{"port of six digits", "a:000080", false},
		{"port of 2^64", "a:18446744073709551696", false},
		{"signed port", "a:+80", false},
		{"named port", "a:http", false},
		{"hexadecimal port", "a:0x50", false},
		{"full-width port", "a:\uff18\uff10", false},
		{"two ports", "a:80:80", false},
		{"space in the port", "a: 80", false},
		{"space", "a b", false},
		{"space before the port", "a :80", false},
		{"tab", "a\tb", false},
		{"path", "a/b", false},
		{"slash", "a/", false},
		{"query", "a?b", false},
		{"fragment", "a#b", false},
		{"user", "user@a", false},
		{"user and password", "user:pass@a", false},
		{"scheme", "http://a", false},
		{"backslash", `a\b`, false},
		{"quotes", `"a"`, false},
		{"brackets of markup", "<a>", false},
		{"braces", "{a}", false},
		{"beyond ASCII", "\u00e4.example", false},
		{"a high byte", "a\xff", false},
		{"NUL", "a\x00", false},
		{"DEL", "a\x7f", false},
		{"line end", "a\r\n", false},
		{"escape", "%61.example", false},
		{"escape beyond ASCII", "%c3%a4.example", false},
		{"percent alone", "a%", false},
		{"IPv6 without brackets", "::1", false},
		{"IPv4 in brackets", "[127.0.0.1]", false},
		{"name in brackets", "[a]", false},
		{"nothing in brackets", "[]", false},
		{"a future address", "[v1.a]", false},
		{"open bracket", "[::1", false},
		{"brackets alone", "[", false},
		{"closing bracket", "::1]", false},
		{"bytes after the brackets", "[::1]a", false},
		{"digits after the brackets", "[::1]80", false},
		{"brackets twice", "[[::1]]", false},
		{"brackets after a name", "a[::1]", false},
		{"signed port after the brackets", "[::1]:-1", false},
		{"zone", "[fe80::1%eth0]", false},
		{"escaped zone", "[fe80::1%25eth0]", false},
		{"anything as a zone", "[fe80::1%a/b@c d]", false},
		{"markup as a zone", "[::1%<b>]:80", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := isHost([]byte(row.host)); got != row.want {
				t.Errorf("isHost(%q) = %v, want %v", row.host, got, row.want)
			}
		})
	}
}

// What we take for a host is one to package url too, and the same one.
func FuzzHost(f *testing.F) {
	requireCorpus(f)
	f.Fuzz(func(t *testing.T, host string) {
		if !isHost([]byte(host)) {
			return
		}
		u, err := url.Parse("http://" + host + "/path")
		if err != nil {
			t.Fatalf("isHost(%q), but not to package url: %v", host, err)
		}
		if u.Host != host || u.Path != "/path" || u.User != nil || u.Hostname() == "" {
			t.Errorf("isHost(%q), but package url has host %q, path %q, user %v", host, u.Host, u.Path, u.User)
		}
		name := strings.TrimSuffix(strings.TrimSuffix(host, u.Port()), ":")
		if got := strings.Trim(name, "[]"); got != u.Hostname() || strings.ContainsAny(got, "%/@\\\"<> ") {
			t.Errorf("isHost(%q), with the name %q", host, u.Hostname())
		}
	})
}
