// SPDX-License-Identifier: MIT

package pool

import (
	"context"
	"errors"
	"net/netip"
	"sync"
	"time"
)

// ErrFull is the answer of Acquire when no place in the queue is left for this client.
var ErrFull = errors.New("wait for worker: queue is full")

// ErrPatience is the answer of Acquire when Limits.Patience ran out in the queue.
var ErrPatience = errors.New("wait for worker: patience ran out")

// Limits say how much may run and wait. Values out of range count as the nearest value in range.
type Limits struct {
	Workers   int           // at least 1
	Queue     int           // waiting places, 0 = nobody waits
	PerClient int           // workers one client address may hold, 0 = no cap
	Patience  time.Duration // longest wait in the queue; 0 = none, even where there is a place
}

func (l Limits) inRange() Limits {
	l.Workers = max(l.Workers, 1)
	l.Queue = max(l.Queue, 0)
	l.PerClient = max(l.PerClient, 0)
	return l
}

// Pool lends workers. All methods may be called from any goroutine.
type Pool struct {
	changed chan struct{}

	mu          sync.Mutex
	limits      Limits
	stock       stock
	held        map[netip.Addr]int // workers lent to each client; exempt ones are not in it
	queue       queue
	refused     uint64
	lastRefusal time.Time
	peak        peak
}

// New returns a pool with all workers free.
func New(l Limits) *Pool {
	p := &Pool{
		changed: make(chan struct{}, 1),
		held:    make(map[netip.Addr]int),
		queue:   queue{lines: make(map[netip.Addr]*line)},
		limits:  l.inRange(),
	}
	p.stock.resize(p.limits.Workers)
	return p
}

// Try lends a free worker at once, or returns nil: none is free, or the client is at its cap.
// It overtakes nobody, because a worker is free only while no waiter could use it.
func (p *Pool) Try(client netip.Addr) *Worker {
	p.mu.Lock()
	w := p.lend(client.Unmap())
	p.mu.Unlock()
	if w != nil {
		p.ring()
	}
	return w
}

// Acquire lends a worker: at once when Try would, else after a wait in order. It returns ErrFull at once when
// there is no place to wait, ErrPatience when the wait took too long, and the cause of ctx when that ended first.
func (p *Pool) Acquire(ctx context.Context, client netip.Addr) (*Worker, error) {
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	client = client.Unmap()
	p.mu.Lock()
	if w := p.lend(client); w != nil {
		p.mu.Unlock()
		p.ring()
		return w, nil
	}
	if !p.hasPlace(client) {
		p.refuse()
		p.mu.Unlock()
		p.ring()
		return nil, ErrFull
	}
	wt := p.queue.join(client)
	p.peak.note(p.stock.lent, p.queue.waiting)
	p.settle(client)
	patience := p.limits.Patience
	p.mu.Unlock()
	p.ring()
	return p.wait(ctx, wt, patience)
}

func (p *Pool) wait(ctx context.Context, wt *waiter, patience time.Duration) (*Worker, error) {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case w := <-wt.granted:
		return w, nil
	case <-timer.C:
		if p.leave(wt, true) {
			return nil, ErrPatience
		}
		return <-wt.granted, nil
	case <-ctx.Done():
		if !p.leave(wt, false) {
			p.Release(<-wt.granted)
		}
		return nil, context.Cause(ctx)
	}
}

// leave takes wt out of the queue. It reports false when wt was granted a worker before it could leave.
func (p *Pool) leave(wt *waiter, refused bool) bool {
	p.mu.Lock()
	if wt.place == nil {
		p.mu.Unlock()
		return false
	}
	p.queue.remove(wt)
	p.settle(wt.client)
	if refused {
		p.refuse()
	}
	p.mu.Unlock()
	p.ring()
	return true
}

// Release takes back a worker that Try or Acquire lent, and hands it to the next who waits.
// Releasing one that is not lent is a programming fault and panics: its number would be lent twice.
func (p *Pool) Release(w *Worker) {
	p.mu.Lock()
	if !w.lent {
		p.mu.Unlock()
		panic("pool: release of a worker that is not lent")
	}
	p.stock.put(w)
	p.forget(w.client)
	if p.queue.waiting > 0 {
		p.settle(w.client)
		p.dispatch()
	}
	p.mu.Unlock()
	p.ring()
}

// Resize puts new limits in force. More workers go to those who wait at once; fewer take effect as lent ones come
// back. Those who wait stay, with the patience they came with, even when the queue is shorter now.
func (p *Pool) Resize(l Limits) {
	p.mu.Lock()
	p.limits = l.inRange()
	p.stock.resize(p.limits.Workers)
	for client := range p.queue.lines {
		p.settle(client)
	}
	p.dispatch()
	p.mu.Unlock()
	p.ring()
}

// lend takes a free worker for client, or returns nil. It wants p.mu, as all below do.
func (p *Pool) lend(client netip.Addr) *Worker {
	if p.atCap(client) {
		return nil
	}
	w := p.stock.take(client)
	if w == nil {
		return nil
	}
	p.peak.note(p.stock.lent, p.queue.waiting)
	if client.IsValid() {
		p.held[client]++
	}
	return w
}

// forget ends one worker's count for client, and the client's entry with the last one.
func (p *Pool) forget(client netip.Addr) {
	if !client.IsValid() {
		return
	}
	if n := p.held[client]; n > 1 {
		p.held[client] = n - 1
		return
	}
	delete(p.held, client)
}

// dispatch gives free workers to the oldest waiters that may run, until either runs out.
func (p *Pool) dispatch() {
	for {
		wt := p.queue.first()
		if wt == nil {
			return
		}
		w := p.lend(wt.client)
		if w == nil {
			return
		}
		p.queue.remove(wt)
		p.settle(wt.client)
		wt.granted <- w
	}
}

// settle tells the queue whether client may run now; call it after anything about the client has changed.
func (p *Pool) settle(client netip.Addr) {
	p.queue.settle(client, !p.atCap(client))
}

func (p *Pool) capped(client netip.Addr) bool { return p.limits.PerClient > 0 && client.IsValid() }

func (p *Pool) atCap(client netip.Addr) bool {
	return p.capped(client) && p.held[client] >= p.limits.PerClient
}

// hasPlace reports whether client may join the queue: one capped client gets half of it, so that one device
// cannot fill it.
func (p *Pool) hasPlace(client netip.Addr) bool {
	if p.queue.waiting >= p.limits.Queue {
		return false
	}
	return !p.capped(client) || p.queue.waitingOf(client) < max(1, p.limits.Queue/2)
}
