// SPDX-License-Identifier: MIT

package config

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// path names a file or a folder, or is empty. Any name will do that a system could have.
func path(at func(*Config) *string) kind {
	f := field[string]{at: at, plain: same, quote: quoteTOML}
	f.parse = func(text string) (string, error) { return text, nil }
	f.valid = func(v string) error {
		if strings.ContainsRune(v, 0) {
			return fmt.Errorf("%s holds a NUL, which no file name has", quoted(v))
		}
		return nil
	}
	return f
}

// fieldValue is sent in a response head as it is (RFC 9110 §5.5).
func fieldValue(at func(*Config) *string) kind {
	f := field[string]{at: at, plain: same, quote: quoteTOML}
	f.parse = func(text string) (string, error) { return strings.TrimSpace(text), nil }
	f.valid = func(v string) error {
		for _, r := range v {
			if r < ' ' || r > '~' {
				return fmt.Errorf(`%s does not fit in one field line, use plain letters such as "no-cache" or "max-age=60"`, quoted(v))
			}
		}
		return nil
	}
	return f
}

// host is what a listener is opened on.
func host(at func(*Config) *string) kind {
	f := field[string]{at: at, plain: same, quote: quoteTOML}
	f.parse = func(text string) (string, error) { return cleanHost(text), nil }
	f.valid = func(v string) error {
		if v == "" || v == "*" {
			return fmt.Errorf("%q is not an address, use 0.0.0.0 or :: for all interfaces", v)
		}
		return checkHost(v)
	}
	return f
}

// lan is where a share listens, besides host.
func lan(at func(*Config) *string) kind {
	f := field[string]{at: at, plain: same, quote: quoteTOML}
	f.parse = func(text string) (string, error) {
		if word := strings.ToLower(strings.TrimSpace(text)); slices.Contains(lanWords, word) {
			return word, nil
		}
		return strings.TrimSpace(text), nil // the names of interfaces know case
	}
	f.valid = func(v string) error {
		if v == "" || len(v) > 64 || strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			return fmt.Errorf("%s is no place to listen, use off, auto, all, an address such as 192.168.1.5 or an interface such as eth0", quoted(v))
		}
		return nil
	}
	return f
}

var lanWords = []string{"off", "auto", "all"}

// cleanHost drops what people add to an address and a listener does not take:
// the brackets of a URL, the dot at the end of a full name.
func cleanHost(text string) string {
	s := strings.ToLower(strings.TrimSpace(text))
	if inner, ok := strings.CutPrefix(s, "["); ok && strings.HasSuffix(inner, "]") {
		return strings.TrimSuffix(inner, "]")
	}
	return strings.TrimSuffix(s, ".")
}

// checkHost accepts an IP address or a host name of RFC 1123 §2.1; names with
// an underscore exist in many a network, so that is allowed.
func checkHost(v string) error {
	if _, err := netip.ParseAddr(v); err == nil {
		return nil
	}
	if before, after, ok := strings.Cut(v, ":"); ok && !strings.Contains(after, ":") {
		if _, err := strconv.Atoi(after); err == nil {
			return fmt.Errorf("%s holds a port, use %s here and set the port with port", quoted(v), quoted(before))
		}
	}
	if err := checkName(v); err != nil {
		return fmt.Errorf(`%s is neither an IP address nor a host name: %w, use one such as 192.168.1.5 or localhost`, quoted(v), err)
	}
	return nil
}

var (
	errLength  = errors.New("a name has 1 to 253 letters, each part of it 1 to 63")
	errLetter  = errors.New("a name has only letters a to z, digits, hyphens and dots")
	errHyphen  = errors.New("no part of a name begins or ends with a hyphen")
	errNumeric = errors.New("a name does not end in a number")
)

func checkName(v string) error {
	if v == "" || len(v) > 253 {
		return errLength
	}
	parts := strings.Split(v, ".")
	for _, part := range parts {
		switch {
		case part == "" || len(part) > 63:
			return errLength
		case !isLabel(part):
			return errLetter
		case part[0] == '-' || part[len(part)-1] == '-':
			return errHyphen
		}
	}
	if _, err := strconv.Atoi(parts[len(parts)-1]); err == nil {
		return errNumeric
	}
	return nil
}

// isLabel reports whether s has only letters, digits, hyphens and underscores.
func isLabel(s string) bool {
	return !slices.ContainsFunc([]byte(s), func(b byte) bool {
		return (b < 'a' || b > 'z') && (b < '0' || b > '9') && b != '-' && b != '_'
	})
}
