// SPDX-License-Identifier: MIT

package pool

import (
	"container/heap"
	"container/list"
	"net/netip"
)

// queue keeps a line for each waiting client. The lines whose client may run now stand in a heap with the oldest
// waiter first, so that clients at their cap cost nothing to pass by, however many of them wait.
type queue struct {
	lines   map[netip.Addr]*line
	ready   readyLines
	waiting int
	joined  uint64
}

// line holds the waiters of one client in the order they came.
type line struct {
	waiters list.List // of *waiter
	index   int       // in ready, or notReady
}

const notReady = -1

// waiter is one call of Acquire.
type waiter struct {
	client  netip.Addr
	ticket  uint64        // order among all clients
	place   *list.Element // in its line; nil once it has left or was granted a worker
	granted chan *Worker  // of one: granting never blocks
}

// join appends a new waiter to the line of client; settle must follow.
func (q *queue) join(client netip.Addr) *waiter {
	l := q.lines[client]
	if l == nil {
		l = &line{index: notReady}
		q.lines[client] = l
	}
	q.joined++
	q.waiting++
	wt := &waiter{client: client, ticket: q.joined, granted: make(chan *Worker, 1)}
	wt.place = l.waiters.PushBack(wt)
	return wt
}

// remove takes wt out of its line; settle must follow.
func (q *queue) remove(wt *waiter) {
	q.lines[wt.client].waiters.Remove(wt.place)
	wt.place = nil
	q.waiting--
}

// first returns the oldest waiter that may run, or nil.
func (q *queue) first() *waiter {
	if len(q.ready) == 0 {
		return nil
	}
	return q.ready[0].first()
}

func (q *queue) waitingOf(client netip.Addr) int {
	if l := q.lines[client]; l != nil {
		return l.waiters.Len()
	}
	return 0
}

// settle puts the line of client where it belongs, after a change of the line or of what the client may do.
func (q *queue) settle(client netip.Addr, mayRun bool) {
	l := q.lines[client]
	if l == nil {
		return
	}
	empty := l.waiters.Len() == 0
	switch belongs := mayRun && !empty; {
	case belongs && l.index == notReady:
		heap.Push(&q.ready, l)
	case belongs:
		heap.Fix(&q.ready, l.index)
	case l.index != notReady:
		heap.Remove(&q.ready, l.index)
	}
	if empty {
		delete(q.lines, client)
	}
}

func (l *line) first() *waiter { return l.waiters.Front().Value.(*waiter) }

// readyLines is a heap of lines by the ticket of their first waiter.
type readyLines []*line

var _ heap.Interface = (*readyLines)(nil)

func (r readyLines) Len() int { return len(r) }

func (r readyLines) Less(i, j int) bool { return r[i].first().ticket < r[j].first().ticket }

func (r readyLines) Swap(i, j int) {
	r[i], r[j] = r[j], r[i]
	r[i].index, r[j].index = i, j
}

func (r *readyLines) Push(x any) {
	l := x.(*line)
	l.index = len(*r)
	*r = append(*r, l)
}

func (r *readyLines) Pop() any {
	old := *r
	l := old[len(old)-1]
	old[len(old)-1] = nil
	*r = old[:len(old)-1]
	l.index = notReady
	return l
}
