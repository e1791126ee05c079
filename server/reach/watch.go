// SPDX-License-Identifier: MIT

package reach

import (
	"context"
	"net/netip"
	"time"
)

const (
	// Patience is how long a share waits for its first visitor before it asks
	// itself what is in the way, and between two such questions.
	Patience = 30 * time.Second

	// checkTime is how long the checks may take together.
	checkTime = 5 * time.Second
)

// Watch gives advice while nobody comes; it returns when somebody has come, or
// when ctx ends. rung is called after the advice has changed.
func (t *Tracker) Watch(ctx context.Context, rung func()) { t.watch(ctx, Check, rung) }

func (t *Tracker) watch(ctx context.Context, check checker, rung func()) {
	next := time.NewTimer(time.Until(t.begun.Add(Patience)))
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.first:
			return
		case <-next.C:
		}
		limited, cancel := context.WithTimeout(ctx, checkTime)
		advice := check(limited, t.lent())
		cancel()
		if ctx.Err() == nil && *t.advice.Load() != advice {
			t.advice.Store(&advice)
			rung()
		}
		next.Reset(Patience)
	}
}

// checker is Check, or what a test has in its place.
type checker func(ctx context.Context, lent []netip.AddrPort) Advice

// Check looks for what keeps visitors from a share at these addresses. It needs
// no rights, and ends with ctx.
func Check(ctx context.Context, lent []netip.AddrPort) Advice {
	return judge(gather(ctx, lent))
}
