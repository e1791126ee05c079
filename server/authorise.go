// SPDX-License-Identifier: MIT

package server

import (
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"

	"porchlight/server/config"
	"porchlight/server/gate"
	"porchlight/server/reach"
)

// visitors is who may come in to what is lent, and who has. It outlives changes
// of the configuration that leave the folder, the mode and the access alone.
type visitors struct {
	gate  *gate.Gate     // nil where everybody may come in
	reach *reach.Tracker // nil where nobody else is expected
	ended *atomic.Bool   // what they came for is lent no more; each share has its own
}

// end is the end of what is lent: nobody is let in any more, and who still sends
// something is told.
func (v visitors) end() {
	v.ended.Store(true)
	if v.gate != nil {
		v.gate.Revoke()
	}
}

// authorise is the one place that decides whether a request may touch what is
// lent, before any file is. It reports false when it has answered the request.
// What is lent for (reading, sending) the room that a request goes to knows.
func (st *site) authorise(w http.ResponseWriter, r *http.Request) bool {
	if st.visitors.reach != nil {
		st.visitors.reach.Seen(clientOf(r))
	}
	g := st.visitors.gate
	switch {
	case g == nil:
	case gate.Serves(r.URL.Path):
		g.ServeHTTP(w, r)
		return false
	case !g.Admit(w, r):
		return false
	}
	if changes(r.Method) && crossSite(r) {
		fail(w, r, &refusal{http.StatusForbidden, "Another site has made your browser ask for this. Open the address of this server itself."})
		return false
	}
	return true
}

// clientOf returns the address of the one who asks; the zero Addr when there is
// none.
func clientOf(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap()
}

// changes reports whether a method is not safe (RFC 9110 §9.2.1, RFC 4918 §9.1).
func changes(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, "PROPFIND":
		return false
	}
	return true
}

// crossSite reports whether a browser says that a page of somewhere else asks.
// The Host has been found to be ours before. What says nothing is no browser,
// or an old one, which a cookie with SameSite does not follow either.
func crossSite(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return false
	case "":
	default:
		return true
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	from, err := url.Parse(origin)
	return err != nil || from.Scheme != "http" || from.Host != r.Host
}

// visitorsFor returns those of the share that is on, when c goes on with it, or
// new ones: with keys that nobody has yet.
func (s *Server) visitorsFor(c config.Config) visitors {
	on := s.site.Load()
	goesOn := on.lends(c) && on.config.Access == c.Access
	if goesOn && (c.LAN == "off" || on.visitors.reach != nil) {
		return on.visitors
	}
	v := visitors{ended: new(atomic.Bool)}
	if goesOn {
		v.gate, v.ended = on.visitors.gate, on.visitors.ended
	} else if c.Mode != "website" || c.Access != "open" {
		v.gate = gate.New(gate.Options{Way: gate.Way(c.Access), Share: c.Title(), Log: s.journal.Logger(), Changed: s.meter.stir})
	}
	if c.LAN != "off" {
		v.reach = reach.New(s.lentAt, ownIPs)
	}
	return v
}

// lentAt are the addresses that are listened on now.
func (s *Server) lentAt() (all []netip.AddrPort) {
	if d := s.state.Load().door; d != nil {
		for _, at := range d.addresses() {
			all = append(all, at.AddrPort())
		}
	}
	return all
}

// Gate returns who may come in to what is lent; nil for everybody.
func (s *Server) Gate() *gate.Gate {
	if st := s.site.Load(); st != nil {
		return st.visitors.gate
	}
	return nil
}

// Reach returns who has reached what is lent; nil where nobody else is expected.
func (s *Server) Reach() *reach.Tracker {
	if st := s.site.Load(); st != nil {
		return st.visitors.reach
	}
	return nil
}
