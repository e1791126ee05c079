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
