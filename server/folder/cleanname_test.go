// SPDX-License-Identifier: MIT

package folder

import (
	"net/url"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestPeers15UploadNames(t *testing.T) {
	for _, row := range []struct{ name, sent, want string }{
		{"plain", "photo.jpg", "photo.jpg"},
		{"spaces inside", "my photo (1).jpg", "my photo (1).jpg"},
		{"other scripts", "写真 фото 🐈.jpg", "写真 фото 🐈.jpg"},
		{"decomposed", "cafe\u0301.txt", "café.txt"},
		{"empty", "", "file"},
		{"dot", ".", "file"},
		{"two dots", "..", "file"},
		{"dots and spaces", " . . ", "file"},
		{"leading spaces", "  a.txt", "a.txt"},
		{"trailing dot", "a.txt.", "a.txt"},
		{"trailing space", "a.txt ", "a.txt"},
		{"slash", "a/b", "a_b"},
		{"backslash", `..\..\x`, `__.._x`},
		{"drive", "C:x.txt", "C_x.txt"},
		{"stream", "a.txt::$DATA", "a.txt__$DATA"},
		{"what Windows refuses", `<a>:"b"|c?*.txt`, `_a___b__c__.txt`},
		{"control bytes", "a\x00b\nc\x7f.txt", "a_b_c_.txt"},
		{"C1 control", "a\u0085b", "a_b"},
		{"bidi override", "photo\u202egpj.exe", "photo_gpj.exe"},
		{"bidi isolate", "\u2066a\u2069.txt", "_a_.txt"},
		{"direction mark", "a\u200f.txt", "a_.txt"},
		{"line separator", "a\u2028b", "a_b"},
		{"byte order mark", "\ufeffa.txt", "_a.txt"},
		{"no-break space at the end", "a.txt\u00a0", "a.txt"},
		{"joined emoji", "👩‍👧.png", "👩‍👧.png"},
		{"broken UTF-8", "a\xffb.txt", "a_b.txt"},
		{"device", "CON", "_CON"},
		{"device with extensions", "nul.tar.gz", "_nul.tar.gz"},
		{"device with a superscript", "COM¹.txt", "_COM¹.txt"},
		{"device with a space", "aux .txt", "_aux .txt"},
		{"no device", "console.txt", "console.txt"},
		{"short name", "PROGRA~1.TXT", "PROGRA_1.TXT"},
		{"tilde", "my~notes.txt", "my~notes.txt"},
		{"long", strings.Repeat("n", 300) + ".jpeg", strings.Repeat("n", 195) + ".jpeg"},
		{"long, wide", strings.Repeat("ä", 150) + ".txt", strings.Repeat("ä", 98) + ".txt"},
		{"long extension", "a." + strings.Repeat("x", 300), "a." + strings.Repeat("x", 198)},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := cleanName(row.sent); got != row.want {
				t.Errorf("cleanName(%q) = %q, want %q", row.sent, got, row.want)
			}
		})
	}
}

func TestPeers16LandingNames(t *testing.T) {
	for sent, want := range map[string]string{
		".bashrc": "_bashrc", "..hidden": "_hidden", ".htaccess": "_htaccess", partsName: "_porchlight-uploads",
		"authorized_keys": "_authorized_keys", "Desktop.INI": "_Desktop.INI", "AutoRun.inf": "_AutoRun.inf",
		"Thumbs.db": "_Thumbs.db", "web.config": "_web.config", "desktop.ini.txt": "desktop.ini.txt",
	} {
		if got := cleanName(sent); got != want {
			t.Errorf("cleanName(%q) = %q, want %q", sent, got, want)
		}
	}
}

// TestCleanNameHolds holds for anything that a clean name is one that the
// folder lends again, as it stands, and that cleaning it changes nothing.
func TestCleanNameHolds(t *testing.T) {
	hostile := rapid.SampledFrom([]rune("./\\:~ \u202e\u0301\x00\ufeff\u00a0<aCcOoNn1¹é\u0338"))
	anything := rapid.OneOf(
		rapid.String(),
		rapid.StringOf(hostile),
		rapid.StringOfN(hostile, 190, 320, -1),
		rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }),
	)
	rapid.Check(t, func(t *rapid.T) {
		s := anything.Draw(t, "name")
		got := cleanName(s)
		n, refused := parseName((&url.URL{Path: "/" + got}).EscapedPath())
		if refused != nil || n.absent || n.folder || n.path != got {
			t.Fatalf("parseName refuses %q, made of %q: %+v, %v", got, s, n, refused)
		}
		if len(got) > longestClean+1 || !norm.NFC.IsNormalString(got) || isTrap(got) || strings.ContainsFunc(got, unicode.IsControl) {
			t.Fatalf("cleanName(%q) = %q", s, got)
		}
		if again := cleanName(got); again != got {
			t.Fatalf("cleanName(%q) = %q, and again %q", s, got, again)
		}
	})
}

func TestNumbered(t *testing.T) {
	for _, row := range []struct {
		name string
		n    int
		want string
	}{
		{"a.txt", 1, "a.txt"}, {"a.txt", 2, "a (2).txt"}, {"a", 3, "a (3)"}, {"a.tar.gz", 2, "a (2).tar.gz"}, {"a.b.c", 10, "a.b (10).c"},
	} {
		if got := numbered(row.name, row.n); got != row.want {
			t.Errorf("numbered(%q, %d) = %q, want %q", row.name, row.n, got, row.want)
		}
	}
}
