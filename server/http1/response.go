// SPDX-License-Identifier: MIT

package http1

import (
	"errors"
	"fmt"
	"net/http"
)

// response is the http.ResponseWriter of an exchange. The head is written in
// two parts, because where the body ends may show only at its end:
//
//	WriteHeader   status line and the handler's fields
//	frame         what the engine adds: Date, connection, framing, empty line
//
// Both go to the connection's out, behind answers that have not left yet.
// Without a declared length the first bytes wait in pending: if the handler
// returns before they are many, the length is known after all.
type response struct {
	x       *exchange
	header  http.Header
	keys    []string // of header, sorted
	pending []byte   // body bytes before framing is decided, or of the current chunk

	status   int   // 0 before WriteHeader
	declared int64 // Content-Length, or unknown
	written  int64 // body bytes taken from the handler
	sent     int64 // of these, handed to the connection
	begun    int   // where this answer begins in out, or left when some of it has left
	framed   bool
	chunked  bool
	closes   bool // the answer says so, or its end is the end of the connection

	typed, dated, named bool // what frame need not add, as the header stood at WriteHeader
}

const (
	unknown = -1 // declared
	left    = -1 // begun

	pendingSize = 4 << 10
	copyLimit   = 16 << 10 // larger writes are sent from where they are
)

func (w *response) prepare() {
	w.header = make(http.Header, 16)
	w.pending = make([]byte, 0, pendingSize)
}

// begin makes w ready for the answer of x.
func (w *response) begin(x *exchange) {
	clear(w.header)
	*w = response{x: x, header: w.header, keys: w.keys[:0], pending: w.pending[:0], declared: unknown, begun: len(x.c.out)}
}

// Header implements http.ResponseWriter.
func (w *response) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter. A status of 1xx is sent at once
// and may be followed by another; 101 is not offered.
func (w *response) WriteHeader(status int) {
	switch {
	case status < 100 || status > 999 || status == http.StatusSwitchingProtocols:
		panic(fmt.Sprintf("WriteHeader with status %d", status))
	case w.status != 0:
		return
	case status < 200:
		w.inform(status)
		return
	}
	w.status = status
	w.declared = w.contentLength()
	w.noteFields()
	w.x.c.out = append(w.x.c.out, statusLine(status)...)
	w.appendFields()
}

// inform sends an interim answer; HTTP/1.0 has none (RFC 9110 §15.2).
func (w *response) inform(status int) {
	if w.x.request.ProtoMinor == 0 {
		return
	}
	w.x.body.owes100 = w.x.body.owes100 && status != http.StatusContinue
	w.x.c.out = append(w.x.c.out, statusLine(status)...)
	w.appendFields()
	w.x.c.out = append(w.x.c.out, '\r', '\n')
	_ = w.flushInterim() // a failure has marked the connection as closing
}

// Write implements io.Writer. Beside transport errors it returns
// http.ErrBodyNotAllowed and http.ErrContentLength.
func (w *response) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	switch {
	case len(p) == 0:
		return 0, nil
	case !allowsBody(w.status):
		return 0, http.ErrBodyNotAllowed
	case w.declared != unknown && w.written+int64(len(p)) > w.declared:
		n, _ := w.Write(p[:w.declared-w.written])
		return n, http.ErrContentLength
	}
	w.written += int64(len(p))
	if err := w.write(p); err != nil {
		return 0, err
	}
	return len(p), nil
}

// WriteString implements io.StringWriter.
func (w *response) WriteString(s string) (int, error) { return w.Write([]byte(s)) }

// write holds bytes back as long as they may tell something about the answer:
// its length or its type.
func (w *response) write(p []byte) error {
	if w.declared != unknown && w.typed && !w.framed {
		w.frame(nil)
	}
	for len(p) > 0 {
		if len(w.pending) == 0 && w.framed && (w.declared != unknown || len(p) >= pendingSize) {
			return w.chunk(p)
		}
		n := copy(w.pending[len(w.pending):cap(w.pending)], p)
		w.pending, p = w.pending[:len(w.pending)+n], p[n:]
		if len(w.pending) == cap(w.pending) {
			if err := w.emitPending(); err != nil {
				return err
			}
		}
	}
	return nil
}

// emitPending decides the framing, if need be, and sends what was held back.
func (w *response) emitPending() error {
	if !w.framed {
		w.frame(w.pending)
	}
	err := w.chunk(w.pending)
	w.pending = w.pending[:0]
	return err
}

// emit hands body bytes to the connection: small ones are gathered behind the
// head, large ones leave together with it. HEAD has no body.
func (w *response) emit(p []byte) error {
	c := w.x.c
	if w.isHead() {
		return nil
	}
	w.sent += int64(len(p))
	w.x.underway.sent.Store(w.sent)
	if len(p) <= copyLimit && len(p) <= cap(c.out)-len(c.out) {
		c.out = append(c.out, p...)
		return nil
	}
	w.begun = left
	err := c.send(c.out, p, false)
	c.out = c.out[:0]
	return err
}

// flushOut sends what is gathered; the answer cannot be taken back after it.
func (w *response) flushOut() error {
	w.begun = left
	return w.x.c.flush()
}

// flushInterim sends an interim answer. The final one begins behind it.
func (w *response) flushInterim() error {
	err := w.flushOut()
	if err == nil {
		w.begun = len(w.x.c.out)
	}
	return err
}

// finish ends the answer. A body shorter than its declared length cannot be
// mended: the connection is cut, which tells the client (RFC 9112 §8). A
// malformed body that the handler left unanswered is answered here.
func (w *response) finish() error {
	if w.status == 0 {
		if fault, ok := errors.AsType[*refusal](w.x.body.err); ok {
			w.begin(w.x)
			w.page(fault.status, fault.reason)
			return fault
		}
		w.WriteHeader(http.StatusOK)
	}
	if !w.framed {
		if w.declared == unknown && w.lengthShows() {
			w.declared = w.written
		}
		w.frame(w.pending)
	}
	if w.chunked {
		return w.endChunks()
	}
	return w.endLength(w.emitPending())
}

// lengthShows reports whether the bytes written are the length of the answer
// to say: a HEAD that wrote none may just have spared itself the content, and
// trailers need chunks.
func (w *response) lengthShows() bool {
	return allowsBody(w.status) && (!w.isHead() || w.written > 0) && !w.hasTrailers()
}

func (w *response) endLength(err error) error {
	if err == nil && w.declared != unknown && w.written < w.declared && !w.isHead() && allowsBody(w.status) {
		return fmt.Errorf("answer ended at %d of %d bytes", w.written, w.declared)
	}
	return err
}

// abandon takes the answer back when none of it has left, and reports that.
// Else the connection ends without the rest. Where only that end says where the
// answer ends, it is made a reset.
func (w *response) abandon() bool {
	c := w.x.c
	c.closing = true
	if w.begun == left {
		if w.framed && w.declared == unknown && !w.chunked {
			c.abort()
		}
		return false
	}
	c.out = c.out[:w.begun]
	return true
}

// page answers with the engine's own page instead of the handler.
func (w *response) page(status int, reason string) {
	w.closes = true
	contentType, page := w.x.c.engine.options.Page(status, reason, w.x.identity(), w.x.request.Header.Get("Accept"))
	w.header.Set("Content-Type", contentType)
	w.header.Set("X-Content-Type-Options", "nosniff")
	w.header.Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, err := w.Write(page)
	_ = errors.Join(err, w.finish()) // the connection closes in any case
}

func (w *response) isHead() bool { return w.x.request.Method == http.MethodHead }

// allowsBody reports whether an answer with status may have content
// (RFC 9110 §6.4.1).
func allowsBody(status int) bool {
	return status >= 200 && status != http.StatusNoContent && status != http.StatusNotModified
}
