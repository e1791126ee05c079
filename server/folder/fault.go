// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"fmt"
	"net/http"
)

// Error is an answer that is not the one hoped for.
type Error struct {
	Status int    // the status code, 400 to 599
	Reason string // one short sentence, safe to show, with what to do
	Allow  string // the methods for a 405; already set on the answer
	Err    error  // the cause, for the log only; nil when the request is at fault
}

// Error tells the whole story, for the log.
func (e *Error) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("answer %d: %s", e.Status, e.Reason)
	}
	return fmt.Sprintf("answer %d: %v", e.Status, e.Err)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func methodRefused(methods string) *Error {
	return &Error{
		Status: http.StatusMethodNotAllowed,
		Reason: "This address takes " + methods + " only.",
		Allow:  methods,
	}
}

func notFound(err error) *Error {
	return &Error{
		Status: http.StatusNotFound,
		Reason: "There is no such file here. Check the address.",
		Err:    err,
	}
}

// fetchRefused is the answer of a folder that is write-only.
func fetchRefused() *Error {
	return &Error{Status: http.StatusForbidden, Reason: "Files can be sent here, and not fetched."}
}

func forbidden(err error) *Error {
	return &Error{
		Status: http.StatusForbidden,
		Reason: "This file is not lent out.",
		Err:    err,
	}
}

// fault translates an error of the file system into an answer. What is our
// own trouble is told without detail.
func (f *Folder) fault(err error) *Error {
	if errors.Is(err, f.escapes) {
		return forbidden(err)
	}
	switch status := statusOf(err); status {
	case http.StatusNotFound:
		return notFound(err)
	case http.StatusForbidden:
		return forbidden(err)
	case http.StatusServiceUnavailable:
		return &Error{Status: status, Reason: "Too many files are open. Try again in a moment.", Err: err}
	default:
		return &Error{
			Status: http.StatusInternalServerError,
			Reason: "The file could not be read. Try again, or tell the person who shares it.",
			Err:    err,
		}
	}
}
