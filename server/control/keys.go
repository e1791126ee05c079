// SPDX-License-Identifier: MIT

package control

import (
	"crypto/rand"
	"crypto/subtle"
	"slices"
	"sync"
)

// keys say who is let in. All are random, of 128 bits or more, and live as long
// as the process.
type keys struct {
	token string // for programs that can read the instance's record

	mu       sync.Mutex
	tickets  []string // let one browser in, once, by the address
	sessions []string // in cookies of browsers that were let in
}

// mostKeys is how many tickets and sessions there may be; the oldest goes first.
const mostKeys = 64

func newKeys() *keys { return &keys{token: rand.Text()} }

// ticket makes a new one.
func (k *keys) ticket() string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var ticket string
	k.tickets, ticket = issue(k.tickets)
	return ticket
}

// exchange takes a ticket and returns the session that it is worth.
func (k *keys) exchange(ticket string) (session string, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	at := find(k.tickets, ticket)
	if at < 0 {
		return "", false
	}
	k.tickets = slices.Delete(k.tickets, at, at+1)
	k.sessions, session = issue(k.sessions)
	return session, true
}

// knowsSession reports whether a cookie is one of ours.
func (k *keys) knowsSession(session string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return find(k.sessions, session) >= 0
}

func (k *keys) isToken(token string) bool { return same(k.token, token) }

// issue adds a new key to those that are valid.
func issue(keys []string) (more []string, issued string) {
	if len(keys) == mostKeys {
		keys = slices.Delete(keys, 0, 1)
	}
	issued = rand.Text()
	return append(keys, issued), issued
}

// find looks at every key, so that its time tells nothing about them.
func find(keys []string, wanted string) int {
	at := -1
	for i, key := range keys {
		if same(key, wanted) {
			at = i
		}
	}
	return at
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
