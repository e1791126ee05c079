// SPDX-License-Identifier: MIT

package http1

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"porchlight/server/header"
)

// appendFields writes the handler's fields in the order of their names, but
// for those that are the engine's business.
func (w *response) appendFields() {
	w.keys = w.keys[:0]
	for key := range w.header {
		w.keys = append(w.keys, key)
	}
	slices.Sort(w.keys)
	out := w.x.c.out
	for _, key := range w.keys {
		if !header.IsFraming(key) && !strings.HasPrefix(key, http.TrailerPrefix) && !w.isTrailer(key) {
			out = header.AppendLines(out, key, w.header[key])
		}
	}
	w.x.c.out = out
	w.closes = w.closes || hasToken(w.header["Connection"], "close")
}

// WriteSection implements header.Writer. Where there is more to it than a
// section, all goes the ordinary way.
func (w *response) WriteSection(status int, s *header.Section) {
	if s.Lines() == nil || len(w.header) > 0 || w.status != 0 || status < 200 {
		s.Put(w.header)
		w.WriteHeader(status)
		return
	}
	w.status, w.typed = status, s.Typed()
	if w.mayDeclare() {
		w.declared = s.Length()
	}
	w.x.c.out = append(append(w.x.c.out, statusLine(status)...), s.Lines()...)
}

// noteFields records which fields the handler has settled: also one that is
// set to nil is not added.
func (w *response) noteFields() {
	_, w.typed = w.header["Content-Type"]
	w.typed = w.typed || w.header.Get("Content-Encoding") != ""
	_, w.dated = w.header["Date"]
	_, w.named = w.header["X-Request-Id"]
}

// frame decides how the body ends (RFC 9112 §6.3), and ends the head. first is
// the beginning of the body, for answers whose handler named no type.
func (w *response) frame(first []byte) {
	w.framed = true
	c := w.x.c
	w.x.underway.size.Store(w.declared)
	out := c.out
	if !w.typed && len(first) > 0 {
		out = header.AppendLines(out, "Content-Type", []string{http.DetectContentType(first)})
	}
	if !w.dated {
		out = append(out, c.engine.clock.line(w.x.record.Began)...)
	}
	if !w.named {
		out = append(out, "X-Request-Id: "...)
		out = append(out, w.x.id...)
		out = append(out, "\r\n"...)
	}
	switch {
	case !allowsBody(w.status) && w.status != http.StatusNotModified:
	case w.declared != unknown:
		out = append(out, "Content-Length: "...)
		out = strconv.AppendInt(out, w.declared, 10)
		out = append(out, "\r\n"...)
	case !allowsBody(w.status) || w.isHead():
	case w.x.request.ProtoMinor == 0:
		w.closes = true
	default:
		w.chunked = true
		out = append(out, "Transfer-Encoding: chunked\r\n"...)
		out = w.appendTrailer(out)
	}
	c.out = out
	w.appendConnection()
}

// appendConnection says what becomes of the connection and ends the head
// (RFC 9112 §9). Keep-Alive counts down the requests that it is good for.
func (w *response) appendConnection() {
	c := w.x.c
	limits := c.engine.limits.Load()
	last := limits.Requests > 0 && c.requests >= limits.Requests
	w.closes = w.closes || c.closing || last || c.in.frame.close || !w.x.body.promises() ||
		c.engine.draining.Load() || c.woken.Load()
	if w.closes {
		c.out = append(c.out, "Connection: close\r\n\r\n"...)
		return
	}
	out := append(c.out, "Connection: keep-alive\r\nKeep-Alive: timeout="...)
	out = strconv.AppendInt(out, int64(limits.Idle/time.Second), 10)
	if limits.Requests > 0 {
		out = append(out, ", max="...)
		out = strconv.AppendInt(out, int64(limits.Requests-c.requests+1), 10)
	}
	c.out = append(out, "\r\n\r\n"...)
}

// mayDeclare reports whether an answer with the status can say how long its
// content is, or would be.
func (w *response) mayDeclare() bool {
	return allowsBody(w.status) || w.status == http.StatusNotModified
}

// contentLength reads the handler's Content-Length, or returns unknown.
func (w *response) contentLength() int64 {
	values := w.header["Content-Length"]
	if len(values) != 1 || !w.mayDeclare() {
		return unknown
	}
	n, err := strconv.ParseUint(values[0], 10, 63)
	if err != nil {
		return unknown
	}
	return int64(n)
}

// statusLines holds the status lines that have a name.
var statusLines = func() (lines [600][]byte) {
	for status := range lines {
		if name := http.StatusText(status); name != "" {
			lines[status] = []byte("HTTP/1.1 " + strconv.Itoa(status) + " " + name + "\r\n")
		}
	}
	return lines
}()

// statusLine returns the status line; one without a name has an empty reason
// phrase, and keeps the space before it (RFC 9112 §4).
func statusLine(status int) []byte {
	if status < len(statusLines) && statusLines[status] != nil {
		return statusLines[status]
	}
	return []byte("HTTP/1.1 " + strconv.Itoa(status) + " \r\n")
}

// hasToken reports whether one of the lists holds a token, ignoring case.
func hasToken(lists []string, token string) bool {
	for _, list := range lists {
		for item := range splitList(list) {
			if strings.EqualFold(item, token) {
				return true
			}
		}
	}
	return false
}

// splitList yields the members of a comma-separated list (RFC 9110 §5.6.1).
func splitList(list string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for item := range strings.SplitSeq(list, ",") {
			if item = strings.Trim(item, " \t"); item != "" && !yield(item) {
				return
			}
		}
	}
}
