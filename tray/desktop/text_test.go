// SPDX-License-Identifier: MIT

package desktop

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPlain(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"as it is", "Ça va? <b>5 & 6</b> $(x) `y` 👩‍💻", "Ça va? <b>5 & 6</b> $(x) `y` 👩‍💻"},
		{"two lines", "a\nb", "a\nb"},
		{"control characters", "a\x00b\x1b[31mc\td\x7f\u0085", "a b [31mc d  "},
		{"turned around", "photo\u202egnp.exe\u2066x\u200f", "photo gnp.exe x "},
		{"no characters", "a\ufffeb\ufdd0c\U0001ffffd", "a b c d"},
		{"not UTF-8", "a\xff\xfeb", "a��b"},
		{"as long as may be", strings.Repeat("é", 50), strings.Repeat("é", 50)},
		{"too long", strings.Repeat("é", 51), strings.Repeat("é", 49) + "…"},
		{"much too long", strings.Repeat("x", 1<<20), strings.Repeat("x", 49) + "…"},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := plain(tt.text, 50)
			if got != tt.want {
				t.Errorf("plain(%.80q) = %q, want %q", tt.text, got, tt.want)
			}
			if !utf8.ValidString(got) {
				t.Errorf("plain(%.80q) = %q is not UTF-8", tt.text, got)
			}
		})
	}
}

func TestTitleIsOneLine(t *testing.T) {
	const text, want = "a\nb\r\nc", "a b  c"
	if got := titleOf(text); got != want {
		t.Errorf("titleOf(%q) = %q, want %q", text, got, want)
	}
	if got := utf8.RuneCountInString(titleOf(strings.Repeat("a", 1000))); got != titleLimit {
		t.Errorf("titleOf(1000 letters) has %d characters, want %d", got, titleLimit)
	}
}
