// SPDX-License-Identifier: MIT

package folder

import (
	"net/http"
	"strconv"
	"strings"
)

// announcement is what the fields of a request say of an upload.
type announcement struct {
	complete bool  // the body is the rest of it
	offset   int64 // of the body
	length   int64 // in all, or unknown
}

// announced reads the fields of a request that brings bytes from an offset on.
func announced(r *http.Request, offset int64) (announcement, *Error) {
	a := announcement{offset: offset, length: unknown}
	switch strings.Join(r.Header["Upload-Complete"], ",") {
	case "?1":
		a.complete = true
	case "?0":
	default:
		return a, malformedField("Upload-Complete")
	}
	if r.Header["Upload-Length"] != nil {
		length, ok := parseInteger(r.Header["Upload-Length"])
		if !ok {
			return a, malformedField("Upload-Length")
		}
		a.length = length
	}
	if a.complete && r.ContentLength >= 0 {
		whole := offset + r.ContentLength
		if a.length != unknown && a.length != whole {
			return a, inconsistentLength()
		}
		a.length = whole
	}
	return a, nil
}

// parseInteger reads an Integer that is not negative (RFC 9651 §3.3.1).
func parseInteger(lines []string) (int64, bool) {
	const mostDigits = 15
	if len(lines) != 1 || len(lines[0]) > mostDigits {
		return 0, false
	}
	n, err := strconv.ParseUint(lines[0], 10, 63)
	return int64(n), err == nil
}

func malformedField(name string) *Error {
	return &Error{Status: http.StatusBadRequest, Reason: "The field " + name + " is missing or malformed."}
}

func inconsistentLength() *Error {
	return &Error{Status: http.StatusBadRequest, Reason: "The lengths that were announced for this upload do not agree."}
}
