// SPDX-License-Identifier: MIT

package http1

import (
	"bytes"
	"net/netip"
)

// isHost reports whether b is `uri-host [ ":" port ]` with a host in it
// (RFC 9110 §7.2, RFC 3986 §3.2.2). An empty host has no http origin behind it.
// Percent escapes are refused: no name that resolves needs one, and recipients
// differ in what they make of it.
func isHost(b []byte) bool {
	if len(b) > 0 && b[0] == '[' {
		end := bytes.IndexByte(b, ']')
		return end > 0 && isIPv6(b[1:end]) && isPortSuffix(b[end+1:])
	}
	name, port := b, []byte(nil)
	if colon := bytes.IndexByte(b, ':'); colon >= 0 {
		name, port = b[:colon], b[colon:]
	}
	for _, c := range name {
		if class[c]&hostname == 0 {
			return false
		}
	}
	return len(name) > 0 && isPortSuffix(port)
}

// isIPv6 accepts no zone: it means something to one machine only, and could
// hold any byte.
func isIPv6(b []byte) bool {
	a, err := netip.ParseAddr(string(b))
	return err == nil && a.Is6() && a.Zone() == ""
}

// isPortSuffix accepts nothing, or a colon and at most five digits: the
// grammar allows a colon with no digits after it.
func isPortSuffix(b []byte) bool {
	if len(b) == 0 {
		return true
	}
	port := b[1:]
	n, ok := parseLength(port)
	return b[0] == ':' && (len(port) == 0 || ok && len(port) <= 5 && n <= 65535)
}
