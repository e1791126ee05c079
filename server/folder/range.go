// SPDX-License-Identifier: MIT

package folder

import (
	"math"
	"strings"
)

// byteRange is a satisfiable range of bytes; length is at least 1.
type byteRange struct {
	start, length int64
}

// mostRanges is how many ranges one request may ask for; a longer list is
// ignored (RFC 9110 §17.15).
const mostRanges = 50

// parseRange reads a Range field for a representation of size bytes
// (RFC 9110 §14.1, §14.2). ok is false when the field is to be ignored: it is
// malformed, in another unit, or asks for more work than the whole would be.
// No ranges with ok true means that none can be satisfied: 416.
func parseRange(field string, size int64) (ranges []byteRange, ok bool) {
	unit, set, found := strings.Cut(field, "=")
	if !found || !strings.EqualFold(unit, "bytes") {
		return nil, false
	}
	var count int
	var sum int64
	for more := true; more; {
		var spec string
		spec, set, more = strings.Cut(set, ",")
		if spec = strings.Trim(spec, " \t"); spec == "" {
			continue // empty list members count for nothing (§5.6.1.2)
		}
		first, last, valid := parseSpec(spec, size)
		count++
		if !valid || count > mostRanges {
			return nil, false
		}
		if first > last || first >= size {
			continue
		}
		sum += last - first + 1
		if sum > size {
			return nil, false
		}
		ranges = append(ranges, byteRange{start: first, length: last - first + 1})
	}
	return ranges, count > 0
}

// parseSpec reads "first-last", "first-" or "-suffix" and cuts it to size.
// A range that no byte satisfies comes back with first > last or first at the
// end; what is no range at all is not valid. The last bytes of an empty file
// are satisfied by nothing that a Content-Range can say: not valid, so that
// the file is sent whole.
func parseSpec(spec string, size int64) (first, last int64, valid bool) {
	from, to, found := strings.Cut(spec, "-")
	if !found {
		return 0, 0, false
	}
	if from == "" {
		suffix, ok := parsePosition(to)
		return max(size-suffix, 0), size - 1, ok && !(size == 0 && suffix > 0)
	}
	first, ok := parsePosition(from)
	if !ok || to == "" {
		return first, size - 1, ok
	}
	last, ok = parsePosition(to)
	return first, min(last, size-1), ok && first <= last
}

// parsePosition reads 1*DIGIT; what is larger than any file becomes the
// largest number, never a wrong one.
func parsePosition(s string) (n int64, ok bool) {
	if s == "" {
		return 0, false
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		if n > (math.MaxInt64-9)/10 {
			n = math.MaxInt64
			continue
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}
