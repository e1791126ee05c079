// SPDX-License-Identifier: MIT

package http1

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
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
		if prefixed || w.isTrailer(key) {
			out = appendField(out, name, w.header[key])
		}
	}
	w.x.c.out = append(out, "\r\n"...)
	return nil
}

// isTrailer reports whether the handler announced key in its Trailer field.
func (w *response) isTrailer(key string) bool {
	return len(w.header["Trailer"]) > 0 && hasToken(w.header["Trailer"], key)
}
