// SPDX-License-Identifier: MIT

package http1

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseField(t *testing.T) {
	for _, row := range []struct{ name, line, field, value string }{
		{"plain", "Host: a", "Host", "a"},
		{"no space", "Host:a", "Host", "a"},
		{"spaces and tabs round", "a: \t b \t ", "a", "b"},
		{"spaces and tabs inside", "a: b \t c", "a", "b \t c"},
		{"empty", "a:", "a", ""},
		{"blank", "a: \t ", "a", ""},
		{"colon at the start of the value", "a::", "a", ":"},
		{"high bytes are no whitespace", "a: \xa0b\x85", "a", "\xa0b\x85"},
		{"all marks of a token", "!#$%&'*+-.^_`|~: a", "!#$%&'*+-.^_`|~", "a"},
	} {
		t.Run(row.name, func(t *testing.T) {
			f, fault := parseField([]byte(row.line))
			if fault != nil || string(f.name) != row.field || string(f.value) != row.value {
				t.Errorf("parseField(%q) = %q: %q, %v, want %q: %q", row.line, f.name, f.value, fault, row.field, row.value)
			}
		})
	}
}

func TestParseFieldRefuses(t *testing.T) {
	for name, line := range map[string]string{
		"empty": "", "colon alone": ":", "no name": ": a", "no colon": "a", "space before the name": " a: b",
		"tab before the name": "\ta: b", "space before the colon": "a : b", "tab before the colon": "a\t: b",
		"space in the name": "a b: c", "CR in the name": "a\r: b", "CR in the value": "a: b\rc", "CR round the value": "a: b\r",
		"LF in the value": "a: b\nc", "NUL in the value": "a: \x00", "vertical tab round the value": "a: \vb", "DEL": "a: \x7f",
		"high byte in the name": "\xe4: a", "slash in the name": "a/b: c", "brackets in the name": "a[0]: b", "equals sign": "a=b: c",
	} {
		t.Run(name, func(t *testing.T) {
			if f, fault := parseField([]byte(line)); fault == nil || fault.status != 400 {
				t.Errorf("parseField(%q) = %q: %q, %v, want status 400", line, f.name, f.value, fault)
			}
		})
	}
}

func TestEqualFold(t *testing.T) {
	for _, row := range []struct {
		name, b, lower string
		want           bool
	}{
		{"same", "chunked", "chunked", true},
		{"capitals", "CHUNKED", "chunked", true},
		{"mixed", "x-Request-ID", "x-request-id", true},
		{"empty", "", "", true},
		{"shorter", "chunke", "chunked", false},
		{"longer", "chunkedd", "chunked", false},
		{"another", "chunkee", "chunked", false},
		{"Kelvin sign", "chun\u212aed", "chunked", false},
		{"Kelvin sign, as long in bytes", "chun\u212a", "chunked", false},
		{"long s", "clo\u017fe", "close", false},
		{"bit of case in a dash", "x\rrequest\rid", "x-request-id", false},
		{"bit of case in a mark", "@", "`", false},
		{"bit of case in a bracket", "[", "{", false},
		{"high byte", "\xe3", "c", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := equalFold([]byte(row.b), row.lower); got != row.want {
				t.Errorf("equalFold(%q, %q) = %v, want %v", row.b, row.lower, got, row.want)
			}
		})
	}
}

// A value that was written between whitespace comes back without it, and is
// not touched inside.
func TestFieldGivesTheValueBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,20}").Draw(t, "name")
		value := strings.Trim(rapid.StringMatching(`[\t -~\x80-\xff]{0,40}`).Draw(t, "value"), " \t")
		blank := rapid.StringMatching(`[ \t]{0,3}`)
		line := name + ":" + blank.Draw(t, "before") + value + blank.Draw(t, "after")
		f, fault := parseField([]byte(line))
		if fault != nil || string(f.name) != name || string(f.value) != value {
			t.Fatalf("parseField(%q) = %q: %q, %v, want %q: %q", line, f.name, f.value, fault, name, value)
		}
		if !f.is(strings.ToLower(name)) {
			t.Fatalf("parseField(%q) is not %q, want it in any case", line, strings.ToLower(name))
		}
	})
}
