// SPDX-License-Identifier: MIT

package folder

import (
	"net/http"
	"strings"

	"porchlight/server/coding"
)

// wantsJSON reports whether a listing is asked for as JSON: by ?json, or
// because the client would rather have it than HTML. One that takes both alike,
// as curl and every browser do, gets HTML.
func wantsJSON(r *http.Request) bool {
	if asks(r, "json") {
		return true
	}
	lines := r.Header["Accept"]
	asJSON := quality(lines, "application", "json")
	return asJSON > 0 && asJSON > quality(lines, "text", "html")
}

// quality returns the weight of a media type in thousandths: that of the most
// precise range which it falls in (RFC 9110 §12.5.1), 0 when there is none.
func quality(lines []string, family, subtype string) (weight int) {
	precision := -1
	for _, line := range lines {
		for member := range strings.SplitSeq(line, ",") {
			mediaRange, w, ok := parseMediaRange(member)
			if !ok {
				continue
			}
			if p := precisionOf(mediaRange, family, subtype); p > precision || p == precision && p >= 0 && w > weight {
				precision, weight = p, w
			}
		}
	}
	return weight
}

// precisionOf returns 2 for the type itself, 1 for its family, 0 for every
// type, and -1 for another.
func precisionOf(mediaRange, family, subtype string) int {
	first, second, _ := strings.Cut(mediaRange, "/")
	switch {
	case strings.EqualFold(first, family) && strings.EqualFold(second, subtype):
		return 2
	case strings.EqualFold(first, family) && second == "*":
		return 1
	case mediaRange == "*/*":
		return 0
	}
	return -1
}

// parseMediaRange returns a range without its parameters, and its weight. A
// weight that is none makes the whole member none.
func parseMediaRange(member string) (mediaRange string, weight int, ok bool) {
	mediaRange, parameters, _ := strings.Cut(member, ";")
	weight, ok = 1000, true
	for parameter := range strings.SplitSeq(parameters, ";") {
		key, value, _ := strings.Cut(strings.Trim(parameter, " \t"), "=")
		if strings.EqualFold(key, "q") {
			weight, ok = coding.Weight(value)
		}
	}
	return strings.Trim(mediaRange, " \t"), weight, ok
}
