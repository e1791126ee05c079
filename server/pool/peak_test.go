// SPDX-License-Identifier: MIT

package pool

import (
	"context"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

// TestPeak sees a burst that is over when somebody looks, once.
func TestPeak(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{Workers: 2, Queue: 3, Patience: time.Minute})
		a, b := p.Try(netip.Addr{}), p.Try(netip.Addr{})
		ctx, leave := context.WithCancel(t.Context())
		for range 2 {
			go func() { _, _ = p.Acquire(ctx, netip.Addr{}) }()
		}
		synctest.Wait()
		leave()
		synctest.Wait()
		p.Release(a)
		p.Release(b)
		if l := p.Load(); l.Busy != 0 || l.Waiting != 0 {
			t.Fatalf("Load() after the burst = %+v", l)
		}
		if l := p.Peak(); l.Busy != 2 || l.Waiting != 2 || l.Workers != 2 {
			t.Errorf("Peak() = %+v, want 2 busy and 2 waiting", l)
		}
		if l := p.Peak(); l.Busy != 0 || l.Waiting != 0 {
			t.Errorf("Peak() again = %+v, want nothing new", l)
		}
		w := p.Try(netip.Addr{})
		if l := p.Peak(); l.Busy != 1 {
			t.Errorf("Peak() = %+v, want the one that is busy", l)
		}
		if l := p.Peak(); l.Busy != 1 {
			t.Errorf("Peak() = %+v, want the one that is busy still", l)
		}
		p.Release(w)
	})
}
