// SPDX-License-Identifier: MIT

package folder

import "strings"

// coding is a content coding (RFC 9110 §8.4.1).
type coding uint8

const (
	identityCoding coding = iota // the bytes as they are
	brotliCoding                 // the best, and so on down
	zstdCoding
	gzipCoding

	codingCount = iota
)

// String returns the registered name.
func (c coding) String() string {
	return [...]string{"identity", "br", "zstd", "gzip"}[c]
}

// suffix is what the name of a sibling that is coded already ends in.
func (c coding) suffix() string {
	return [...]string{"", ".br", ".zst", ".gz"}[c]
}

// unlisted is the weight of a coding that a client does not speak of.
const unlisted = -1

// acceptedCodings returns the first n codings of an array: those which the
// client takes, best first: by its own weights, then by ours. One that it
// likes less than the plain file is left out, as are all when there is no
// field: then nothing is known about the client (RFC 9110 §12.5.3).
func acceptedCodings(lines []string) (accepted [codingCount]coding, n int) {
	weights := weightsOf(lines)
	for c := brotliCoding; c < codingCount; c++ {
		w := weights[c]
		if w <= 0 || w < weights[identityCoding] {
			continue
		}
		at := n
		for ; at > 0 && weights[accepted[at-1]] < w; at-- {
			accepted[at] = accepted[at-1]
		}
		accepted[at] = c
		n++
	}
	return accepted, n
}

// weightsOf returns the weight of each coding in thousandths. "*" stands for
// the codings that are not listed; the plain file is not a coding in this.
func weightsOf(lines []string) (weights [codingCount]int) {
	weights = [...]int{unlisted, unlisted, unlisted, unlisted}
	others := unlisted
	for _, line := range lines {
		for member, more := "", true; more; {
			member, line, more = strings.Cut(line, ",")
			token, weight, ok := parseMember(member)
			if !ok {
				continue
			}
			if token == "*" {
				others = weight
			} else if c, known := codingNamed(token); known {
				weights[c] = weight
			}
		}
	}
	for c := brotliCoding; c < codingCount; c++ {
		if weights[c] == unlisted {
			weights[c] = others
		}
	}
	return weights
}

func codingNamed(token string) (c coding, known bool) {
	switch {
	case strings.EqualFold(token, "gzip"), strings.EqualFold(token, "x-gzip"): // §8.4.1.3
		return gzipCoding, true
	case strings.EqualFold(token, "zstd"):
		return zstdCoding, true
	case strings.EqualFold(token, "br"):
		return brotliCoding, true
	case strings.EqualFold(token, "identity"):
		return identityCoding, true
	}
	return 0, false
}

// parseMember splits `token [ OWS ";" OWS "q=" qvalue ]`. A member that says
// anything else says nothing.
func parseMember(member string) (token string, weight int, ok bool) {
	token, parameter, weighted := strings.Cut(member, ";")
	token = strings.Trim(token, " \t")
	if !weighted {
		return token, 1000, token != ""
	}
	parameter = strings.Trim(parameter, " \t")
	if len(parameter) < 3 || parameter[0]|0x20 != 'q' || parameter[1] != '=' {
		return "", 0, false
	}
	weight, ok = parseWeight(parameter[2:])
	return token, weight, ok
}

// parseWeight reads a qvalue (RFC 9110 §12.4.2) in thousandths.
func parseWeight(s string) (weight int, ok bool) {
	if s == "" || len(s) > len("0.000") || s[0] != '0' && s[0] != '1' || len(s) > 1 && s[1] != '.' {
		return 0, false
	}
	weight = int(s[0]-'0') * 1000
	scale := 100
	for i := 2; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		weight += int(s[i]-'0') * scale
		scale /= 10
	}
	return weight, weight <= 1000
}
