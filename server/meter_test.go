// SPDX-License-Identifier: MIT

package server

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"porchlight/server/pool"
)

// watched runs a test beside Watch, under a clock that only the test turns.
func watched(t *testing.T, test func(*scene)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &scene{fixture: newFixture(t)}
		ctx, stop := context.WithCancel(t.Context())
		var watch sync.WaitGroup
		watch.Go(func() { s.Watch(ctx) })
		synctest.Wait()
		test(s)
		stop()
		watch.Wait()
	})
}

// rings counts the rings in a time.
func rings(bell <-chan struct{}, in time.Duration) (n int) {
	for end := time.After(in); ; n++ {
		select {
		case <-bell:
		case <-end:
			return n
		}
	}
}

// TestSubscribe rings at once and for everybody, four times a second at most,
// and not while nothing changes.
func TestSubscribe(t *testing.T) {
	watched(t, func(s *scene) {
		tray, cancelTray := s.Subscribe()
		page, cancelPage := s.Subscribe()
		defer cancelPage()
		if n := rings(tray, time.Hour); n != 0 {
			s.t.Errorf("%d rings in a quiet hour", n)
		}
		began := time.Now()
		lend(1)(s)
		<-tray
		<-page
		if took := time.Since(began); took != 0 {
			s.t.Errorf("a change rings after %v, want at once", took)
		}
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		go func() {
			for range 1000 {
				lend(1)(s)
				giveBack(s)
				<-tick.C
			}
		}()
		if n := rings(tray, 10*time.Second); n > 41 {
			s.t.Errorf("%d rings in 10 s, want four a second at most", n)
		}
		cancelTray()
		<-page
		s.Stir()
		<-page
		if n := rings(tray, time.Minute); n != 0 {
			s.t.Errorf("%d rings after the end of the subscription", n)
		}
	})
}

// TestSubscribeFall rings when time alone lets the level fall.
func TestSubscribeFall(t *testing.T) {
	watched(t, func(s *scene) {
		bell, cancel := s.Subscribe()
		defer cancel()
		began := time.Now()
		burst(s)
		var levels []Level
		for {
			<-bell
			level := s.gauge.read(s.pool.Load(), time.Now())
			levels = append(levels, level)
			if level == Calm {
				break
			}
		}
		if took := time.Since(began); took < recent || took > recent+2*pause {
			s.t.Errorf("the level falls after %v: %v", took, levels)
		}
	})
}

func TestHistory(t *testing.T) {
	type second struct{ At, Busy, Waiting int }
	load := func(busy, waiting int) pool.Load { return pool.Load{Workers: 10, Busy: busy, Waiting: waiting} }
	at := func(second float64) time.Time { return time.UnixMilli(int64(second * 1000)) }
	look := func(h *history, now float64) (all []second) {
		for _, s := range h.samples(at(now)) {
			all = append(all, second{int(s.Time.Unix()), s.Busy, s.Waiting})
		}
		return all
	}
	var h history
	if got := look(&h, 100); got != nil {
		t.Errorf("samples() of nothing = %v", got)
	}
	h.note(load(3, 0), load(3, 0), at(100.1))
	h.note(load(9, 2), load(1, 0), at(100.9))
	h.note(load(4, 0), load(2, 0), at(103.5))
	want := []second{{100, 9, 2}, {101, 1, 0}, {102, 1, 0}, {103, 4, 0}, {104, 2, 0}, {105, 2, 0}}
	if diff := cmp.Diff(want, look(&h, 105.9)); diff != "" {
		t.Errorf("samples() (-want +got):\n%s", diff)
	}
	h.note(load(7, 0), load(7, 0), at(104)) // a clock that was set back
	got := look(&h, 106)
	if last := got[len(got)-1]; len(got) != 7 || last != (second{106, 7, 0}) {
		t.Errorf("samples() after a step back = %v", got)
	}
	got = look(&h, 5000)
	if len(got) != span || got[0] != (second{5001 - span, 7, 0}) || got[span-1] != (second{5000, 7, 0}) {
		t.Errorf("samples() long after = %d, from %v to %v", len(got), got[0], got[len(got)-1])
	}
}
