// SPDX-License-Identifier: MIT

package http1

import (
	"net/http"
	"net/netip"
	"strconv"
)

// refusal is a fault of a message: the one type for everything that the engine
// answers itself. The connection closes after it, because where the next
// message begins is no longer certain; only for want of a worker it may stay.
type refusal struct {
	status int
	reason string // short, safe to show to the peer
}

// Error makes a refusal the error that a handler reads from a broken body.
func (r *refusal) Error() string { return r.reason }

func refuse(status int, reason string) *refusal { return &refusal{status, reason} }

func badRequest(reason string) *refusal { return refuse(http.StatusBadRequest, reason) }

// noWorker refuses a request that would have been served at a quieter time.
var noWorker = refuse(http.StatusServiceUnavailable, "no worker is free, try again in a moment")

// Turned is a request for which no worker came free. Its fields are good during
// the call of Options.Full only.
type Turned struct {
	Method, Accept string
	Client         netip.Addr // the zero Addr for this machine
	head           *head
}

// Field returns the value of the first field line with that lower-case name.
func (t Turned) Field(name string) string { return t.head.value(name) }

// Answer is what is sent to a request that no handler saw.
type Answer struct {
	ContentType string
	Body        []byte
	RetryAfter  int    // in seconds; 0 = not said
	SetCookie   string // a whole field value; "" = none
}

// retryAfter is what a client is told that gets no better advice, in seconds.
const retryAfter = 5

// answerTo says what a refused request is told.
func (e *Engine) answerTo(fault *refusal, id []byte, t Turned) Answer {
	if fault == noWorker && e.options.Full != nil {
		if a, ok := e.options.Full(t); ok {
			return a
		}
	}
	if fault == noWorker {
		id = nil // so the page is always the same; the head has the id
	}
	contentType, page := e.options.Page(fault.status, fault.reason, string(id), t.Accept)
	a := Answer{ContentType: contentType, Body: page}
	if fault.status == http.StatusServiceUnavailable {
		a.RetryAfter = retryAfter
	}
	return a
}

// appendFields appends the field lines that not every answer has.
func (a *Answer) appendFields(h []byte) []byte {
	if a.RetryAfter > 0 {
		h = append(h, "Retry-After: "...)
		h = strconv.AppendInt(h, int64(a.RetryAfter), 10)
		h = append(h, "\r\n"...)
	}
	if a.SetCookie != "" {
		h = append(h, "Set-Cookie: "...)
		h = append(h, a.SetCookie...)
		h = append(h, "\r\n"...)
	}
	return h
}
