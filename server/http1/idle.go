// SPDX-License-Identifier: MIT

package http1

import (
	"cmp"
	"slices"
	"time"
)

// idlers are the connections that make room for others. Looking for them takes
// as long as there are connections, and a crowd of new ones asks for each, so
// one look is good for many.
type idlers struct {
	longest []idler   // those that have waited longest, first of all the longest
	nobody  time.Time // when a look has found none
}

// idler is a connection that has waited since an answer was done.
type idler struct {
	c     *connection
	since int64
}

const (
	mostIdlers = 256                   // of one look
	lookAgain  = 10 * time.Millisecond // after one that has found none
)

// CloseIdle closes the connection that has waited longest for a request. It
// reports false when none waits, or none did a moment ago.
func (e *Engine) CloseIdle() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if c := e.nextIdler(); c != nil {
		c.wake()
		return true
	}
	if time.Since(e.idle.nobody) < lookAgain {
		return false
	}
	e.lookForIdlers()
	c := e.nextIdler()
	if c == nil {
		e.idle.nobody = time.Now()
		return false
	}
	c.wake()
	return true
}

// nextIdler takes the first of those that were found and still wait, or nil. It
// wants e.mu.
func (e *Engine) nextIdler() *connection {
	for len(e.idle.longest) > 0 {
		i := e.idle.longest[0]
		e.idle.longest = e.idle.longest[1:]
		if _, here := e.connections[i.c]; here && i.c.idles() && i.c.since.Load() == i.since {
			return i.c
		}
	}
	return nil
}

// lookForIdlers wants e.mu.
func (e *Engine) lookForIdlers() {
	var found []idler
	for c := range e.connections {
		if c.idles() {
			found = append(found, idler{c, c.since.Load()})
		}
	}
	slices.SortFunc(found, func(a, b idler) int { return cmp.Compare(a.since, b.since) })
	e.idle.longest = slices.Clone(found[:min(len(found), mostIdlers)])
}

// idles reports whether c waits for a request, and nobody has ended that.
func (c *connection) idles() bool { return c.state.is(waiting) && !c.woken.Load() }
