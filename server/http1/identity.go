// SPDX-License-Identifier: MIT

package http1

import (
	"crypto/rand"
	"strconv"
	"strings"
	"sync/atomic"
)

// maxIdentity bounds a request id that came with a request.
const maxIdentity = 64

// identities makes request ids: a random part for the process, and a count. A
// log line, an error page and X-Request-Id name the same exchange by it.
type identities struct {
	prefix string
	count  atomic.Uint64
}

func newIdentities() *identities {
	return &identities{prefix: strings.ToLower(rand.Text()[:6]) + "-"}
}

// idBase is a power of two, of which strconv writes a number without dividing.
const idBase = 32

// next appends a new id to dst.
func (i *identities) next(dst []byte) []byte {
	dst = append(dst, i.prefix...)
	return strconv.AppendUint(dst, i.count.Add(1), idBase)
}

// isIdentity reports whether an id given by the peer is fit to be logged and
// sent back: 1 to 64 letters, digits, dots, dashes and underscores.
func isIdentity(b []byte) bool {
	for _, c := range b {
		if c != '.' && c != '-' && c != '_' && !isAlphanumeric(c) {
			return false
		}
	}
	return len(b) > 0 && len(b) <= maxIdentity
}

func isAlphanumeric(c byte) bool {
	return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'z'
}
