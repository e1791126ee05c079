// SPDX-License-Identifier: MIT

package http1

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"time"
)

// discardLimit is how much unread body is read away to keep a connection.
const discardLimit = 256 << 10

// body is the content of a request on its way from the connection to the
// handler, with the transfer coding undone.
type body struct {
	x         *exchange
	remaining int64        // of a body with a length
	chunks    chunkDecoder // of a chunked one
	chunked   bool
	owes100   bool // the client waits for 100 Continue before it sends
	pace      pace
	readBy    time.Time // what the handler has set, or zero
	err       error     // io.EOF when all is read, or what broke it: both stay
}

// begin returns the body for the exchange's request.
func (b *body) begin(x *exchange) io.ReadCloser {
	f := &x.c.in.frame
	*b = body{x: x, remaining: f.length, chunked: f.length == chunkedLength, owes100: f.expects}
	b.pace.limits = x.c.engine.limits.Load()
	if !f.hasBody() {
		b.err = io.EOF
		return http.NoBody
	}
	return b
}

// Read implements io.Reader. The errors beside io.EOF: io.ErrUnexpectedEOF when
// the client went away, one that is os.ErrDeadlineExceeded when it stalled, and
// a fault of the chunked coding, after which the connection closes.
func (b *body) Read(p []byte) (n int, err error) {
	if b.err != nil || len(p) == 0 {
		return 0, b.err
	}
	if b.owes100 {
		b.err = b.sendContinue()
	}
	for n == 0 && b.err == nil {
		if b.chunked {
			n, b.err = b.readChunked(p)
		} else {
			n, b.err = b.readLength(p)
		}
	}
	b.x.underway.received.Add(int64(n))
	return n, b.err
}

// Close implements io.Closer; what is left of the body is discarded later.
func (b *body) Close() error { return nil }

// sendContinue asks for the body, unless it is coming already or the answer
// has begun (RFC 9110 §10.1.1).
func (b *body) sendContinue() error {
	b.owes100 = false
	if len(b.x.c.in.unread()) > 0 || b.x.response.status != 0 {
		return nil
	}
	b.x.c.out = append(b.x.c.out, "HTTP/1.1 100 Continue\r\n\r\n"...)
	return b.x.response.flushInterim()
}

func (b *body) readLength(p []byte) (n int, err error) {
	p = p[:min(int64(len(p)), b.remaining)]
	if n, err = b.source(p); err != nil {
		return n, err
	}
	if b.remaining -= int64(n); b.remaining == 0 {
		return n, io.EOF
	}
	return n, nil
}

// readChunked decodes what is buffered. Once inside a chunk, with nothing
// buffered, its data go straight to p.
func (b *body) readChunked(p []byte) (n int, err error) {
	in := b.x.c.in
	if b.chunks.state == chunkData && len(in.unread()) == 0 {
		n, err = b.source(p[:min(int64(len(p)), b.chunks.remaining)])
		b.chunks.skipData(int64(n))
		return n, err
	}
	if len(in.unread()) == 0 {
		if err := b.fill(); err != nil {
			return 0, err
		}
	}
	read, data, fault := b.chunks.decode(in.unread())
	n = copy(p, data)
	if rest := len(data) - n; rest > 0 {
		b.chunks.returnData(int64(rest))
		read -= rest
	}
	in.take(read)
	if fault != nil {
		return n, fault
	}
	if b.chunks.state == chunkDone {
		return n, b.endChunked()
	}
	return n, nil
}

// endChunked hands over the trailers.
func (b *body) endChunked() error {
	trailers, fault := b.chunks.trailerFields()
	if fault != nil {
		return fault
	}
	if r := &b.x.request; len(trailers) > 0 {
		if r.Trailer == nil {
			r.Trailer = http.Header{}
		}
		maps.Copy(r.Trailer, trailers)
	}
	return io.EOF
}

// source reads raw bytes of the body: those that came with the head first. A
// large p is read into directly.
func (b *body) source(p []byte) (int, error) {
	in := b.x.c.in
	if len(in.unread()) == 0 {
		if len(p) >= len(in.buffer)/2 {
			return b.receive(p)
		}
		if err := b.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, in.unread())
	in.take(n)
	return n, nil
}

// fill reads into the empty input.
func (b *body) fill() error {
	in := b.x.c.in
	n, err := b.receive(in.buffer[:])
	in.start, in.end = 0, n
	return err
}

// receive waits for bytes, with a deadline that moves with progress.
func (b *body) receive(p []byte) (int, error) {
	c := b.x.c
	began := time.Now()
	c.setReadDeadline(earlier(b.readBy, b.pace.deadline()))
	n, err := c.wire.conn.Read(p)
	err = b.pace.add(int64(n), began, err)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
		if n > 0 { // the end comes again, if more bytes are wanted
			err = nil
		}
	}
	return n, err
}

// ended reports whether nothing of the body is left on the connection.
func (b *body) ended() bool { return errors.Is(b.err, io.EOF) }

// promises reports whether the connection can be kept although the body is not
// read yet: its length is known to be small, and it is surely coming.
func (b *body) promises() bool {
	return b.ended() || b.err == nil && !b.owes100 && !b.chunked && b.remaining <= discardLimit
}

// discard reads away what the handler left of the body, so that the next
// request begins where it should. The answer leaves first, and the worker is
// given back: the peer may take its time. It reports false when that is too
// much.
func (b *body) discard() bool {
	if b.ended() {
		return true
	}
	if b.err != nil || b.owes100 {
		return false
	}
	b.x.c.giveBack()
	scratch := inputs.Get().(*input)
	defer scratch.release()
	for left := discardLimit; b.err == nil && left > 0 && !b.x.c.closing; {
		n, _ := b.Read(scratch.buffer[:min(left, len(scratch.buffer))])
		left -= n
	}
	b.x.c.since.set(time.Now())
	return b.ended()
}
