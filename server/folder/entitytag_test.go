// SPDX-License-Identifier: MIT

package folder

import "testing"

func TestEntityTags(t *testing.T) {
	const tag = `"v1"`
	for _, row := range []struct {
		name         string
		lines        []string
		strong, weak bool
	}{
		{"same", []string{`"v1"`}, true, true},
		{"weak", []string{`W/"v1"`}, false, true},
		{"other", []string{`"v2"`}, false, false},
		{"star", []string{"*"}, true, true},
		{"star with space", []string{" * "}, true, true},
		{"list", []string{`"a", "b","v1"`}, true, true},
		{"lists over lines", []string{`"a"`, `"v1"`}, true, true},
		{"empty members", []string{`, ,"a",, "v1",`}, true, true},
		{"comma in a tag", []string{`"a,b", "v1"`}, true, true},
		{"looks like a member", []string{`"a,"v1",b"`}, false, false},
		{"tag in a tag", []string{`"x,W/", "v1"`}, true, true},
		{"no quotes", []string{`v1`}, false, false},
		{"half a quote", []string{`"v1`}, false, false},
		{"lower-case w", []string{`w/"v1"`}, false, false},
		{"space in a tag", []string{`"v 1", "v1"`}, false, false},
		{"junk after", []string{`"v1"x`}, false, false},
		{"empty", []string{""}, false, false},
		{"high bytes", []string{"\"\xff\", \"v1\""}, true, true},
		{"star in a list", []string{`"a", *`}, false, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := matchesStrong(row.lines, tag); got != row.strong {
				t.Errorf("matchesStrong(%q) = %v, want %v", row.lines, got, row.strong)
			}
			if got := matchesWeak(row.lines, tag); got != row.weak {
				t.Errorf("matchesWeak(%q) = %v, want %v", row.lines, got, row.weak)
			}
		})
	}
}

func FuzzEntityTags(f *testing.F) {
	requireCorpus(f)
	f.Fuzz(func(t *testing.T, line string) {
		const ours = `"0123456789abcdef-gzip"`
		strong, weak := matchesStrong([]string{line}, ours), matchesWeak([]string{line}, ours)
		if strong && !weak {
			t.Errorf("%q matches strongly but not weakly", line)
		}
		list := ours + "," + line
		if !matchesStrong([]string{list}, ours) {
			t.Errorf("matchesStrong(%q) = false, want true for its first member", list)
		}
		for rest := line; rest != ""; {
			opaque, _, after, ok := nextTag(rest)
			if !ok {
				break
			}
			if len(opaque) < 2 || len(after) >= len(rest) {
				t.Fatalf("nextTag(%q) = %q and %q left", rest, opaque, after)
			}
			rest = after
		}
	})
}
