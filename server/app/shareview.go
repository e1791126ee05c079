// SPDX-License-Identifier: MIT

package app

import (
	"net"
	"strconv"
	"time"

	"porchlight/server/gate"
	"porchlight/server/reach"
)

// Share is what is lent to the local network now.
type Share struct {
	Name    string       `json:"name"`              // of the folder, for people
	Link    string       `json:"link,omitempty"`    // the address with the key that lets in; "" while it pauses
	Code    string       `json:"code,omitempty"`    // to type; "" where none is needed
	Access  string       `json:"access"`            // open, code or ask
	Found   string       `json:"found,omitempty"`   // the address by name
	Until   time.Time    `json:"until,omitzero"`    // when it ends by itself
	Network string       `json:"network,omitempty"` // that it belongs to
	Paused  string       `json:"paused,omitempty"`  // why others do not reach it now, and what to do
	Reach   string       `json:"reach,omitempty"`   // who has reached it, in a sentence
	Advice  string       `json:"advice,omitempty"`  // what may keep others away, when nobody has reached it
	Asking  []gate.Asker `json:"asking,omitempty"`  // who waits to be let in
	Exposed string       `json:"exposed,omitempty"` // what it shows to others, in a sentence
}

// showShare makes the share that is on the one that is seen. It wants a.mu.
func (a *App) showShare() {
	var seenShare *Share
	if s := a.share; s != nil {
		seenShare = &Share{
			Name: s.name, Access: s.access, Until: s.until, Paused: s.paused, Exposed: s.exposed,
		}
		if s.places != nil {
			seenShare.Network = s.places[0].String()
		}
		if s.host != "" {
			seenShare.Found = "http://" + net.JoinHostPort(s.host, strconv.Itoa(a.server.Port()))
		}
	}
	a.update(func(s *seen) { s.share = seenShare })
}

// shareSeen adds to the share what changes all the time.
func (a *App) shareSeen(now *seen, address string) *Share {
	if now.share == nil {
		return nil
	}
	s := *now.share
	if g := a.server.Gate(); g != nil {
		s.Code, s.Asking = g.Code(), g.Asking()
		if s.Paused == "" {
			s.Link = address + g.Path()
		}
	}
	if r := a.server.Reach(); r != nil && s.Paused == "" {
		state := r.State()
		s.Advice = state.Advice.String()
		state.Advice = reach.Advice{} // it has a line of its own
		s.Reach = state.Sentence()
	}
	return &s
}

// OwnerURL returns an address of what is lent that lets in one browser, once: that
// of the person who lends it. While the server is off it is "".
func (a *App) OwnerURL() string {
	address := a.server.Status().Address
	if g := a.server.Gate(); g != nil && address != "" {
		return address + g.Ticket()
	}
	return address
}

// Decide answers somebody who asks to come in. It reports false when nobody of
// that id waits any more.
func (a *App) Decide(id string, verdict gate.Verdict) bool {
	g := a.server.Gate()
	return g != nil && g.Decide(id, verdict)
}
