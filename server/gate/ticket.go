// SPDX-License-Identifier: MIT

package gate

import (
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"time"
)

// tickets let one browser each in, once: those of the person who shares.
type tickets map[digest]time.Time

const (
	ticketTime  = time.Minute // which a browser may take to start
	mostTickets = 16
)

// Ticket is like Path, for a browser of the person who shares: it lets in one,
// once, within a minute, also where others have to ask. It may stand where
// others of this computer read it, as on the command line of a browser.
func (g *Gate) Ticket() string {
	if g.options.Way == Open {
		return "/"
	}
	text, now := strings.ToLower(rand.Text()), time.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	for t, until := range g.tickets {
		if len(g.tickets) >= mostTickets || !now.Before(until) {
			delete(g.tickets, t)
		}
	}
	g.tickets[sha256.Sum256([]byte(text))] = now.Add(ticketTime)
	return keyRoute + text
}

// redeem takes a ticket, which is of no use after that.
func (g *Gate) redeem(text string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	t := digest(sha256.Sum256([]byte(text)))
	until, ok := g.tickets[t]
	delete(g.tickets, t)
	return ok && !g.ended && time.Now().Before(until)
}
