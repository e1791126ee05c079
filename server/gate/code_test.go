// SPDX-License-Identifier: MIT

package gate

import (
	"strings"
	"testing"
)

func TestTyped(t *testing.T) {
	for text, want := range map[string]string{
		"abcdef": "abcdef", "abc-def": "abcdef", "ABC-DEF": "abcdef", " a b c d e f ": "abcdef", "abc\u2014def": "abcdef", "abc\u00a0def\r\n": "abcdef", "abc–def": "abcdef",
		"234-789": "234789", "": "", "abcde": "", "abcdefg": "", "abc_def": "", "abc.def": "", "abcde0": "", "abcdeo": "", "abcde1": "", "abcdel": "", "abcdei": "",
		"abcdé": "", "abcdef\x00": "", "\xffabcdef": "", "\u212aabcde": "kabcde", strings.Repeat("-", 58) + "abcdef": "abcdef", strings.Repeat("-", 59) + "abcdef": "",
	} {
		if got := typed(text); got != want {
			t.Errorf("typed(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzTyped(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		code := typed(text)
		if code != "" && (len(code) != codeSize || strings.Trim(code, codeLetters) != "") {
			t.Errorf("typed(%q) = %q, want six of %s, or nothing", text, code, codeLetters)
		}
		if again := typed(code); again != code {
			t.Errorf("typed(%q) = %q, want it as it is", code, again)
		}
		if upper := typed(strings.ToUpper(code)); upper != code {
			t.Errorf("typed(%q) = %q, want %q", strings.ToUpper(code), upper, code)
		}
	})
}
