// SPDX-License-Identifier: MIT

package http1

import (
	"sync/atomic"
	"time"
)

// instant is a time by the monotonic clock, in nanoseconds since epoch. It has a
// third of the size of a time.Time, and every idle connection keeps several.
type instant int64

var epoch = time.Now()

func instantOf(t time.Time) instant { return instant(t.Sub(epoch)) }

func (i instant) time() time.Time { return epoch.Add(time.Duration(i)) }

// instantBox is an instant that others may look at.
type instantBox struct{ atomic.Int64 }

func (b *instantBox) set(t time.Time) { b.Store(int64(instantOf(t))) }

func (b *instantBox) time() time.Time { return instant(b.Load()).time() }
