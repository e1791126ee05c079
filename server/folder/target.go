// SPDX-License-Identifier: MIT

package folder

import (
	"net/http"
	"strings"
)

// rawPath returns the path of the target as it came, escapes and all: the
// decoded r.URL.Path no longer tells an encoded slash from a real one.
func rawPath(r *http.Request) string {
	path, _, _ := strings.Cut(originForm(r), "?")
	return path
}

// rawQuery returns the query of the target with its question mark, or "".
func rawQuery(r *http.Request) string {
	target := originForm(r)
	if i := strings.IndexByte(target, '?'); i >= 0 {
		return target[i:]
	}
	return ""
}

// asks reports whether the query of the target has a key, with or without a
// value, as in "?download".
func asks(r *http.Request, key string) bool {
	for pair := range strings.SplitSeq(strings.TrimPrefix(rawQuery(r), "?"), "&") {
		if name, _, _ := strings.Cut(pair, "="); name == key {
			return true
		}
	}
	return false
}

// originForm returns path and query of the target; of an absolute-form
// (RFC 9112 §3.2.2) the scheme and the authority are taken off.
func originForm(r *http.Request) string {
	target := r.RequestURI
	if target == "" { // a request that no server has read
		return r.URL.RequestURI()
	}
	if target[0] == '/' {
		return target
	}
	_, rest, absolute := strings.Cut(target, "://")
	if !absolute {
		return target // "*", or nothing that a file answers to
	}
	i := strings.IndexAny(rest, "/?")
	switch {
	case i < 0:
		return "/"
	case rest[i] == '?':
		return "/" + rest[i:]
	}
	return rest[i:]
}
