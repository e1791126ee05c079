// SPDX-License-Identifier: MIT

package http1

import (
	"net/http"
	"net/url"
	"strings"
)

// locate turns a request target into u and the host that it names, if it names
// one (RFC 9112 §3.2):
//
//	origin-form     /path?query        any method but CONNECT
//	absolute-form   http://host/path   likewise; its host replaces the Host field
//	asterisk-form   *                  OPTIONS only
//	authority-form  host:port          CONNECT only
func locate(u *url.URL, method, target string) (host string, fault *refusal) {
	*u = url.URL{}
	switch {
	case method == http.MethodConnect:
		u.Host = target
		if !isHost([]byte(target)) || u.Port() == "" {
			return "", badRequest("CONNECT needs host:port")
		}
		return target, nil
	case target == "*":
		if method != http.MethodOptions {
			return "", badRequest("the target * is for OPTIONS only")
		}
		u.Path = "*"
		return "", nil
	case target[0] != '/':
		return locateAbsolute(u, target)
	}
	return "", setPath(u, target)
}

// isPlainPath reports whether a target is a path that decodes and encodes to
// itself.
func isPlainPath(target string) bool {
	for i := range len(target) {
		if class[target[i]]&plain == 0 {
			return false
		}
	}
	return true
}

// locateAbsolute reads the absolute-form, which an origin server must accept
// (RFC 9112 §3.2.2). User information in it is refused (RFC 9110 §4.2.4).
func locateAbsolute(u *url.URL, target string) (host string, fault *refusal) {
	scheme, rest, found := strings.Cut(target, "://")
	scheme = strings.ToLower(scheme)
	if !found || scheme != "http" && scheme != "https" {
		return "", badRequest("target is neither a path nor an http address")
	}
	end := strings.IndexAny(rest, "/?")
	if end < 0 {
		end = len(rest)
	}
	host, path := rest[:end], rest[end:]
	if !isHost([]byte(host)) {
		return "", badRequest("invalid host in the target")
	}
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	u.Scheme, u.Host = scheme, host
	return host, setPath(u, path)
}

// setPath fills path and query as url.ParseRequestURI would. A target
// without escapes or marks, the common case, costs no allocation.
func setPath(u *url.URL, target string) *refusal {
	if isPlainPath(target) {
		u.Path = target
		return nil
	}
	path, query, hasQuery := strings.Cut(target, "?")
	decoded, err := url.PathUnescape(path)
	if err != nil {
		return badRequest("target with a broken percent escape")
	}
	u.Path, u.RawQuery, u.ForceQuery = decoded, query, hasQuery && query == ""
	if u.EscapedPath() != path {
		u.RawPath = path
	}
	return nil
}
