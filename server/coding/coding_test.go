// SPDX-License-Identifier: MIT

package coding

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestAccepted(t *testing.T) {
	for _, row := range []struct {
		name  string
		lines []string
		want  string
	}{
		{"none", nil, ""},
		{"empty", []string{""}, ""},
		{"Chrome", []string{"gzip, deflate, br, zstd"}, "br zstd gzip"},
		{"Firefox before", []string{"gzip, deflate"}, "gzip"},
		{"over lines", []string{"gzip", "br"}, "br gzip"},
		{"capitals", []string{"GZip"}, "gzip"},
		{"old name", []string{"x-gzip"}, "gzip"},
		{"star", []string{"*"}, "br zstd gzip"},
		{"star but one", []string{"*, br;q=0"}, "zstd gzip"},
		{"star refused", []string{"*;q=0"}, ""},
		{"star refused but one", []string{"gzip, *;q=0"}, "gzip"},
		{"unknown", []string{"foo-coding"}, ""},
		{"identity", []string{"identity"}, ""},
		{"refused", []string{"gzip;q=0"}, ""},
		{"refused with zeros", []string{"gzip; q=0.000, identity"}, ""},
		{"all refused", []string{"br;q=0,gzip;q=0,zstd;q=0"}, ""},
		{"identity refused", []string{"identity;q=0"}, ""},
		{"weights", []string{"br;q=0.1, gzip;q=0.9, zstd;q=0.5"}, "gzip zstd br"},
		{"equal weights", []string{"gzip;q=0.5, br;q=0.5, zstd;q=0.500"}, "br zstd gzip"},
		{"thousandth", []string{"gzip;q=0.501, br;q=0.5"}, "gzip br"},
		{"weight of one", []string{"gzip;q=1.000, br;q=0.999"}, "gzip br"},
		{"weight in capitals", []string{"gzip;Q=0.5"}, "gzip"},
		{"spaces", []string{" gzip \t; q=0.5 , \tbr"}, "br gzip"},
		{"empty members", []string{",,gzip,,"}, "gzip"},
		{"identity liked better", []string{"identity;q=1, gzip;q=0.5, br"}, "br"},
		{"star for all but one", []string{"br;q=0.2, *;q=0.5"}, "zstd gzip"}, // it stands for the plain bytes too
		{"star under the plain bytes", []string{"*;q=0.1, gzip;q=0.5, identity;q=0.3"}, "gzip"},
		{"star refused, plain or one", []string{"*;q=0, identity;q=0.5, gzip"}, "gzip"},
		{"all and the plain bytes refused", []string{"identity;q=0, *;q=0"}, ""},
		{"plain bytes refused", []string{"identity;q=0, gzip;q=0.1"}, "gzip"},
		{"plain bytes refused, all else", []string{"identity;q=0, *"}, "br zstd gzip"},
		{"said twice", []string{"gzip;q=0", "gzip"}, "gzip"},
		{"star and identity", []string{"*;q=0.5, identity;q=0.7"}, ""},
		{"weight over one", []string{"gzip;q=1.5"}, ""},
		{"weight too long", []string{"gzip;q=0.0001"}, ""},
		{"weight without digits", []string{"gzip;q="}, ""},
		{"weight no number", []string{"gzip;q=x"}, ""},
		{"weight negative", []string{"gzip;q=-1"}, ""},
		{"other parameter", []string{"gzip;level=9"}, ""},
		{"space in weight", []string{"gzip;q =1"}, ""},
		{"prefix", []string{"gzipped"}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := names(row.lines); got != row.want {
				t.Errorf("Accepted(%q) = %q, want %q", row.lines, got, row.want)
			}
		})
	}
}

func TestBest(t *testing.T) {
	for _, row := range []struct {
		line string
		has  []Coding
		want Coding
	}{
		{"gzip, deflate, br, zstd", []Coding{Zstd, Gzip}, Zstd},
		{"gzip, deflate, br, zstd", []Coding{Gzip}, Gzip},
		{"gzip;q=0.9, zstd;q=0.8", []Coding{Zstd, Gzip}, Gzip},
		{"br", []Coding{Zstd, Gzip}, Identity},
		{"*", []Coding{Gzip}, Gzip},
		{"gzip;q=0, *", []Coding{Gzip}, Identity},
		{"gzip;q=0.2, *;q=0.5", []Coding{Gzip}, Identity},
		{"identity;q=0", []Coding{Gzip}, Identity}, // gzip is not listed: it is not taken either
		{"identity;q=0, *;q=0", []Coding{Gzip}, Identity},
		{"gzip", nil, Identity},
		{"", []Coding{Gzip}, Identity},
	} {
		if got := Best([]string{row.line}, row.has...); got != row.want {
			t.Errorf("Best(%q, %v) = %v, want %v", row.line, row.has, got, row.want)
		}
	}
	if got := Best(nil, Gzip); got != Identity {
		t.Errorf("Best without a field = %v, want %v", got, Identity)
	}
}

func names(lines []string) string {
	accepted, n := Accepted(lines)
	var list []string
	for _, c := range accepted[:n] {
		list = append(list, c.String())
	}
	return strings.Join(list, " ")
}

func FuzzAcceptEncoding(f *testing.F) {
	if seeds, err := os.ReadDir("testdata/fuzz/FuzzAcceptEncoding"); len(seeds) < 5 {
		f.Fatalf("%d stored seeds (%v), want at least 5", len(seeds), err)
	}
	f.Fuzz(func(t *testing.T, line string) {
		accepted, n := Accepted([]string{line})
		got := accepted[:n]
		for i, c := range got {
			if c == Identity || slices.Contains(got[:i], c) {
				t.Errorf("Accepted(%q) = %v", line, got)
			}
			if !strings.Contains(line, "*") && !strings.Contains(strings.ToLower(line), c.String()) {
				t.Errorf("Accepted(%q) = %v, which it does not name", line, got)
			}
		}
		if alone := names([]string{line, ""}); alone != names([]string{line}) {
			t.Errorf("Accepted(%q) changes with an empty line after it", line)
		}
	})
}
