// SPDX-License-Identifier: MIT

package http1

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"porchlight/server/header"
)

// chunk sends p as one chunk when the answer is chunked (RFC 9112 §7.1), and as
// it is when its end is the end of the connection.
func (w *response) chunk(p []byte) error {
	if !w.chunked || len(p) == 0 {
		return w.emit(p)
	}
	c := w.x.c
	c.out = strconv.AppendInt(c.out, int64(len(p)), 16)
	c.out = append(c.out, "\r\n"...)
	err := w.emit(p)
	c.out = append(c.out, "\r\n"...)
	return err
}

// endChunks sends the last chunk and the trailers: the fields that Trailer had
// named, and those under http.TrailerPrefix.
func (w *response) endChunks() error {
	if err := w.emitPending(); err != nil {
		return err
	}
	w.keys = w.keys[:0]
	for key := range w.header {
		w.keys = append(w.keys, key)
	}
	slices.Sort(w.keys)
	out := append(w.x.c.out, "0\r\n"...)
	for _, key := range w.keys {
		name, prefixed := strings.CutPrefix(key, http.TrailerPrefix)
		if prefixed && maySendTrailer(name) || w.isTrailer(key) {
			out = header.AppendLines(out, name, w.header[key])
		}
	}
	w.x.c.out = append(out, "\r\n"...)
	return nil
}

// appendTrailer announces the trailers (RFC 9110 §6.6.2).
func (w *response) appendTrailer(out []byte) []byte {
	for _, list := range w.header["Trailer"] {
		for name := range splitList(list) {
			if maySendTrailer(name) {
				out = header.AppendLines(out, "Trailer", []string{name})
			}
		}
	}
	return out
}

// isTrailer reports whether the handler announced key in its Trailer field.
func (w *response) isTrailer(key string) bool {
	return len(w.header["Trailer"]) > 0 && hasToken(w.header["Trailer"], key) && maySendTrailer(key)
}

// hasTrailers reports whether fields are to follow the body, and may.
func (w *response) hasTrailers() bool {
	prefixed := false
	for key := range w.header {
		prefixed = prefixed || strings.HasPrefix(key, http.TrailerPrefix)
	}
	return (prefixed || len(w.header["Trailer"]) > 0) && w.x.request.ProtoMinor > 0
}

func maySendTrailer(name string) bool { return !forbiddenTrailer(http.CanonicalHeaderKey(name)) }
