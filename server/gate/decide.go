// SPDX-License-Identifier: MIT

package gate

import (
	"net/netip"
	"slices"
	"time"
)

// Verdict is a person's word on a device that asks.
type Verdict string

// The verdicts. All of them end with the share, or with the program.
const (
	Allow Verdict = "allow" // as long as the share
	Today Verdict = "today" // until midnight, where this computer is
	Block Verdict = "block" // the device's address and its browser are refused as long as the share
)

// Asking returns the devices that wait for a word, who came first at the front.
func (g *Gate) Asking() []Asker {
	g.mu.Lock()
	defer g.mu.Unlock()
	var asking []Asker
	for _, one := range g.askers.list {
		if one.over.IsZero() {
			asking = append(asking, one.Asker)
		}
	}
	return asking
}

// Decide gives a person's word on an Asker. It is false for one who does not wait
// any more, and for a word that is no Verdict.
func (g *Gate) Decide(id string, verdict Verdict) bool {
	g.mu.Lock()
	at := slices.IndexFunc(g.askers.list, func(one *asker) bool { return one.ID == id && one.over.IsZero() })
	decided := at >= 0
	if decided {
		decided = g.carryOut(g.askers.list[at], verdict)
	}
	if !decided {
		g.mu.Unlock()
		return false
	}
	address := g.askers.list[at].Address
	g.askers.list = slices.Delete(g.askers.list, at, at+1)
	g.mu.Unlock()
	g.options.Log.Info("person has answered", "remote", address, "state", string(verdict))
	g.ring()
	return true
}

func (g *Gate) carryOut(one *asker, verdict Verdict) bool {
	switch verdict {
	case Allow:
		g.sessions.add(one.cookie, time.Time{})
	case Today:
		g.sessions.add(one.cookie, midnight(time.Now()))
	case Block:
		g.refused.addresses[one.from], g.refused.cookies[one.cookie] = true, true
	default:
		return false
	}
	return true
}

// refused are those whom a person has blocked. Each entry is a click of a person, so that no
// visitor can fill it.
type refused struct {
	addresses map[netip.Addr]bool
	cookies   map[digest]bool
}

func newRefused() refused {
	return refused{addresses: map[netip.Addr]bool{}, cookies: map[digest]bool{}}
}

func (f refused) has(from netip.Addr, cookie digest) bool {
	return f.addresses[from] || f.cookies[cookie]
}
