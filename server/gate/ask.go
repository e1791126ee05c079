// SPDX-License-Identifier: MIT

package gate

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"time"

	"porchlight/server/device"
)

// Asker is a device that asks to come in. The number stands on its screen, too:
// it tells a person which device it is, and lets nobody in.
type Asker struct {
	ID      string    `json:"id"`     // for Decide
	Number  string    `json:"number"` // four digits
	Device  string    `json:"device"` // as package device calls it
	Address string    `json:"address"`
	Since   time.Time `json:"since"`
}

// How long, and how many may ask. The page of a device that asks looks again
// every few seconds.
const (
	forgetAfter   = time.Minute      // without a look
	patience      = 10 * time.Minute // without an answer
	pause         = time.Minute      // before one who had none may ask again
	mostAskers    = 20
	mostAskersAt  = 3 // from one address: browsers of one device do not share cookies
	crowdedFor    = 15 * time.Second
	numbersToPick = 10000
)

// asker is an Asker with what it is recognised by.
type asker struct {
	Asker
	cookie digest
	from   netip.Addr
	seen   time.Time // its last look
	over   time.Time // when its patience ended; zero before that
}

// askers are those who wait, and, for a pause, those who have waited in vain.
type askers struct {
	list []*asker
	late *time.Timer // fires when one of them has to be looked at
}

// ask is a look of a device that is not in. One that is new joins the list.
func (g *Gate) ask(w http.ResponseWriter, r *http.Request) verdict {
	g.mu.Lock()
	v, known := g.askers.look(cookieOf(r), addressOf(r), time.Now())
	if g.ended {
		v, known = verdict{state: ended}, true
	}
	if !known {
		v.number = g.askers.join(r, giveCookie(w, r), time.Now())
	}
	g.mu.Unlock()
	if !known {
		g.options.Log.Info("device asks to come in", "remote", r.RemoteAddr)
		g.ring()
	}
	return v
}

// look finds what a device is told. It is not known if it may join.
func (a *askers) look(cookie digest, from netip.Addr, now time.Time) (v verdict, known bool) {
	at := 0
	for _, one := range a.list {
		switch {
		case one.cookie == cookie && !one.over.IsZero():
			return verdict{state: unanswered, wait: one.over.Add(pause).Sub(now)}, true
		case one.cookie == cookie:
			one.seen = now
			return verdict{state: waiting, number: one.Number}, true
		case one.from == from:
			at++
		}
	}
	if len(a.list) >= mostAskers || at >= mostAskersAt {
		return verdict{state: crowded, wait: crowdedFor}, true
	}
	return verdict{state: waiting}, false
}

// join adds a device, and returns its number, which no other has.
func (a *askers) join(r *http.Request, cookie digest, now time.Time) string {
	number := ""
	for number == "" || slices.ContainsFunc(a.list, func(one *asker) bool { return one.Number == number }) {
		number = fmt.Sprintf("%04d", pick(numbersToPick))
	}
	from := addressOf(r)
	a.list = append(a.list, &asker{
		Asker: Asker{
			ID: rand.Text(), Number: number, Device: device.Name(r.UserAgent()), Address: from.String(), Since: now,
		},
		cookie: cookie, from: from, seen: now,
	})
	a.wake(now)
	return number
}

// wake sets the timer to when the first of the list has to be looked at.
func (a *askers) wake(now time.Time) {
	if len(a.list) == 0 {
		return
	}
	first := slices.MinFunc(a.list, func(one, other *asker) int { return one.due().Compare(other.due()) })
	a.late.Reset(first.due().Sub(now))
}

// due is when a device has been away, or has waited, or has paused long enough.
func (one *asker) due() time.Time {
	if !one.over.IsZero() {
		return one.over.Add(pause)
	}
	away, tired := one.seen.Add(forgetAfter), one.Since.Add(patience)
	if away.Before(tired) {
		return away
	}
	return tired
}

// tidy takes those who are due from the list. Who has waited in vain and still
// looks stays on it for a pause, unseen by the faces.
func (g *Gate) tidy() {
	g.mu.Lock()
	now, changed := time.Now(), false
	g.askers.list = slices.DeleteFunc(g.askers.list, func(one *asker) bool {
		if now.Before(one.due()) {
			return false
		}
		waited := one.over.IsZero()
		changed = changed || waited
		if waited && now.Before(one.seen.Add(forgetAfter)) {
			one.over = now
			return false
		}
		return true
	})
	g.askers.wake(now)
	g.mu.Unlock()
	if changed {
		g.ring()
	}
}
