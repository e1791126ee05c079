// SPDX-License-Identifier: MIT

package gate

import (
	"crypto/rand"
	"math/big"
	"strings"
	"unicode"
)

// codeLetters are those that nobody takes for another one: no 0 and o, no 1, i
// and l.
const codeLetters = "abcdefghjkmnpqrstuvwxyz23456789"

// codeSize letters make 31⁶, or 887 million codes: at five tries a minute, a
// thousand addresses would need half a year for an even chance to find one.
const codeSize = 6

// mostTyped bounds what is looked at, in bytes.
const mostTyped = 64

func newCode() string {
	code := make([]byte, codeSize)
	for i := range code {
		code[i] = codeLetters[pick(len(codeLetters))]
	}
	return string(code)
}

// pick returns a random number below n.
func pick(n int) int {
	picked, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		panic(err) // crypto/rand.Reader never fails (since Go 1.24)
	}
	return int(picked.Int64())
}

// typed reads a code as people type it: in any case, with spaces or dashes of any
// kind, or without. What cannot be a code is read as none, "".
func typed(text string) string {
	if len(text) > mostTyped {
		return ""
	}
	var code strings.Builder
	for _, c := range text {
		switch c = unicode.ToLower(c); {
		case unicode.IsSpace(c), unicode.Is(unicode.Dash, c):
		case strings.ContainsRune(codeLetters, c):
			code.WriteRune(c)
		default:
			return ""
		}
	}
	if code.Len() != codeSize {
		return ""
	}
	return code.String()
}
