// SPDX-License-Identifier: MIT

package pool

import (
	"context"
	"math/rand/v2"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestGrantAgainstCancel lets many callers give up at about the moment they are served, while the pool is resized:
// no worker may get lost, or be lent twice.
func TestGrantAgainstCancel(t *testing.T) {
	const most, callersAtOnce, rounds = 8, 16, 400
	limits := Limits{Workers: most, Queue: callersAtOnce, PerClient: 3, Patience: 50 * time.Microsecond}
	p := New(limits)
	var holders [most + 1]atomic.Int32
	var served atomic.Int64
	clients := manyClients(4)

	work := func(seed int) {
		rng := rand.New(rand.NewPCG(uint64(seed), 1))
		for range rounds {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rng.IntN(100))*time.Microsecond)
			w, err := p.Acquire(ctx, clients[rng.IntN(len(clients))])
			cancel()
			if err != nil {
				continue
			}
			served.Add(1)
			if n := holders[w.Number].Add(1); n != 1 {
				t.Errorf("worker %d has %d holders, want 1", w.Number, n)
			}
			runtime.Gosched()
			holders[w.Number].Add(-1)
			p.Release(w)
		}
	}
	var group sync.WaitGroup
	for seed := range callersAtOnce {
		group.Go(func() { work(seed) })
	}
	for i := range rounds {
		limits.Workers, limits.PerClient = 1+i%most, i%4
		p.Resize(limits)
		if got := p.Load().Busy; got > most {
			t.Errorf("Busy = %d, want at most %d", got, most)
		}
		runtime.Gosched()
	}
	group.Wait()

	if served.Load() == 0 {
		t.Error("nobody was served, so nothing was tested")
	}
	if got := p.Load(); got.Busy != 0 || got.Waiting != 0 || len(p.held) != 0 || len(p.queue.lines) != 0 {
		t.Errorf("Load() at the end = %+v with %d clients and %d lines kept, want all 0",
			got, len(p.held), len(p.queue.lines))
	}
	p.Resize(Limits{Workers: most})
	for range most {
		take(t, p, nobody)
	}
}
