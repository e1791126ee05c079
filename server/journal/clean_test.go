// SPDX-License-Identifier: MIT

package journal

import (
	"encoding/json"
	"errors"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// hostile are values that want to forge a line, or to speak to the terminal.
var hostile = []struct{ name, value, classic string }{
	{"line feed", "/a\n[2024-03-15 10:30:15] forged", `/a\n[2024-03-15\x2010:30:15]\x20forged`},
	{"carriage return", "/a\rforged", `/a\rforged`},
	{"colour", "/\x1b[31mred\x1b[0m", `/\x1b[31mred\x1b[0m`},
	{"colour with a space", "/\x1b[31m red\x1b[0m", `/\x1b[31m\x20red\x1b[0m`},
	{"title", "/\x1b]0;owned\x07", `/\x1b]0;owned\a`},
	{"C1 introducer", "/\u009b31m", `/\u009b31m`},
	{"raw C1 byte", "/\x9b31m", `/\x9b31m`},
	{"NUL and DEL", "/\x00\x7f", `/\x00\x7f`},
	{"bidi", "/\u202egnp.exe\u2066", `/\u202egnp.exe\u2066`},
	{"zero width", "/a\u200b\ufeff", `/a\u200b\ufeff`},
	{"line separator", "/a\u2028b\u0085c", `/a\u2028b\u0085c`},
	{"no-break space", "/a\u00a0b", `/a\u00a0b`},
	{"tag characters", "/\U000e0041", `/\U000e0041`},
	{"not UTF-8", "/\xff\xc3(", `/\xff\xc3(`},
	{"next field", "/a 10.0.0.1 1ms", `/a\x2010.0.0.1\x201ms`},
	{"spelled escape", `/\x1b[31m`, `/\\x1b[31m`},
	{"spelled escape, quoted", `/\x1b[31m "x"`, `/\\x1b[31m\x20"x"`},
	{"honest", "/größe/日本/é🟢", "/größe/日本/é🟢"},
}

func TestAccessCleansClassic(t *testing.T) {
	for _, h := range hostile {
		t.Run(h.name, func(t *testing.T) {
			e := photo(time.Local)
			e.Target, e.Remote, e.ID, e.Method, e.Status = h.value, h.value, []byte(h.value), h.value, 500
			got := logged(t, Options{}, func(j *Journal) { j.Access(e) })
			want := "[2024-03-15 10:30:15] [Worker-1] Response: 500 Internal Server Error (2453678 bytes transferred) " +
				strings.Repeat(h.classic+" ", 3) + "12ms id=" + h.classic + "\n"
			if got != want {
				t.Errorf("Access(target %q) wrote %q, want %q", h.value, got, want)
			}
		})
	}
}

// ours are the colours that tint itself puts in a line.
var ours = regexp.MustCompile(`\x1b\[(?:0|2|92|93|91)m`)

// In every form, a hostile value stays in its line and shows nothing that a terminal obeys. In colour the escapes of the
// form itself are as many as they are for an honest value.
func TestPeers34EveryFormCleans(t *testing.T) {
	forms := []struct {
		name string
		o    Options
	}{
		{"classic", Options{}},
		{"text", Options{Format: "text"}},
		{"colour", Options{Format: "text", Color: true}},
		{"json", Options{Format: "json"}},
	}
	say := func(value string) func(*Journal) {
		return func(j *Journal) {
			e := photo(time.UTC)
			e.Target, e.Remote, e.ID, e.Method, e.Err = value, value, []byte(value), value, errors.New(value)
			j.Access(e)
			j.Logger().Info(value, "target", value, "err", errors.New(value), "names", []string{value})
			j.Logger().With("remote", value).Info("m")
		}
	}
	for _, f := range forms {
		honest := len(ours.FindAllString(logged(t, f.o, say("/a")), -1))
		for _, h := range hostile {
			t.Run(f.name+"/"+h.name, func(t *testing.T) {
				got := logged(t, f.o, say(h.value))
				if n := len(ours.FindAllString(got, -1)); n != honest {
					t.Errorf("%q wrote %d escapes, want the %d of an honest value: %q", h.value, n, honest, got)
				}
				if f.o.Color {
					got = ours.ReplaceAllString(got, "")
				}
				lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
				if len(lines) != 3 {
					t.Fatalf("%q wrote %d lines, want 3: %q", h.value, len(lines), got)
				}
				for _, line := range lines {
					if !clean(line) {
						t.Errorf("%q wrote %q, want no control characters", h.value, line)
					}
					if f.name == "json" && !json.Valid([]byte(line)) {
						t.Errorf("%q wrote %q, want valid JSON", h.value, line)
					}
				}
			})
		}
	}
}

func TestAccessCutsTarget(t *testing.T) {
	rows := []struct{ name, target, want string }{
		{"just fits", strings.Repeat("a", 512), strings.Repeat("a", 512)},
		{"one more", strings.Repeat("a", 513), strings.Repeat("a", 512) + "…"},
		{"inside a character", strings.Repeat("a", 510) + "日日", strings.Repeat("a", 510) + "…"},
		{"not characters at all", strings.Repeat("\x80", 600), strings.Repeat(`\x80`, 512) + "…"},
		{"huge", strings.Repeat("a", 64<<10), strings.Repeat("a", 512) + "…"},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			e := photo(time.Local)
			e.Target = r.target
			got := logged(t, Options{}, func(j *Journal) { j.Access(e) })
			if want := " GET " + r.want + " 192.168.1.7 "; !strings.Contains(got, want) {
				t.Errorf("Access(target of %d bytes) wrote %q, want %q in it", len(r.target), got, want)
			}
			got = logged(t, Options{Format: "json"}, func(j *Journal) { j.Access(e) })
			if limit := 512*len(`\\x80`) + 400; len(got) > limit {
				t.Errorf("Access(target of %d bytes) wrote %d bytes of JSON, want at most %d", len(r.target), len(got), limit)
			}
		})
	}
}

// A token is one clean word, and can be read back: nothing that a client sends looks like something else.
func FuzzToken(f *testing.F) {
	for _, h := range hostile {
		f.Add(h.value)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := string(appendToken(nil, s, len(s)))
		if !clean(got) || strings.ContainsRune(got, ' ') || got == "" {
			t.Errorf("appendToken(%q) = %q, want one clean word", s, got)
		}
		back, err := strconv.Unquote(`"` + strings.ReplaceAll(got, `"`, `\"`) + `"`)
		if s != "" && (err != nil || back != s) {
			t.Errorf("appendToken(%q) = %q, which reads %q, %v", s, got, back, err)
		}
		if line := cleaned(s); !clean(line) || (clean(s) && line != s) {
			t.Errorf("cleaned(%q) = %q, want it clean, and the same when it was", s, line)
		}
		for limit := range min(len(s), 8) {
			if head := clip(s, limit); len(head) > limit || (utf8.ValidString(s) && !utf8.ValidString(head)) {
				t.Errorf("clip(%q, %d) = %q, want whole characters within the limit", s, limit, head)
			}
		}
	})
}

func TestFuzzCorpus(t *testing.T) {
	seeds, err := os.ReadDir("testdata/fuzz/FuzzToken")
	if err != nil || len(seeds) == 0 {
		t.Errorf("ReadDir(FuzzToken) = %d seeds, %v, want some", len(seeds), err)
	}
}
