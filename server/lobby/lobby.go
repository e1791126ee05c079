// SPDX-License-Identifier: MIT

package lobby

import (
	"crypto/rand"
	randomly "math/rand/v2"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	mostTickets = 64
	mostOfOne   = 8 // tickets that one client address may have; loopback is exempt

	cookieName = "porchlight_place"
	cookieAge  = 60 // seconds; a ticket that is not renewed is gone before

	// grace is how long after the time to try again a ticket stands: the request
	// may have come to wait in the queue, which takes up to its patience.
	grace = 20 * time.Second
)

// The time that a page waits before it tries again, in seconds: the first in
// the line comes back first, and a crowd does not come back together.
const (
	shortest = 5
	longest  = 15
	jitter   = 3
)

// Lobby holds the tickets of a server. Its methods may be called from any
// goroutine.
type Lobby struct {
	waiting func() int

	mu      sync.Mutex
	tickets []ticket     // in the order in which their browsers were turned away first
	held    atomic.Int64 // how many there are, for those who only ask whether there are any
}

// ticket is the place of one browser. Its token is random so that nobody has it
// by accident; who steals it has won a number.
type ticket struct {
	token  string
	client netip.Addr
	until  time.Time
}

// Answer is what a browser is told.
type Answer struct {
	Page      []byte // HTML in UTF-8
	Wait      int    // seconds until it tries again, as the page does by itself
	SetCookie string // its ticket, as a field value; "" when there was none left
}

// New returns an empty lobby before a queue in which so many wait.
func New(waiting func() int) *Lobby { return &Lobby{waiting: waiting} }

// TurnAway answers a browser that found no worker free. cookies is its Cookie
// field; client is the zero Addr for one that counts as nobody.
func (l *Lobby) TurnAway(cookies string, client netip.Addr) Answer {
	place, token, wait := l.queue(tokenIn(cookies), client, time.Now())
	a := Answer{Page: page(place, l.waiting(), wait), Wait: wait}
	if token != "" {
		a.SetCookie = (&http.Cookie{
			Name: cookieName, Value: token, Path: "/", MaxAge: cookieAge,
			HttpOnly: true, SameSite: http.SameSiteStrictMode,
		}).String()
	}
	return a
}

// LetIn takes the ticket of a request that got a worker. While there are no
// tickets it costs one look.
func (l *Lobby) LetIn(r *http.Request) {
	if l.held.Load() == 0 || r.Method != http.MethodGet {
		return
	}
	token := tokenIn(strings.Join(r.Header["Cookie"], ";"))
	if token == "" || !IsBrowser(strings.Join(r.Header["Accept"], ",")) {
		return // pictures and scripts of a page that came in before are not the page
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tickets = slices.DeleteFunc(l.tickets, func(t ticket) bool { return t.token == token })
	l.held.Store(int64(len(l.tickets)))
}

// IsBrowser reports whether an Accept field is that of a browser which opens a page.
func IsBrowser(accept string) bool { return strings.Contains(accept, "text/html") }

// queue renews the ticket with that token, or gives a new one. Its place counts
// from 1, and is 0 without a ticket. A token that is not known is never taken
// over.
func (l *Lobby) queue(token string, client netip.Addr, now time.Time) (place int, renewed string, wait int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tickets = slices.DeleteFunc(l.tickets, func(t ticket) bool { return now.After(t.until) })
	at := slices.IndexFunc(l.tickets, func(t ticket) bool { return t.token == token })
	if at < 0 && l.hasTicketFor(client) {
		at = len(l.tickets)
		l.tickets = append(l.tickets, ticket{token: rand.Text(), client: client})
	}
	l.held.Store(int64(len(l.tickets)))
	if at < 0 {
		return 0, "", interval(mostTickets)
	}
	wait = interval(at)
	t := &l.tickets[at]
	t.until = now.Add(time.Duration(wait)*time.Second + grace)
	return at + 1, t.token, wait
}

// hasTicketFor reports whether client may have one more. It wants l.mu.
func (l *Lobby) hasTicketFor(client netip.Addr) bool {
	if len(l.tickets) >= mostTickets {
		return false
	}
	had := 0
	for _, t := range l.tickets {
		if client.IsValid() && t.client == client {
			had++
		}
	}
	return had < mostOfOne
}

// interval returns the time to wait for one who has so many tickets before it,
// in seconds.
func interval(before int) int {
	return shortest + before*(longest-shortest-jitter+1)/mostTickets + randomly.IntN(jitter)
}

// tokenIn returns the token in a Cookie field, or "".
func tokenIn(cookies string) string {
	for pair := range strings.SplitSeq(cookies, ";") {
		if token, ok := strings.CutPrefix(strings.TrimSpace(pair), cookieName+"="); ok {
			return token
		}
	}
	return ""
}
