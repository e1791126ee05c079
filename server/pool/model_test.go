// SPDX-License-Identifier: MIT

package pool

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// model says what a pool should do, in the plainest way: one list of calls, searched from the front each time.
type model struct {
	pool    *Pool
	limits  Limits
	calls   []*call // waiting, in order
	held    []*call
	refused uint64
}

// call is one Acquire or Try of the test; the goroutine that acquires fills got and done.
type call struct {
	client   netip.Addr
	cancel   context.CancelFunc
	deadline time.Time
	granted  bool // what the model expects
	want     error
	done     chan struct{}
	worker   *Worker
	err      error
}

func (m *model) heldBy(client netip.Addr) int {
	return count(m.held, func(c *call) bool { return c.client == client })
}

func count(calls []*call, is func(*call) bool) int {
	return len(slices.DeleteFunc(slices.Clone(calls), func(c *call) bool { return !is(c) }))
}

func (m *model) mayRun(client netip.Addr) bool {
	capped := m.limits.PerClient > 0 && client.IsValid()
	return len(m.held) < m.limits.Workers && (!capped || m.heldBy(client) < m.limits.PerClient)
}

// grant moves the calls that should have been served by now.
func (m *model) grant() {
	for {
		i := slices.IndexFunc(m.calls, func(c *call) bool { return m.mayRun(c.client) })
		if i < 0 {
			return
		}
		m.calls[i].granted = true
		m.held = append(m.held, m.calls[i])
		m.calls = slices.Delete(m.calls, i, i+1)
	}
}

// arrive says what happens to a new call.
func (m *model) arrive(c *call) {
	queued := count(m.calls, func(other *call) bool { return other.client == c.client })
	capped := m.limits.PerClient > 0 && c.client.IsValid()
	switch {
	case m.mayRun(c.client):
		c.granted = true
		m.held = append(m.held, c)
	case len(m.calls) >= m.limits.Queue, capped && queued >= max(1, m.limits.Queue/2):
		c.want = ErrFull
		m.refused++
	default:
		c.deadline = time.Now().Add(m.limits.Patience)
		m.calls = append(m.calls, c)
	}
}

// check compares the pool with the model, when all goroutines rest.
func (m *model) check(t *rapid.T) {
	numbers := map[int]bool{}
	for _, c := range m.held {
		if c.worker == nil {
			t.Fatalf("call of %v got no worker, want one", c.client)
		}
		if n := c.worker.Number; n < 1 || numbers[n] {
			t.Fatalf("worker %d is lent twice or out of range", n)
		}
		numbers[c.worker.Number] = true
	}
	for _, c := range m.calls {
		if c.worker != nil || c.err != nil {
			t.Fatalf("call of %v = %v, %v, want it to wait", c.client, c.worker, c.err)
		}
	}
	got := m.pool.Load()
	got.LastRefusal = time.Time{}
	want := Load{
		Workers: m.limits.Workers, Busy: len(m.held),
		Queue: m.limits.Queue, Waiting: len(m.calls), Refused: m.refused,
	}
	if got != want {
		t.Fatalf("Load() = %+v, want %+v", got, want)
	}
}

func (m *model) acquire(t *rapid.T) {
	ctx, cancel := context.WithCancel(context.Background())
	c := &call{client: drawClient(t), cancel: cancel, done: make(chan struct{})}
	m.arrive(c)
	go func() {
		defer close(c.done)
		c.worker, c.err = m.pool.Acquire(ctx, c.client)
	}()
	synctest.Wait()
	if c.want != nil && !errors.Is(c.err, c.want) {
		t.Fatalf("Acquire(%v) = %v, want %v", c.client, c.err, c.want)
	}
}

func (m *model) try(t *rapid.T) {
	c := &call{client: drawClient(t), cancel: func() {}}
	may := m.mayRun(c.client)
	c.worker = m.pool.Try(c.client)
	if (c.worker != nil) != may {
		t.Fatalf("Try(%v) = %v, want a worker: %v", c.client, c.worker, may)
	}
	if may {
		m.arrive(c)
	}
}

func (m *model) release(t *rapid.T) {
	if len(m.held) == 0 {
		t.Skip("nothing lent")
	}
	i := rapid.IntRange(0, len(m.held)-1).Draw(t, "held")
	c := m.held[i]
	m.held = slices.Delete(m.held, i, i+1)
	m.grant()
	m.pool.Release(c.worker)
	c.cancel()
}

func (m *model) leave(t *rapid.T) {
	if len(m.calls) == 0 {
		t.Skip("nobody waits")
	}
	i := rapid.IntRange(0, len(m.calls)-1).Draw(t, "waiting")
	c := m.calls[i]
	m.calls = slices.Delete(m.calls, i, i+1)
	c.cancel()
	<-c.done
	if !errors.Is(c.err, context.Canceled) {
		t.Fatalf("Acquire after cancel = %v, %v, want %v", c.worker, c.err, context.Canceled)
	}
}

func (m *model) wait(t *rapid.T) {
	<-time.After(time.Duration(rapid.IntRange(1, 10).Draw(t, "seconds")) * time.Second)
	synctest.Wait()
	m.calls = slices.DeleteFunc(m.calls, func(c *call) bool {
		if c.deadline.After(time.Now()) {
			return false
		}
		if !errors.Is(c.err, ErrPatience) {
			t.Fatalf("Acquire after its patience = %v, %v, want %v", c.worker, c.err, ErrPatience)
		}
		m.refused++
		return true
	})
}

func (m *model) resize(t *rapid.T) {
	m.limits = drawLimits(t)
	m.pool.Resize(m.limits)
	m.grant()
}

func drawClient(t *rapid.T) netip.Addr {
	return rapid.SampledFrom([]netip.Addr{nobody, ann, bob, cleo}).Draw(t, "client")
}

func drawLimits(t *rapid.T) Limits {
	return Limits{
		Workers:   rapid.IntRange(1, 5).Draw(t, "workers"),
		Queue:     rapid.IntRange(0, 8).Draw(t, "queue"),
		PerClient: rapid.IntRange(0, 3).Draw(t, "perClient"),
		Patience:  time.Duration(rapid.IntRange(1, 20).Draw(t, "patience")) * time.Second,
	}
}

func TestPoolAgreesWithModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rapid.SyncTest(t, func(t *rapid.T) {
			m := &model{limits: drawLimits(t)}
			m.pool = New(m.limits)
			defer m.end()
			t.Repeat(map[string]func(*rapid.T){
				"acquire": m.acquire,
				"another": m.acquire, // more come than go, so that the queue fills
				"crowd":   m.acquire,
				"try":     m.try,
				"release": m.release,
				"leave":   m.leave,
				"wait":    m.wait,
				"resize":  m.resize,
				"": func(t *rapid.T) {
					synctest.Wait()
					m.check(t)
				},
			})
		})
	})
}

// end lets all goroutines of the test go.
func (m *model) end() {
	for _, c := range slices.Concat(m.calls, m.held) {
		c.cancel()
	}
	synctest.Wait()
}
