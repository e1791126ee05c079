// SPDX-License-Identifier: MIT

package http1

import "net/http"

// refusal is a fault of a message: the one type for everything that the engine
// answers itself. The connection closes after it, because where the next
// message begins is no longer certain, or because there is no room.
type refusal struct {
	status int
	reason string // short, safe to show to the peer
}

// Error makes a refusal the error that a handler reads from a broken body.
func (r *refusal) Error() string { return r.reason }

func refuse(status int, reason string) *refusal { return &refusal{status, reason} }

func badRequest(reason string) *refusal { return refuse(http.StatusBadRequest, reason) }
