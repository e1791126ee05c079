// SPDX-License-Identifier: MIT

package folder

import "strings"

// matchesStrong reports whether a list of entity tags holds one that is
// byte for byte the strong tag (RFC 9110 §8.8.3.2).
func matchesStrong(lines []string, tag string) bool {
	return anyTag(lines, func(opaque string, weak bool) bool { return !weak && opaque == tag })
}

// matchesWeak is matchesStrong without regard to weakness.
func matchesWeak(lines []string, tag string) bool {
	return anyTag(lines, func(opaque string, weak bool) bool { return opaque == tag })
}

// anyTag reports whether "*" or a tag that match accepts stands in a field of
// entity tags, which may be spread over several lines.
func anyTag(lines []string, match func(opaque string, weak bool) bool) bool {
	for _, line := range lines {
		if strings.Trim(line, " \t") == "*" {
			return true
		}
		for line != "" {
			opaque, weak, rest, ok := nextTag(line)
			if !ok {
				break
			}
			if match(opaque, weak) {
				return true
			}
			line = rest
		}
	}
	return false
}

// nextTag takes the first entity tag, quotes and all, off a list. A tag may
// hold commas, so that only its quotes tell where it ends. ok is false at the
// end of the list, and where it is broken: what follows is no tag of ours.
func nextTag(list string) (opaque string, weak bool, rest string, ok bool) {
	list = strings.TrimLeft(list, " \t,")
	list, weak = strings.CutPrefix(list, "W/")
	if list == "" || list[0] != '"' {
		return "", false, "", false
	}
	end := 1
	for end < len(list) && isTagByte(list[end]) {
		end++
	}
	if end == len(list) || list[end] != '"' {
		return "", false, "", false
	}
	opaque, rest = list[:end+1], strings.TrimLeft(list[end+1:], " \t")
	if rest != "" && rest[0] != ',' {
		return "", false, "", false
	}
	return opaque, weak, rest, true
}

// isTagByte tells the etagc of RFC 9110 §8.8.3.
func isTagByte(c byte) bool {
	return c == '!' || '#' <= c && c != 0x7f
}
