// SPDX-License-Identifier: MIT

package gate

import (
	"crypto/rand"
	"crypto/subtle"
	"log/slog"
	"strings"
	"sync"
	"time"
)

// Way is how visitors come in.
type Way string

// The ways in.
const (
	Open Way = "open" // everybody
	Code Way = "code" // who has the link, or types the code
	Ask  Way = "ask"  // whom a person lets in, one by one
)

// Options are what a Gate needs from outside.
type Options struct {
	Way     Way    // a word that is none of the three counts as Code
	Share   string // what people call the share; shown to everybody, also before they are in
	Log     *slog.Logger
	Changed func() // who is asking has changed; called without a lock, must not block
}

// Gate lets visitors in to one share, until it is revoked. Its methods may be
// called from many goroutines.
type Gate struct {
	options   Options
	key, code string

	mu       sync.Mutex
	ended    bool
	tries    tries
	sessions sessions
	tickets  tickets
	askers   askers
	refused  refused
}

// New makes a Gate with a key and a code of its own, which no other has.
func New(o Options) *Gate {
	if o.Way != Open && o.Way != Ask {
		o.Way = Code
	}
	g := &Gate{
		options: o, key: strings.ToLower(rand.Text()), code: newCode(),
		tries: newTries(), sessions: sessions{}, tickets: tickets{}, refused: newRefused(),
	}
	g.askers.late = time.AfterFunc(forgetAfter, g.tidy)
	g.askers.late.Stop()
	return g
}

// Path is what follows the address in the link and in its QR code: the key where
// a key lets in, else "/". It is a secret: whoever has it is in.
func (g *Gate) Path() string {
	if g.options.Way != Code {
		return "/"
	}
	return keyRoute + g.key
}

// Code is what people type, and programs send as the password of Basic
// authentication: "abc-def". Where everybody is let in it is empty. Where a
// person is asked, it is for programs only, which have no page to wait on: show
// it only to somebody who wants one.
func (g *Gate) Code() string {
	if g.options.Way == Open {
		return ""
	}
	return g.code[:codeSize/2] + "-" + g.code[codeSize/2:]
}

// Revoke ends it: from now on nobody is let in, whatever they bear, also not by a
// request on a connection that is open already.
func (g *Gate) Revoke() {
	g.mu.Lock()
	g.ended = true
	g.sessions, g.askers.list = sessions{}, nil
	g.askers.late.Stop()
	g.mu.Unlock()
	g.ring()
}

// ring tells the faces that the list of askers has changed.
func (g *Gate) ring() {
	if g.options.Changed != nil {
		g.options.Changed()
	}
}

// same compares in a time that tells nothing of what is in a and b.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
