// SPDX-License-Identifier: MIT

package gate

import (
	"net/http"
	"time"
)

// state is what a visitor is told.
type state string

const (
	in         state = "in"
	nobody     state = "nobody"     // shows nothing that would let them in
	stale      state = "stale"      // came by a link of another time
	wrong      state = "wrong"      // has typed another code
	limited    state = "limited"    // has done so too often
	waiting    state = "waiting"    // asks the person who shares
	unanswered state = "unanswered" // has asked, and nobody was there
	crowded    state = "crowded"    // may not ask now: too many do
	blocked    state = "blocked"    // by a person
	foreign    state = "foreign"    // was sent by another page
	ended      state = "ended"
)

// verdict is a state, with the numbers that go with it.
type verdict struct {
	state  state
	left   int           // tries, when wrong
	wait   time.Duration // until it is worth while to come again, if that is not now
	number string        // when waiting
}

// Admit reports whether a request may be served. If not, it has answered: a
// browser with a page that says how to come in, a program with 401 and a text.
func (g *Gate) Admit(w http.ResponseWriter, r *http.Request) bool {
	v := g.judge(r)
	if v.state == in {
		return true
	}
	g.challenge(w, r, visit{verdict: v, next: nextOf(r.URL.RequestURI())})
	return false
}

// judge looks at what a request bears: the cookie of a browser that was let in,
// or the code as the password of a program.
func (g *Gate) judge(r *http.Request) verdict {
	if v := g.recognise(r); v.state != nobody {
		return v
	}
	if _, password, ok := r.BasicAuth(); ok {
		return g.try(r, password)
	}
	return verdict{state: nobody}
}

func (g *Gate) recognise(r *http.Request) verdict {
	var cookie digest
	if g.options.Way != Open {
		cookie = cookieOf(r)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.ended:
		return verdict{state: ended}
	case g.options.Way == Open:
		return verdict{state: in}
	case g.refused.has(addressOf(r), cookie):
		return verdict{state: blocked}
	case g.sessions.knows(cookie, time.Now()):
		return verdict{state: in}
	}
	return verdict{state: nobody}
}

// try compares a code, and counts it against the address if it is wrong.
func (g *Gate) try(r *http.Request, code string) verdict {
	right := same(g.code, typed(code))
	g.mu.Lock()
	left, wait := g.tries.take(networkOf(addressOf(r)), right)
	g.mu.Unlock()
	switch {
	case wait > 0:
		return verdict{state: limited, wait: wait}
	case right:
		return verdict{state: in}
	case left == 0:
		g.options.Log.Warn("too many wrong codes", "remote", r.RemoteAddr)
		wait = tryEvery
	}
	return verdict{state: wrong, left: left, wait: wait}
}

// enter lets a browser in from now on, and sends it on.
func (g *Gate) enter(w http.ResponseWriter, r *http.Request, next string) {
	cookie := giveCookie(w, r)
	g.mu.Lock()
	if !g.ended {
		g.sessions.add(cookie, time.Time{})
	}
	g.mu.Unlock()
	g.options.Log.Info("visitor let in", "remote", r.RemoteAddr)
	redirect(w, next)
}

// challenge answers who is not let in. Where a person is asked, a page asks.
func (g *Gate) challenge(w http.ResponseWriter, r *http.Request, v visit) {
	if g.options.Way == Ask && (v.state == nobody || v.state == wrong) && wantsPage(r) {
		v.verdict = g.ask(w, r)
	}
	g.answer(w, r, v)
}
