// SPDX-License-Identifier: MIT

package folder

import (
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
)

func TestParseName(t *testing.T) {
	for _, row := range []struct {
		name, raw string
		want      name
	}{
		{"root", "/", name{path: ".", folder: true}},
		{"file", "/a.txt", name{path: "a.txt"}},
		{"below", "/a/b/c.txt", name{path: "a/b/c.txt"}},
		{"folder", "/a/b/", name{path: "a/b", folder: true}},
		{"escape", "/%61%2Etxt", name{path: "a.txt"}},
		{"escape twice decodes once", "/%2561.txt", name{path: "%61.txt"}},
		{"dots escaped twice are a name", "/%252e%252e/a.txt", name{path: "%2e%2e/a.txt"}},
		{"plus is plus", "/a+b.txt", name{path: "a+b.txt"}},
		{"semicolon", "/a;b=c.txt", name{path: "a;b=c.txt"}},
		{"hash", "/a%23b.txt", name{path: "a#b.txt"}},
		{"raw UTF-8", "/ä.txt", name{path: "ä.txt"}},
		{"two dots inside", "/a..b.txt", name{path: "a..b.txt"}},
		{"leading dots", "/..a.txt", name{path: "..a.txt", absent: true}},
		{"dot file", "/.env", name{path: ".env", absent: true}},
		{"below a dot folder", "/a/.git/b", name{path: "a/.git/b", absent: true}},
		{"well-known", "/.well-known/a", name{path: ".well-known/a"}},
		{"well-known elsewhere", "/a/.well-known/b", name{path: "a/.well-known/b", absent: true}},
		{"hidden in well-known", "/.well-known/.a", name{path: ".well-known/.a", absent: true}},
		{"escaped slash", "/a%2Fb", name{path: "a/b", absent: true}},
		{"escaped slash at the end", "/a%2F", name{path: "a", folder: true, absent: true}},
		{"tilde", "/~user/a~b.txt", name{path: "~user/a~b.txt"}},
		{"tilde and digits in a long stem", "/longername~1.txt", name{path: "longername~1.txt"}},
		{"question mark", "/a%3Fb.txt", name{path: "a?b.txt", rare: true}},
		{"star", "/*", name{path: "*", rare: true}},
		{"pipe", "/a|b", name{path: "a|b", rare: true}},
		{"longest", "/" + strings.Repeat("n", 255), name{path: strings.Repeat("n", 255)}},
		{"too long", "/" + strings.Repeat("n", 256), name{path: strings.Repeat("n", 256), absent: true}},
		{"console is no device", "/console.txt", name{path: "console.txt"}},
		{"com is no device", "/com.txt", name{path: "com.txt"}},
		{"com10 is no device", "/com10.txt", name{path: "com10.txt"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got, e := parseName(row.raw); e != nil || got != row.want {
				t.Errorf("parseName(%q) = %+v, %v, want %+v", row.raw, got, e, row.want)
			}
		})
	}
}

func TestPeers01ParseNameRefuses(t *testing.T) {
	for status, targets := range map[int][]string{
		400: {
			"", "*", "a", "localhost:80", "http:/a",
			"/%", "/%4", "/a%zz", "/%+1", "/%u0041", "/a%2", "/%%30",
			"/%00", "/a\x00", "/a.txt%00.html", "/../a%00", "/a%0d%0ab", "/a\nb", "/%7f", "/\x01", "/a%09b",
			"/%ff", "/\xff", "/%c0%ae%c0%ae/a", "/%c0%af", "/%ed%a0%80", "/%f5%80%80%80",
		},
		403: {
			"/..", "/../", "/../a", "/a/..", "/a/../b", "/a/../../b", "/.", "/./", "/./a", "/a/.", "/a/./b",
			"/%2e%2e", "/%2E%2e/a", "/.%2e/a", "/%2e./a", "/%2e/a", "/a/%2e%2e/b", "/a/%2e",
			"/..%2fa", "/..%2Fa", "/a%2f..%2fb", "/%2e%2e%2fa", "/a%2f.", "/%2e%2e%2f%2e%2e%2fa",
			"/..;/a/..", "/....//a", "/.../a", "/..../a", "//", "//a", "/a//b", "/a//", "///", "/%2fa", "//host/share",
			`/..\a`, `/a\b`, "/a%5cb", "/..%5ca", "/%5C%5Chost%5cshare", `/\`,
			"/C:/a", "/C:a", "/a.txt::$DATA", "/a%3a$DATA", "/dir:$i30:$INDEX_ALLOCATION",
			"/a.txt.", "/a.txt%20", "/a.txt%2e", "/a.txt ", "/a./b", "/a%20/b", "/.%20", "/..%20/a", "/.%20.",
			"/con", "/CON", "/Con.txt", "/nul.tar.gz", "/prn", "/aux.html", "/a/nul", "/nul/a", "/nul%20.txt",
			"/com0", "/com1", "/COM9.txt", "/lpt1", "/lpt0.a", "/com¹", "/LPT%c2%b3.txt", "/conin$", "/CONOUT$.txt",
			"/PROGRA~1", "/progra~1/a", "/passwo~2.txt", "/a~1.html", "/~1",
		},
	} {
		for _, raw := range targets {
			if got, e := parseName(raw); e == nil || e.Status != status {
				t.Errorf("parseName(%q) = %+v, %v, want status %d", raw, got, e, status)
			}
		}
	}
}

func FuzzName(f *testing.F) {
	requireCorpus(f)
	f.Fuzz(func(t *testing.T, raw string) {
		n, e := parseName(raw)
		if e != nil {
			if e.Status != 400 && e.Status != 403 {
				t.Errorf("parseName(%q) refuses with %d, want 400 or 403", raw, e.Status)
			}
			return
		}
		if !fs.ValidPath(n.path) || !filepath.IsLocal(filepath.FromSlash(n.path)) {
			t.Errorf("parseName(%q) = %q, want a valid local path", raw, n.path)
		}
		for _, segment := range strings.Split(n.path, "/") {
			if segment == ".." || strings.ContainsAny(segment, "\\:\x00") || segment != "." && strings.TrimRight(segment, ". ") != segment {
				t.Errorf("parseName(%q) = %q, want no segment %q", raw, n.path, segment)
			}
		}
		want, err := url.PathUnescape(raw)
		if err != nil {
			t.Fatalf("parseName(%q) = %q, which url.PathUnescape refuses: %v", raw, n.path, err)
		}
		spelled := "/" + n.path
		if n.folder {
			spelled += "/"
		}
		if spelled != want && want != "/" {
			t.Errorf("parseName(%q) spells %q, want %q", raw, spelled, want)
		}
	})
}
