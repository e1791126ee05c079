// SPDX-License-Identifier: MIT

package server

import (
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"porchlight/server/config"
	"porchlight/server/http1"
	"porchlight/server/pool"
)

func TestLevelOf(t *testing.T) {
	now := time.Date(2024, 3, 15, 10, 30, 15, 0, time.UTC)
	for _, tt := range []struct {
		name string
		load pool.Load
		want Level
	}{
		{"nothing to do", pool.Load{Workers: 10}, Calm},
		{"under 80 %", pool.Load{Workers: 10, Busy: 7}, Calm},
		{"80 %", pool.Load{Workers: 10, Busy: 8}, Busy},
		{"just under 80 % of an odd number", pool.Load{Workers: 7, Busy: 5}, Calm},
		{"just over 80 % of an odd number", pool.Load{Workers: 7, Busy: 6}, Busy},
		{"one waits behind a cap", pool.Load{Workers: 10, Busy: 4, Waiting: 1}, Busy},
		{"all busy", pool.Load{Workers: 10, Busy: 10}, Busy},
		{"all busy and one waits", pool.Load{Workers: 10, Busy: 10, Waiting: 1}, Full},
		{"more busy than there are now", pool.Load{Workers: 2, Busy: 5, Waiting: 1}, Full},
		{"one worker, idle", pool.Load{Workers: 1}, Calm},
		{"one worker, busy", pool.Load{Workers: 1, Busy: 1}, Busy},
		{"refused now", pool.Load{Workers: 10, Refused: 1, LastRefusal: now}, Full},
		{"refused just now", pool.Load{Workers: 10, Refused: 1, LastRefusal: now.Add(-2*time.Second + 1)}, Full},
		{"refused 2 s ago", pool.Load{Workers: 10, Refused: 1, LastRefusal: now.Add(-2 * time.Second)}, Calm},
		{"refused 2 s ago, busy since", pool.Load{Workers: 10, Busy: 9, Refused: 1, LastRefusal: now.Add(-2 * time.Second)}, Busy},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := levelOf(tt.load, now); got != tt.want {
				t.Errorf("levelOf(%+v) = %s, want %s", tt.load, got, tt.want)
			}
		})
	}
}

func TestTextOf(t *testing.T) {
	for _, tt := range []struct {
		load pool.Load
		want string
	}{
		{pool.Load{Workers: 10, Busy: 3}, "3 of 10 workers busy"},
		{pool.Load{Workers: 10, Busy: 8, Waiting: 2}, "8 of 10 workers busy, 2 waiting"},
		{pool.Load{Workers: 10, Busy: 10, Waiting: 15, Refused: 3}, "10 of 10 workers busy, 15 waiting, 3 refused"},
		{pool.Load{Workers: 10, Refused: 3}, "0 of 10 workers busy, 3 refused"},
	} {
		if got := textOf(tt.load); got != tt.want {
			t.Errorf("textOf(%+v) = %q, want %q", tt.load, got, tt.want)
		}
	}
}

// TestGauge shows loads at moments: the level rises at once, and falls when it
// has been lower for 2 s.
func TestGauge(t *testing.T) {
	calm, busy := pool.Load{Workers: 10}, pool.Load{Workers: 10, Busy: 8}
	full := pool.Load{Workers: 10, Busy: 10, Waiting: 1}
	type look struct {
		at   time.Duration
		load pool.Load
		want Level
	}
	const ms = time.Millisecond
	for _, tt := range []struct {
		name  string
		looks []look
	}{
		{"rises at once", []look{{0, calm, Calm}, {1, busy, Busy}, {2, full, Full}}},
		{"skips a step upwards", []look{{0, calm, Calm}, {1, full, Full}}},
		{"falls after 2 s", []look{{0, busy, Busy}, {1999 * ms, calm, Busy}, {2000 * ms, calm, Calm}}},
		{"skips a step downwards", []look{{0, full, Full}, {1999 * ms, busy, Full}, {2000 * ms, calm, Calm}}},
		{"counts from the last time", []look{{0, busy, Busy}, {1500 * ms, busy, Busy}, {2500 * ms, calm, Busy}, {3500 * ms, calm, Calm}}},
		{"a burst begins the 2 s again", []look{{0, busy, Busy}, {1000 * ms, calm, Busy}, {1100 * ms, busy, Busy}, {3000 * ms, calm, Busy}, {3100 * ms, calm, Calm}}},
		{"each step down takes 2 s", []look{{0, full, Full}, {2000 * ms, busy, Busy}, {2001 * ms, calm, Busy}, {4000 * ms, calm, Calm}}},
		{"rises while it waits to fall", []look{{0, busy, Busy}, {1000 * ms, calm, Busy}, {1001 * ms, full, Full}, {3000 * ms, calm, Full}}},
		{"nobody looked for a long time", []look{{0, full, Full}, {time.Hour, calm, Calm}}},
		{"a look that comes late", []look{{1, full, Full}, {0, calm, Full}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var g gauge
			start := time.Now()
			for _, l := range tt.looks {
				if got := g.read(l.load, start.Add(l.at)); got != l.want {
					t.Errorf("read(%+v) after %v = %s, want %s", l.load, l.at, got, l.want)
				}
			}
		})
	}
}

// TestStatusFallsSlowly sees that Status, too, shows a level for 2 s more.
func TestStatusFallsSlowly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t, func(c *config.Config) { c.Workers = 1 })
		f.state.Store(&runState{door: &door{at: loopback, engine: http1.New(http1.Options{})}})
		defer f.state.Store(&runState{})
		expect := func(want Level) {
			t.Helper()
			if got := f.Status().Level; got != want {
				t.Errorf("Level = %s, want %s", got, want)
			}
		}
		expect(Calm)
		w := f.pool.Try(netip.Addr{})
		expect(Busy)
		f.pool.Release(w)
		expect(Busy)
		time.Sleep(2*time.Second - time.Millisecond)
		expect(Busy)
		time.Sleep(time.Millisecond)
		expect(Calm)
	})
}
