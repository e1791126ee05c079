// SPDX-License-Identifier: MIT

package http1

import (
	"math"
	"net/http"
)

// Limits of a chunked body beside its data.
const (
	maxChunkLine   = 256  // one size line with its extensions
	maxChunkDigits = 16   // one size, with leading zeros: what an int64 needs
	maxExtensions  = 4096 // all extensions of a body together, and the blanks before them
	maxTrailers    = 4096 // the trailer section
)

// chunkDecoder undoes the chunked transfer coding (RFC 9112 §7.1): a pure
// state machine over bytes, that does not read.
//
//	size ─▶ extension ─▶ sizeLF ─▶ data ─▶ dataCR ─▶ dataLF ─▶ size …
//	                       └─ size 0 ─▶ trailer (lines) ─▶ done
//
// A chunk line ends in CRLF only: the leniency of RFC 9112 §2.2 does not cover
// it, and lone line feeds in extensions have been used to smuggle.
type chunkDecoder struct {
	state      chunkState
	remaining  int64 // bytes of the current chunk's data, or its size so far
	digits     int   // of the size line
	line       int   // bytes of the current size line
	extensions int   // bytes of all extensions and of the blanks before them
	trailers   []byte
}

type chunkState uint8

const (
	chunkSize chunkState = iota
	chunkSizeBlank
	chunkExtension
	chunkSizeLF
	chunkData
	chunkDataCR
	chunkDataLF
	chunkTrailer
	chunkDone
)

// decode takes bytes from the front of src. It stops after a run of data,
// which it returns as a part of src, at the end of the body, and at the end of
// src. read is the number of bytes taken.
func (d *chunkDecoder) decode(src []byte) (read int, data []byte, fault *refusal) {
	for read < len(src) && d.state != chunkDone {
		if d.state == chunkData {
			n := int(min(d.remaining, int64(len(src)-read)))
			d.skipData(int64(n))
			return read + n, src[read : read+n], nil
		}
		if fault := d.step(src[read]); fault != nil {
			return read, nil, fault
		}
		read++
	}
	return read, nil, nil
}

// skipData records that n bytes of the current chunk were taken.
func (d *chunkDecoder) skipData(n int64) {
	if d.remaining -= n; d.remaining == 0 {
		d.state = chunkDataCR
	}
}

// returnData takes back n bytes of data that decode gave out last.
func (d *chunkDecoder) returnData(n int64) {
	d.remaining += n
	d.state = chunkData
}

// step takes one byte that is not data.
func (d *chunkDecoder) step(c byte) *refusal {
	switch d.state {
	case chunkSize, chunkSizeBlank, chunkExtension:
		return d.sizeLine(c)
	case chunkSizeLF:
		return d.endSizeLine(c)
	case chunkDataCR:
		d.state = chunkDataLF
		return expect(c, '\r', "chunk data longer than its size")
	case chunkDataLF:
		*d = chunkDecoder{extensions: d.extensions, trailers: d.trailers}
		return expect(c, '\n', "chunk data longer than its size")
	default:
		return d.trailer(c)
	}
}

// sizeLine takes a byte of `1*HEXDIG *( BWS ";" … )`, up to its CR. What an
// extension says is ignored; what it may consist of is not (RFC 9112 §7.1.1).
func (d *chunkDecoder) sizeLine(c byte) *refusal {
	d.line++
	if d.line > maxChunkLine || d.extensions > maxExtensions {
		return refuse(http.StatusRequestEntityTooLarge, "chunk extensions too long")
	}
	digit, isHex := hexDigit(c)
	switch {
	case d.state == chunkExtension && c != '\r':
		d.extensions++
		return allow(class[c]&text != 0, "control byte in a chunk extension")
	case d.state == chunkSize && isHex:
		d.digits++
		if d.digits > maxChunkDigits || d.remaining > math.MaxInt64>>4 {
			return badRequest("chunk size too large")
		}
		d.remaining = d.remaining<<4 | int64(digit)
		return nil
	case d.digits == 0:
		return badRequest("chunk without a size")
	case c == ';':
		d.state = chunkExtension
	case isOWS(c):
		d.extensions++
		d.state = chunkSizeBlank
	case c == '\r' && d.state != chunkSizeBlank:
		d.state = chunkSizeLF
	default:
		return badRequest("invalid chunk size")
	}
	return nil
}

func (d *chunkDecoder) endSizeLine(c byte) *refusal {
	d.state = chunkData
	if d.remaining == 0 {
		d.state = chunkTrailer
	}
	return expect(c, '\n', "chunk line that does not end in CRLF")
}

// trailer gathers the trailer section up to and with its empty line.
func (d *chunkDecoder) trailer(c byte) *refusal {
	d.trailers = append(d.trailers, c)
	if len(d.trailers) > maxTrailers {
		return refuse(http.StatusRequestHeaderFieldsTooLarge, "trailers too long")
	}
	if c != '\n' {
		return nil
	}
	n := len(d.trailers)
	if n < 2 || d.trailers[n-2] != '\r' {
		return badRequest("line feed without a carriage return")
	}
	if n == 2 || n >= 4 && d.trailers[n-3] == '\n' {
		d.state = chunkDone
	}
	return nil
}

// trailerFields parses the trailer section once the body is done. Fields that
// would change the framing, the routing or the rights of a request after it
// was judged are left out (RFC 9110 §6.5.1).
func (d *chunkDecoder) trailerFields() (http.Header, *refusal) {
	trailers := http.Header{}
	for b := d.trailers; ; {
		line, found, fault := nextLine(b)
		if fault != nil || !found || len(line) == 0 {
			return trailers, fault
		}
		f, fault := parseField(line)
		if fault != nil {
			return trailers, fault
		}
		if name := http.CanonicalHeaderKey(string(f.name)); !forbiddenTrailer(name) {
			trailers[name] = append(trailers[name], string(f.value))
		}
		b = b[len(line)+2:]
	}
}

func forbiddenTrailer(name string) bool {
	switch name {
	case "Content-Length", "Transfer-Encoding", "Trailer", "Host", "Connection", "Keep-Alive", "Te", "Upgrade", "Expect",
		"Authorization", "Cookie", "Content-Type", "Content-Encoding", "Content-Range", "Range", "Cache-Control", "Max-Forwards",
		"If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Proxy-Authorization":
		return true
	}
	return false
}

func expect(c, want byte, reason string) *refusal { return allow(c == want, reason) }

func allow(ok bool, reason string) *refusal {
	if !ok {
		return badRequest(reason)
	}
	return nil
}

func hexDigit(c byte) (digit byte, ok bool) {
	switch {
	case isDigit(c):
		return c - '0', true
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10, true
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}
