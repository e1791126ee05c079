// SPDX-License-Identifier: MIT

package amount

import (
	"math"
	"strconv"
)

// Bytes returns a size: "980 B", "1.4 MB", "23 GB".
func Bytes(n int64) string { return string(AppendBytes(nil, n)) }

// AppendBytes appends what Bytes returns. A size below 10 of its unit has one
// decimal, no more and no less; a half is rounded up, as scripts do.
func AppendBytes(b []byte, n int64) []byte {
	if n < 1000 {
		return append(strconv.AppendInt(b, n, 10), " B"...)
	}
	value, unit := float64(n)/1000, 0
	for ; value >= 999.5; unit++ {
		value /= 1000
	}
	if value < 9.95 {
		b = strconv.AppendFloat(b, math.Round(value*10)/10, 'f', 1, 64)
	} else {
		b = strconv.AppendInt(b, int64(math.Round(value)), 10)
	}
	return append(append(b, ' ', "kMGTPE"[unit]), 'B')
}

// Count returns a number with its noun: "1 file", "12,345 files".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(n) + " " + many
}

// Number returns a number that is not negative, with a comma between thousands.
func Number(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
