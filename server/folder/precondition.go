// SPDX-License-Identifier: MIT

package folder

import (
	"net/http"
	"time"
)

// verdict is what the preconditions of a request say about its answer.
type verdict int

const (
	proceed     verdict = iota // answer as if there were none
	unchanged                  // 304: the client has it already
	conditioned                // 412: not what the client meant
)

// preconditions evaluates the fields of a GET, HEAD or OPTIONS request in the
// order of RFC 9110 §13.2.2, for a representation that would be sent with
// 200. If-Range is not among them: it only decides about Range (§13.1.5).
func preconditions(r *http.Request, p *representation) verdict {
	if tags := r.Header["If-Match"]; tags != nil {
		if !matchesStrong(tags, p.tag) {
			return conditioned
		}
	} else if date, ok := fieldDate(r, "If-Unmodified-Since", p); ok && p.modified.After(date) {
		return conditioned
	}
	if tags := r.Header["If-None-Match"]; tags != nil {
		if matchesWeak(tags, p.tag) {
			return unchanged
		}
	} else if date, ok := fieldDate(r, "If-Modified-Since", p); ok && !p.modified.After(date) {
		return unchanged
	}
	return proceed
}

// fieldDate returns the date in a field. ok is false when the field is to be
// ignored: missing, more than one, not a date, or the file has none
// (RFC 9110 §13.1.3, §13.1.4).
func fieldDate(r *http.Request, canonical string, p *representation) (date time.Time, ok bool) {
	lines := r.Header[canonical]
	if len(lines) != 1 || p.modified.IsZero() {
		return time.Time{}, false
	}
	date, err := http.ParseTime(lines[0])
	return date, err == nil
}

// ifRange reports whether the condition on a Range holds (RFC 9110 §13.1.5):
// there is none, it is our strong tag, or it is our date to the second, and
// that date is old enough to be a strong validator (§8.8.2.2). A file that may
// be coded has one date for all its codings: it does not tell which of them
// the client has a part of.
func ifRange(r *http.Request, p *representation, now time.Time) bool {
	lines, present := r.Header["If-Range"]
	if !present {
		return true
	}
	if len(lines) != 1 {
		return false
	}
	if opaque, weak, rest, ok := nextTag(lines[0]); ok {
		return !weak && rest == "" && opaque == p.tag
	}
	if p.kind.coded {
		return false
	}
	date, err := http.ParseTime(lines[0])
	strong := now.Sub(time.Unix(0, p.stamp.written)) >= time.Second
	return err == nil && strong && !p.modified.IsZero() && date.Equal(p.modified)
}
