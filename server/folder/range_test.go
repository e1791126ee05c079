// SPDX-License-Identifier: MIT

package folder

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPeers53ParseRange(t *testing.T) {
	one := func(start, length int64) []byteRange { return []byteRange{{start, length}} }
	for _, row := range []struct {
		name, field string
		size        int64
		want        []byteRange
		ok          bool
	}{
		{"first bytes", "bytes=0-9", 100, one(0, 10), true},
		{"one byte", "bytes=0-0", 100, one(0, 1), true},
		{"last byte", "bytes=99-99", 100, one(99, 1), true},
		{"open", "bytes=90-", 100, one(90, 10), true},
		{"suffix", "bytes=-15", 100, one(85, 15), true},
		{"suffix over the size", "bytes=-1000", 100, one(0, 100), true},
		{"end over the size", "bytes=90-1000", 100, one(90, 10), true},
		{"unit in capitals", "BYTES=0-9", 100, one(0, 10), true},
		{"leading zeros", "bytes=000-009", 100, one(0, 10), true},
		{"end of 2^63", "bytes=0-9223372036854775808", 100, one(0, 100), true},
		{"end of 2^64", "bytes=5-18446744073709551616", 100, one(5, 95), true},
		{"suffix of 2^64", "bytes=-18446744073709551616", 100, one(0, 100), true},
		{"start of 2^64", "bytes=18446744073709551616-", 100, nil, true},
		{"both of 2^64", "bytes=18446744073709551616-18446744073709551616", 100, nil, true},
		{"past the end", "bytes=100-", 100, nil, true},
		{"far past the end", "bytes=100-200", 100, nil, true},
		{"suffix of nothing", "bytes=-0", 100, nil, true},
		{"several", "bytes=0-4,50-59,-3", 100, []byteRange{{0, 5}, {50, 10}, {97, 3}}, true},
		{"order kept", "bytes=-3,0-4", 100, []byteRange{{97, 3}, {0, 5}}, true},
		{"spaces and empty members", "bytes= , 0-4 ,\t,50-59, ", 100, []byteRange{{0, 5}, {50, 10}}, true},
		{"one satisfiable of two", "bytes=200-,0-4", 100, one(0, 5), true},
		{"overlapping within the size", "bytes=0-9,5-14", 100, []byteRange{{0, 10}, {5, 10}}, true},
		{"more than the whole", "bytes=0-59,0-59", 100, nil, false},
		{"whole twice", "bytes=0-,0-", 100, nil, false},
		{"fifty", "bytes=" + strings.Repeat("0-0,", 50), 100, repeated(byteRange{0, 1}, 50), true},
		{"fifty-one", "bytes=" + strings.Repeat("0-0,", 51), 100, nil, false},
		{"seven hundred that match nothing", "bytes=" + strings.Repeat("900-,", 700), 100, nil, false},
		{"reversed", "bytes=9-5", 100, nil, false},
		{"reversed beside a good one", "bytes=0-1,9-5", 100, nil, false},
		{"garbage", "bytes=abc-def", 100, nil, false},
		{"sign", "bytes=+1-2", 100, nil, false},
		{"hexadecimal", "bytes=0x1-0x2", 100, nil, false},
		{"underscore", "bytes=1_0-2_0", 100, nil, false},
		{"full-width digits", "bytes=０-９", 100, nil, false},
		{"space in a spec", "bytes=0 - 9", 100, nil, false},
		{"two dashes", "bytes=--5", 100, nil, false},
		{"three numbers", "bytes=1-2-3", 100, nil, false},
		{"dash alone", "bytes=-", 100, nil, false},
		{"number alone", "bytes=5", 100, nil, false},
		{"no set", "bytes=", 100, nil, false},
		{"no spec in the set", "bytes=, ,", 100, nil, false},
		{"no unit", "0-9", 100, nil, false},
		{"other unit", "lines=0-9", 100, nil, false},
		{"empty", "", 100, nil, false},
		{"empty file, start", "bytes=0-", 0, nil, true},
		{"empty file, first byte", "bytes=0-0", 0, nil, true},
		{"empty file, suffix", "bytes=-5", 0, nil, false},
		{"empty file, suffix of nothing", "bytes=-0", 0, nil, true},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, ok := parseRange(row.field, row.size)
			if ok != row.ok {
				t.Fatalf("parseRange(%q, %d) is ok = %v, want %v", row.field, row.size, ok, row.ok)
			}
			if diff := cmp.Diff(row.want, got, cmp.AllowUnexported(byteRange{})); diff != "" {
				t.Errorf("parseRange(%q, %d) (-want +got):\n%s", row.field, row.size, diff)
			}
		})
	}
}

func repeated(r byteRange, n int) (ranges []byteRange) {
	for range n {
		ranges = append(ranges, r)
	}
	return ranges
}

func FuzzRange(f *testing.F) {
	requireCorpus(f)
	f.Fuzz(func(t *testing.T, field string, size int64) {
		if size < 0 {
			t.Skip("no file has less than no bytes")
		}
		ranges, ok := parseRange(field, size)
		if !ok && ranges != nil {
			t.Errorf("parseRange(%q, %d) = %v and not ok", field, size, ranges)
		}
		left := size
		for _, r := range ranges {
			if r.start < 0 || r.length < 1 || r.start > size-r.length {
				t.Errorf("parseRange(%q, %d) = %v, outside the file", field, size, r)
			}
			left -= r.length
		}
		if left < 0 || len(ranges) > mostRanges {
			t.Errorf("parseRange(%q, %d): %d ranges of %d bytes in all", field, size, len(ranges), size-left)
		}
	})
}
