// SPDX-License-Identifier: MIT

package pool

import "time"

// Load is how busy a pool was at one moment.
type Load struct {
	Workers     int       // the limit; after Resize to fewer, Busy may exceed it for a while
	Busy        int       // workers lent
	Queue       int       // the limit; after Resize to fewer, Waiting may exceed it for a while
	Waiting     int       // calls of Acquire that wait
	Refused     uint64    // ErrFull and ErrPatience since New
	LastRefusal time.Time // zero: none so far
}

// Load returns a snapshot.
func (p *Pool) Load() Load {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Load{
		Workers:     p.limits.Workers,
		Busy:        p.stock.lent,
		Queue:       p.limits.Queue,
		Waiting:     p.queue.waiting,
		Refused:     p.refused,
		LastRefusal: p.lastRefusal,
	}
}

// Peak returns a snapshot with the most workers lent and the most waiting at any moment since the call before, which
// need not have been the same moment: a burst between two looks is seen. It is for one reader.
func (p *Pool) Peak() Load {
	l := p.Load()
	p.mu.Lock()
	defer p.mu.Unlock()
	l.Busy, l.Waiting = max(l.Busy, p.peak.busy), max(l.Waiting, p.peak.waiting)
	p.peak = peak{p.stock.lent, p.queue.waiting}
	return l
}

// peak is the most since somebody has looked.
type peak struct{ busy, waiting int }

func (k *peak) note(busy, waiting int) {
	k.busy, k.waiting = max(k.busy, busy), max(k.waiting, waiting)
}

// Changed returns the doorbell, a channel of one that is never closed: it holds a value when the Load may have
// changed since the last receive. Many changes ring once, so one reader asks for the Load after each receive.
func (p *Pool) Changed() <-chan struct{} { return p.changed }

func (p *Pool) ring() {
	select {
	case p.changed <- struct{}{}:
	default:
	}
}

// refuse counts one refusal; it wants p.mu.
func (p *Pool) refuse() {
	p.refused++
	p.lastRefusal = time.Now()
}
