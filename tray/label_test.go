// SPDX-License-Identifier: MIT

package tray

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestEscape(t *testing.T) {
	tests := []struct{ name, system, text, want string }{
		{"mnemonic on linux", "linux", "a_b & c__d", "a__b & c____d"},
		{"mnemonic on freebsd", "freebsd", "_", "__"},
		{"mnemonic on windows", "windows", "a_b & c", "a_b && c"},
		{"none on macOS", "darwin", "a_b & c", "a_b & c"},
		{"tab and newlines", "linux", "a\tb\r\nc", "a b  c"},
		{"line separators", "windows", "a\u2028b\u2029c", "a b c"},
		{"NUL", "windows", "a\x00b", "a b"},
		{"right to left", "linux", "תמונות", "תמונות"},
		{"turned around", "linux", "photos\u202egpj.exe\u2066", "photosgpj.exe"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := escapeFor(tt.system, tt.text); got != tt.want {
				t.Errorf("escapeFor(%q, %q) = %q, want %q", tt.system, tt.text, got, tt.want)
			}
		})
	}
}

func TestShorten(t *testing.T) {
	tests := []struct {
		name, text, clip, middle string
		units                    int
	}{
		{"fits", "abcdef", "abcdef", "abcdef", 6},
		{"too long", "abcdefgh", "abcde…", "ab…fgh", 6},
		{"two units a letter", "a😀😀😀b", "a😀😀…", "a😀…😀b", 7},
		{"no half letters", "😀😀😀😀", "😀😀…", "😀…😀", 6},
		{"not UTF-8", "a\xff\xff\xffb", "a\xff…", "a…b", 3},
		{"path", "/home/ann/Pictures/Holidays", "/home/ann…", "/hom…idays", 10},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := clip(tt.text, tt.units); got != tt.clip {
				t.Errorf("clip(%q, %d) = %q, want %q", tt.text, tt.units, got, tt.clip)
			}
			if got := middle(tt.text, tt.units); got != tt.middle {
				t.Errorf("middle(%q, %d) = %q, want %q", tt.text, tt.units, got, tt.middle)
			}
		})
	}
}

func TestShortenedFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, units := rapid.String().Draw(t, "text"), rapid.IntRange(1, 200).Draw(t, "units")
		for name, got := range map[string]string{"clip": clip(text, units), "middle": middle(text, units)} {
			if n := len(utf16.Encode([]rune(got))); n > units || !utf8.ValidString(got) {
				t.Errorf("%s(%q, %d) = %q of %d units", name, text, units, got, n)
			}
			if n := len(utf16.Encode([]rune(text))); n <= units && got != text {
				t.Errorf("%s(%q, %d) = %q, want all of it", name, text, units, got)
			}
		}
		if strings.ContainsAny(flat(text), "\t\r\n\x00") {
			t.Errorf("flat(%q) = %q", text, flat(text))
		}
	})
}
