// SPDX-License-Identifier: MIT

package journal

import (
	"log/slog"
	"net/http"
	"strconv"
	"time"
)

// Bounds on what is shown of values that a client chooses, in bytes before escaping. What is longer ends in "…".
const (
	targetLimit = 512
	tokenLimit  = 128
	errLimit    = 512
)

// Entry is one finished request. Strings are taken as they came: the journal cleans and shortens them.
type Entry struct {
	Time   time.Time     // when the answer was done
	Worker int           // the worker that was lent, from 1; 0 when the request was refused before that
	ID     []byte        // request id
	Remote string        // who asked
	Method string        // "" when the head was not understood
	Target string        // at most 512 bytes are shown
	Status int           // 0 when no answer was sent
	Bytes  int64         // content bytes sent
	Took   time.Duration // from the complete head to the last byte
	Err    error         // what went wrong; nil when nothing did
}

// level is Warn for a request that went wrong. The log has no Error for it: an error is our own fault, and has a
// line of its own.
func (e *Entry) level() slog.Level {
	if e.Err != nil {
		return slog.LevelWarn
	}
	return slog.LevelInfo
}

// appendClassic appends
//
//	[2024-03-15 10:30:15] [Worker-1] Response: 200 OK (2453678 bytes transferred) GET /photo.jpg 192.168.1.7 12ms
//
// and a line feed. The id follows when somebody may look for it: after a failure, or an answer whose page shows it.
func (e *Entry) appendClassic(dst []byte, stamp string) []byte {
	dst = append(dst, stamp...)
	if e.Worker > 0 {
		dst = append(dst, " [Worker-"...)
		dst = strconv.AppendInt(dst, int64(e.Worker), 10)
		dst = append(dst, "] Response: "...)
	} else {
		dst = append(dst, " [Server] Response: "...)
	}
	dst = appendStatus(dst, e.Status)
	dst = append(dst, " ("...)
	dst = strconv.AppendInt(dst, e.Bytes, 10)
	dst = append(dst, " bytes transferred) "...)
	dst = append(appendToken(dst, e.Method, tokenLimit), ' ')
	dst = append(appendToken(dst, e.Target, targetLimit), ' ')
	dst = append(appendToken(dst, e.Remote, tokenLimit), ' ')
	dst = appendTook(dst, e.Took)
	return append(e.appendTrouble(dst), '\n')
}

func (e *Entry) appendTrouble(dst []byte) []byte {
	if len(e.ID) > 0 && (e.Err != nil || e.Status >= http.StatusBadRequest) {
		dst = append(dst, " id="...)
		dst = appendToken(dst, string(e.ID), tokenLimit)
	}
	if e.Err != nil {
		dst = append(dst, " err="...)
		dst = appendValue(dst, shorten(e.Err.Error(), errLimit))
	}
	return dst
}

// record is the entry for a slog handler, with the attributes in their fixed order. Those that have nothing to say
// are left out.
func (e *Entry) record(level slog.Level) slog.Record {
	attrs := make([]slog.Attr, 0, 9)
	if e.Worker > 0 {
		attrs = append(attrs, slog.Int("worker", e.Worker))
	}
	if len(e.ID) > 0 {
		attrs = append(attrs, slog.String("id", shorten(string(e.ID), tokenLimit)))
	}
	attrs = append(attrs,
		slog.String("remote", shorten(e.Remote, tokenLimit)),
		slog.String("method", shorten(e.Method, tokenLimit)),
		slog.String("target", shorten(e.Target, targetLimit)),
		slog.Int("status", e.Status),
		slog.Int64("bytes", e.Bytes),
		slog.Duration("took", e.Took.Round(time.Microsecond)))
	if e.Err != nil {
		attrs = append(attrs, slog.String("err", shorten(e.Err.Error(), errLimit)))
	}
	r := slog.NewRecord(e.Time, level, "request", 0)
	r.AddAttrs(attrs...)
	return r
}

func appendStatus(dst []byte, status int) []byte {
	if status == 0 {
		return append(dst, "none"...)
	}
	dst = strconv.AppendInt(dst, int64(status), 10)
	if text := http.StatusText(status); text != "" {
		dst = append(append(dst, ' '), text...)
	}
	return dst
}

// appendTook appends a duration in the unit that a person would use: 350µs, 12ms, 93.4s. It truncates.
func appendTook(dst []byte, d time.Duration) []byte {
	d = max(d, 0)
	switch {
	case d < time.Millisecond:
		return append(strconv.AppendInt(dst, d.Microseconds(), 10), "µs"...)
	case d < 10*time.Second:
		return append(strconv.AppendInt(dst, d.Milliseconds(), 10), "ms"...)
	}
	tenths := d.Milliseconds() / 100
	dst = append(strconv.AppendInt(dst, tenths/10, 10), '.', byte('0'+tenths%10))
	return append(dst, 's')
}
