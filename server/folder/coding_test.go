// SPDX-License-Identifier: MIT

package folder

import (
	"slices"
	"strings"
	"testing"
)

func TestAcceptedCodings(t *testing.T) {
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
				t.Errorf("acceptedCodings(%q) = %q, want %q", row.lines, got, row.want)
			}
		})
	}
}

func names(lines []string) string {
	accepted, n := acceptedCodings(lines)
	var list []string
	for _, c := range accepted[:n] {
		list = append(list, c.String())
	}
	return strings.Join(list, " ")
}

func FuzzAcceptEncoding(f *testing.F) {
	requireCorpus(f)
	f.Fuzz(func(t *testing.T, line string) {
		accepted, n := acceptedCodings([]string{line})
		got := accepted[:n]
		for i, c := range got {
			if c == identityCoding || slices.Contains(got[:i], c) {
				t.Errorf("acceptedCodings(%q) = %v", line, got)
			}
			if !strings.Contains(line, "*") && !strings.Contains(strings.ToLower(line), c.String()) {
				t.Errorf("acceptedCodings(%q) = %v, which it does not name", line, got)
			}
		}
		if alone := names([]string{line, ""}); alone != names([]string{line}) {
			t.Errorf("acceptedCodings(%q) changes with an empty line after it", line)
		}
	})
}
