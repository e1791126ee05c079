// SPDX-License-Identifier: MIT

package http1

import (
	"net/http"
	"sync"
	"time"
)

// input holds the bytes of a connection that are read and not yet used, and
// the head that is being parsed from them. A connection has one only while
// there is something in it.
type input struct {
	buffer     [maxHead]byte
	start, end int
	head       head
	frame      framing   // of the head that was parsed last
	size       int       // of that head in bytes
	since      time.Time // when the first bytes of an incomplete head came
}

var inputs = sync.Pool{New: func() any { return new(input) }}

// unread returns the bytes not yet used.
func (in *input) unread() []byte { return in.buffer[in.start:in.end] }

// take marks n bytes as used.
func (in *input) take(n int) {
	if in.start += n; in.start == in.end {
		in.start, in.end = 0, 0
	}
}

// space returns where the next bytes can be read to: nothing when a head fills
// the buffer. Moving bytes to the front begins their head anew.
func (in *input) space() []byte {
	if in.end == len(in.buffer) && in.start > 0 {
		in.end = copy(in.buffer[:], in.unread())
		in.start = 0
		in.head.reset()
	}
	return in.buffer[in.end:]
}

// tooLong refuses an incomplete head that fills the buffer: by its target when
// not even the request line has ended.
func (in *input) tooLong() *refusal {
	switch {
	case len(in.unread()) < maxHead:
		return nil
	case in.head.started():
		return refuse(http.StatusRequestHeaderFieldsTooLarge, "a request head may have 8192 bytes")
	}
	return refuse(http.StatusRequestURITooLong, "a request head may have 8192 bytes")
}

// release gives in back for another connection.
func (in *input) release() {
	in.start, in.end, in.since = 0, 0, time.Time{}
	in.head.reset()
	inputs.Put(in)
}
