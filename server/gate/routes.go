// SPDX-License-Identifier: MIT

package gate

import (
	"net/http"
	"slices"
	"strings"
)

// ServeHTTP answers the addresses that Serves names. The server's guard has
// checked the Host before.
func (g *Gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	methods := "GET, HEAD, OPTIONS"
	if r.URL.Path == pageRoute {
		methods = "GET, HEAD, POST, OPTIONS"
	}
	switch {
	case r.Method == http.MethodOptions:
		w.Header().Set("Allow", methods)
		w.WriteHeader(http.StatusNoContent)
	case !slices.Contains(strings.Split(methods, ", "), r.Method):
		w.Header().Set("Allow", methods)
		say(w, r, note{status: http.StatusMethodNotAllowed, message: "This address takes " + methods + " only."})
	case strings.HasPrefix(r.URL.Path, keyRoute):
		g.serveKey(w, r)
	case r.URL.Path == styleRoute:
		style.serve(w, r)
	case r.URL.Path == scriptRoute:
		script.serve(w, r)
	case r.URL.Path == pageRoute && r.Method == http.MethodPost:
		g.serveForm(w, r)
	case r.URL.Path == pageRoute:
		g.servePage(w, r)
	default:
		say(w, r, note{status: http.StatusNotFound, message: "There is nothing here."})
	}
}

// serveKey takes the link: the key in the address becomes a cookie, and the
// address is cleaned. Who is in already stays so. Where a key does not let in,
// the link leads to the share, which asks.
func (g *Gate) serveKey(w http.ResponseWriter, r *http.Request) {
	key := strings.TrimPrefix(r.URL.Path, keyRoute)
	v := g.recognise(r)
	switch {
	case v.state == nobody && g.redeem(key):
		g.enter(w, r, "/")
	case v.state == in, v.state == nobody && g.options.Way == Ask:
		redirect(w, "/")
	case v.state == nobody && same(g.key, key):
		g.enter(w, r, "/")
	case v.state == nobody:
		g.answer(w, r, visit{verdict: verdict{state: stale}, next: "/"})
	default:
		g.answer(w, r, visit{verdict: v, next: "/"})
	}
}

// servePage shows how to come in, or leads those who are in to where they wanted
// to go.
func (g *Gate) servePage(w http.ResponseWriter, r *http.Request) {
	next := nextOf(r.URL.Query().Get("next"))
	v := g.judge(r)
	if v.state == in {
		redirect(w, next)
		return
	}
	g.challenge(w, r, visit{verdict: v, next: next, asked: true})
}

// mostForm bounds what the form sends, in bytes.
const mostForm = 8 << 10

// serveForm takes a typed code.
func (g *Gate) serveForm(w http.ResponseWriter, r *http.Request) {
	if !fromOurs(r) {
		g.answer(w, r, visit{verdict: verdict{state: foreign}, next: "/"})
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, mostForm)
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if !strings.EqualFold(strings.TrimSpace(kind), "application/x-www-form-urlencoded") || r.ParseForm() != nil {
		say(w, r, note{status: http.StatusBadRequest, message: "This is not the form that the page sends. Open the page again."})
		return
	}
	next := nextOf(r.PostForm.Get("next"))
	v := g.recognise(r)
	if v.state == nobody && g.options.Way != Ask {
		if v = g.try(r, r.PostForm.Get("code")); v.state == in {
			g.enter(w, r, next)
			return
		}
	}
	if v.state == in {
		redirect(w, next)
		return
	}
	g.challenge(w, r, visit{verdict: v, next: next})
}
