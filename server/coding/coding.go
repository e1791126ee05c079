// SPDX-License-Identifier: MIT

package coding

import (
	"slices"
	"strings"
)

// Coding is a content coding (RFC 9110 §8.4.1).
type Coding uint8

// The codings that are known here. Which of two is better stands by their order.
const (
	Identity Coding = iota // the bytes as they are
	Brotli                 // the best, and so on down
	Zstd
	Gzip

	Kinds = iota // how many there are
)

// String returns the registered name.
func (c Coding) String() string {
	return [...]string{"identity", "br", "zstd", "gzip"}[c]
}

// Best returns the coding of those that an answer has which the client likes
// best, Identity when it takes none of them.
func Best(lines []string, has ...Coding) Coding {
	accepted, n := Accepted(lines)
	for _, c := range accepted[:n] {
		if slices.Contains(has, c) {
			return c
		}
	}
	return Identity
}

// Accepted returns the first n codings of an array: those which the client
// takes by the lines of its Accept-Encoding, best first: by its own weights, then
// by ours. One that it likes less than the plain bytes is left out, as are all
// when there is no field: then nothing is known about the client.
func Accepted(lines []string) (accepted [Kinds]Coding, n int) {
	weights := weightsOf(lines)
	for c := Brotli; c < Kinds; c++ {
		w := weights[c]
		if w <= 0 || w < weights[Identity] {
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

// unlisted is the weight of a coding that a client does not speak of.
const unlisted = -1

// weightsOf returns the weight of each coding in thousandths. "*" stands for
// those that are not listed, the plain bytes among them.
func weightsOf(lines []string) (weights [Kinds]int) {
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
			} else if c, known := named(token); known {
				weights[c] = weight
			}
		}
	}
	for c := range weights {
		if weights[c] == unlisted {
			weights[c] = others
		}
	}
	return weights
}

func named(token string) (c Coding, known bool) {
	switch {
	case strings.EqualFold(token, "gzip"), strings.EqualFold(token, "x-gzip"): // §8.4.1.3
		return Gzip, true
	case strings.EqualFold(token, "zstd"):
		return Zstd, true
	case strings.EqualFold(token, "br"):
		return Brotli, true
	case strings.EqualFold(token, "identity"):
		return Identity, true
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
	weight, ok = Weight(parameter[2:])
	return token, weight, ok
}

// Weight reads a qvalue (RFC 9110 §12.4.2) in thousandths, as other fields have
// them too.
func Weight(s string) (weight int, ok bool) {
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
