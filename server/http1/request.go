// SPDX-License-Identifier: MIT

package http1

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"slices"
)

// request is the http.Request of an exchange and the memory behind it.
type request struct {
	http.Request
	blank  http.Request // how each one begins
	url    url.URL
	header http.Header
	values []string // of the field lines, cut up among the entries of header
	ctx    requestContext
	kept   *keptStrings
}

// prepare makes what stays the same for every request of x.
func (r *request) prepare(x *exchange) {
	r.ctx.x = x
	r.blank = *new(http.Request).WithContext(&r.ctx)
	r.header = make(http.Header, smallMap)
	r.kept = newKeptStrings()
}

// smallMap is the most entries of a map that is searched without hashing.
const smallMap = 8

// fill makes the request of c's head.
func (r *request) fill(c *connection) *refusal {
	h, f := &c.in.head, &c.in.frame
	r.Request = r.blank // also what handlers leave out of sight, by SetPathValue
	r.ctx.Context, r.ctx.conn = c.engine.cut, c.wire.conn
	r.Method = r.kept.method(h.method)
	r.RequestURI = r.kept.keep(h.target)
	host, fault := locate(&r.url, r.Method, r.RequestURI)
	if host == "" {
		host = r.kept.keep(f.host)
	}
	r.Host, r.URL = host, &r.url
	r.Proto, r.ProtoMajor, r.ProtoMinor = "HTTP/1.1", 1, h.minor
	if h.minor == 0 {
		r.Proto = "HTTP/1.0"
	}
	r.RemoteAddr, r.Close = c.remote, f.close
	r.ContentLength = f.length
	if f.length == chunkedLength {
		r.TransferEncoding = []string{"chunked"}
	}
	r.fillHeader(h.fields)
	if f.trailers && f.length == chunkedLength {
		r.announceTrailers()
	}
	return fault
}

// fillHeader puts the field lines under their canonical names, Host and
// Transfer-Encoding left out, as net/http does.
func (r *request) fillHeader(fields []field) {
	clear(r.header)
	r.Header = r.header
	r.values = slices.Grow(r.values[:0], len(fields))
	for i, f := range fields {
		name, value := r.kept.field(i, f)
		if name == "Host" || name == "Transfer-Encoding" {
			continue
		}
		if have := r.header[name]; have != nil {
			r.header[name] = append(have, value)
			continue
		}
		n := len(r.values)
		r.values = append(r.values, value)
		r.header[name] = r.values[n : n+1 : n+1]
	}
}

// announceTrailers fills Trailer with the names that the head promises.
func (r *request) announceTrailers() {
	r.Trailer = http.Header{}
	for _, list := range r.Header["Trailer"] {
		for name := range splitList(list) {
			if name = http.CanonicalHeaderKey(name); !forbiddenTrailer(name) {
				r.Trailer[name] = nil
			}
		}
	}
	r.Header.Del("Trailer")
}

// requestContext is the context of a request: it ends when connections are cut.
type requestContext struct {
	context.Context
	x    *exchange
	conn net.Conn
}

type exchangeKey struct{}

// Value knows the exchange, and the local address as net/http has it.
func (c *requestContext) Value(key any) any {
	switch key {
	case exchangeKey{}:
		return c.x
	case http.LocalAddrContextKey:
		return c.conn.LocalAddr()
	}
	return c.Context.Value(key)
}
