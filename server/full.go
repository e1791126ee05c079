// SPDX-License-Identifier: MIT

package server

import (
	"net/http"

	"porchlight/server/http1"
	"porchlight/server/lobby"
)

// full answers a browser that opens a page while no worker is free. Whoever
// else asks gets the plain answer, which costs next to nothing.
func (s *Server) full(t http1.Turned) (http1.Answer, bool) {
	if t.Method != http.MethodGet || !lobby.IsBrowser(t.Accept) || prefersJSON(t.Accept) {
		return http1.Answer{}, false
	}
	a := s.lobby.TurnAway(t.Field("cookie"), t.Client)
	return http1.Answer{
		ContentType: "text/html; charset=utf-8",
		Body:        a.Page,
		RetryAfter:  a.Wait,
		SetCookie:   a.SetCookie,
	}, true
}
