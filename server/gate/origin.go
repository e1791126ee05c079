// SPDX-License-Identifier: MIT

package gate

import (
	"net/http"
	"net/url"
	"strings"
)

// fromOurs reports whether a form was sent by our own page, or by a program:
// another page must not log a browser in, nor try codes by it. Browsers say where
// a form comes from (RFC 6454; Fetch Metadata, which they leave out over plain
// HTTP). Ours is the Host, which the server's guard has checked before.
func fromOurs(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
	default:
		return false
	}
	origins := r.Header["Origin"]
	return len(origins) == 0 || len(origins) == 1 && isOrigin(origins[0], r.Host)
}

// isOrigin reports whether an origin is that of a host. A proxy before us may
// speak TLS, so the scheme is not compared; the port is.
func isOrigin(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && host != "" &&
		strings.EqualFold(origin, u.Scheme+"://"+host)
}
