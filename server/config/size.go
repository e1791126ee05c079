// SPDX-License-Identifier: MIT

package config

import (
	"errors"
	"strconv"
	"strings"
)

// Size is a number of bytes.
type Size int64

const (
	kib Size = 1 << (10 * (iota + 1))
	mib
	gib
	tib
)

// unit is a name for a number of bytes (IEC 80000-13; SI).
type unit struct {
	name  string
	bytes Size
}

// units returns those that String may use, the better first.
func units() []unit {
	return []unit{
		{"TiB", tib},
		{"GiB", gib},
		{"MiB", mib},
		{"KiB", kib},
		{"TB", 1e12},
		{"GB", 1e9},
		{"MB", 1e6},
		{"kB", 1e3},
		{"B", 1},
	}
}

// String returns the shortest exact form: "1 MiB", "10 MB", "1500 B". A Size of 0 is "0".
func (s Size) String() string {
	if s == 0 {
		return "0"
	}
	best := ""
	for _, u := range units() {
		if s%u.bytes != 0 {
			continue
		}
		text := strconv.FormatInt(int64(s/u.bytes), 10) + " " + u.name
		if best == "" || len(text) < len(best) {
			best = text
		}
	}
	return best
}

var errNotSize = errors.New("not a size")

// parseSize reads a whole number with or without a unit, in any case of
// letters: "1 MiB", "10MB", "1048576". A single letter is the binary unit, as
// with nginx: "64k" is 64 KiB. Too large a number is strconv.ErrRange.
func parseSize(text string) (Size, error) {
	text = strings.TrimSpace(text)
	digits := strings.TrimLeft(text, "+-0123456789")
	number, name := text[:len(text)-len(digits)], strings.TrimSpace(digits)
	bytes, ok := unitBytes(name)
	if !ok {
		return 0, errNotSize
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if errors.Is(err, strconv.ErrRange) {
		return 0, strconv.ErrRange
	}
	if err != nil {
		return 0, errNotSize
	}
	s := Size(n) * bytes
	if s/bytes != Size(n) {
		return 0, strconv.ErrRange
	}
	return s, nil
}

// unitBytes returns how many bytes the unit of this name has; none is a byte.
func unitBytes(name string) (Size, bool) {
	switch strings.ToLower(name) {
	case "":
		return 1, true
	case "k":
		return kib, true
	case "m":
		return mib, true
	case "g":
		return gib, true
	case "t":
		return tib, true
	}
	for _, u := range units() {
		if strings.EqualFold(u.name, name) {
			return u.bytes, true
		}
	}
	return 0, false
}
