// SPDX-License-Identifier: MIT

package http1

import (
	"io"
	"net/http"
	"os"
	"time"
)

// What a handler can do beside writing, by type assertion or through
// http.ResponseController. Hijack is not offered: a connection is the engine's.
var (
	_ http.Flusher    = (*response)(nil)
	_ io.ReaderFrom   = (*response)(nil)
	_ io.StringWriter = (*response)(nil)
)

// Flush implements http.Flusher.
func (w *response) Flush() { _ = w.FlushError() }

// FlushError sends what has been written so far. An answer whose length is not
// declared is chunked from then on.
func (w *response) FlushError() error {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	if err := w.emitPending(); err != nil {
		return err
	}
	return w.flushOut()
}

// ReadFrom implements io.ReaderFrom. A part of a file, as io.CopyN hands it
// over, leaves by the system's own way from a file to a socket.
func (w *response) ReadFrom(src io.Reader) (int64, error) {
	if w.status == 0 {
		w.WriteHeader(http.StatusOK)
	}
	part, isPart := src.(*io.LimitedReader)
	if isPart && w.declared != unknown && w.typed && allowsBody(w.status) && !w.isHead() {
		f, isFile := part.R.(*os.File)
		if isFile && part.N > copyLimit && part.N <= w.declared-w.written && hasOffset(f) {
			return w.sendFile(f, part)
		}
	}
	return io.Copy(writerOnly{w}, src)
}

// hasOffset tells a file from a pipe or a terminal, which are read once.
func hasOffset(f *os.File) bool {
	_, err := f.Seek(0, io.SeekCurrent)
	return err == nil
}

func (w *response) sendFile(f *os.File, part *io.LimitedReader) (int64, error) {
	if !w.framed {
		w.frame(nil)
	}
	w.begun = left
	n, err := w.x.c.sendFile(f, part.N)
	part.N -= n
	w.written += n
	w.sent += n
	return n, err
}

// writerOnly hides ReadFrom from io.Copy.
type writerOnly struct{ io.Writer }

// SetReadDeadline serves http.ResponseController: it bounds reads of the body,
// beside the engine's own deadlines. The zero time takes it back.
func (w *response) SetReadDeadline(t time.Time) error {
	c := w.x.c
	w.x.body.readBy, c.armed = t, instantOf(t)
	return c.wire.conn.SetReadDeadline(t)
}

// SetWriteDeadline is the same for the answer.
func (w *response) SetWriteDeadline(t time.Time) error {
	w.x.c.writeBy = 0
	if !t.IsZero() {
		w.x.c.writeBy = instantOf(t)
	}
	return w.x.c.wire.conn.SetWriteDeadline(t)
}

// EnableFullDuplex serves http.ResponseController: an answer may always begin
// before the body has been read.
func (w *response) EnableFullDuplex() error { return nil }
