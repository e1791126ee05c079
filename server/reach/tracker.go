// SPDX-License-Identifier: MIT

package reach

import (
	"fmt"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// mostSeen is how many addresses are told apart: nobody reads a longer list.
const mostSeen = 32

// Tracker knows who has reached a share. Its methods may be called from any
// goroutine.
type Tracker struct {
	lent  func() []netip.AddrPort
	own   func() []netip.Addr
	begun time.Time
	known atomic.Pointer[known]
	first chan struct{} // closed when somebody has come

	mu     sync.Mutex // held by those who change known
	advice atomic.Pointer[Advice]
}

// known is never changed, but replaced.
type known struct {
	visitors []netip.Addr // in the order in which they came
	ours     []netip.Addr // addresses of this machine that have asked
	since    time.Time    // when the first visitor came
}

// State is a snapshot for people to look at.
type State struct {
	Reached bool
	By      []netip.Addr // in the order in which they came, 32 at most
	First   time.Time
	Advice  Advice // what to do, when nobody came for a while
}

// New begins to track the visitors of a share. lent lists the addresses that it
// is at, own those of this machine, which are no visitors; both are asked seldom.
func New(lent func() []netip.AddrPort, own func() []netip.Addr) *Tracker {
	t := &Tracker{lent: lent, own: own, begun: time.Now(), first: make(chan struct{})}
	t.known.Store(&known{})
	t.advice.Store(&Advice{})
	return t
}

// Seen notes a request from an address. One that is known already costs no lock
// and no allocation.
func (t *Tracker) Seen(addr netip.Addr) {
	addr = addr.Unmap().WithZone("")
	if !addr.IsValid() || addr.IsLoopback() {
		return
	}
	if k := t.known.Load(); !k.has(addr) && !k.full() {
		t.meet(addr)
	}
}

func (k *known) has(addr netip.Addr) bool {
	return slices.Contains(k.visitors, addr) || slices.Contains(k.ours, addr)
}

func (k *known) full() bool { return len(k.visitors)+len(k.ours) >= mostSeen }

// meet takes in an address that was not known.
func (t *Tracker) meet(addr netip.Addr) {
	t.mu.Lock()
	defer t.mu.Unlock()
	before := t.known.Load()
	if before.has(addr) || before.full() {
		return
	}
	after := *before
	if slices.ContainsFunc(t.own(), func(own netip.Addr) bool { return own.Unmap().WithZone("") == addr }) {
		after.ours = append(slices.Clone(before.ours), addr)
		t.known.Store(&after)
		return
	}
	after.visitors = append(slices.Clone(before.visitors), addr)
	if len(after.visitors) == 1 {
		after.since = time.Now()
		defer close(t.first)
	}
	t.known.Store(&after)
}

// State returns who has come so far.
func (t *Tracker) State() State {
	k := t.known.Load()
	s := State{Reached: len(k.visitors) > 0, By: slices.Clone(k.visitors), First: k.since}
	if !s.Reached {
		s.Advice = *t.advice.Load()
	}
	return s
}

// Sentence says it in a line: `Reached by 192.168.1.40`, or that nobody has come
// yet, with the advice when there is any.
func (t *Tracker) Sentence() string { return t.State().Sentence() }

// Sentence says a state in a line.
func (s State) Sentence() string {
	switch {
	case len(s.By) == 1:
		return fmt.Sprintf("Reached by %s", s.By[0])
	case len(s.By) == 2:
		return fmt.Sprintf("Reached by %s and %s", s.By[0], s.By[1])
	case len(s.By) >= mostSeen:
		return fmt.Sprintf("Reached by %s and many others", s.By[0])
	case len(s.By) > 2:
		return fmt.Sprintf("Reached by %s and %d others", s.By[0], len(s.By)-1)
	case s.Advice == Advice{}:
		return "Shared, nobody has reached it yet"
	}
	return "Shared, nobody has reached it yet. " + s.Advice.String()
}
