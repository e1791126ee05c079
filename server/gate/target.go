// SPDX-License-Identifier: MIT

package gate

import (
	"net/url"
	"strings"
)

// The gate's own addresses.
const (
	keyRoute    = "/-/k/"
	pageRoute   = "/-/gate"
	styleRoute  = "/-/gate.css"
	scriptRoute = "/-/gate.js"
)

// Serves reports whether a path is one that the gate answers itself, by
// ServeHTTP: they are open to everybody.
func Serves(path string) bool {
	return path == pageRoute || path == styleRoute || path == scriptRoute || strings.HasPrefix(path, keyRoute)
}

// Redact masks the key in a request target, for logs and lists of visits: it
// lets in whoever reads it. It rather masks too much: "/a/-/k/b", too.
func Redact(target string) string {
	path, _, _ := strings.Cut(target, "?")
	if decoded, err := url.PathUnescape(path); err == nil {
		path = decoded
	}
	if strings.Contains(path, keyRoute) {
		return keyRoute + "…"
	}
	return target
}

// mostNext bounds where a visitor goes next, in bytes.
const mostNext = 2048

// nextOf returns where to go once in: a target of this site, else "/". Browsers
// take "//x", "/\x" and "/<tab>/x" for another site; a page of the gate would
// only lead back here.
func nextOf(target string) string {
	unsafe := func(c rune) bool { return c <= ' ' || c >= 0x7f || c == '\\' }
	switch path, _, _ := strings.Cut(target, "?"); {
	case len(target) > mostNext, !strings.HasPrefix(target, "/"), strings.HasPrefix(target, "//"),
		strings.ContainsFunc(target, unsafe), Serves(path):
		return "/"
	}
	return target
}
