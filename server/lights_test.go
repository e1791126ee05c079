// SPDX-License-Identifier: MIT

package server

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"porchlight/server/config"
	"porchlight/server/pool"
)

// scene is a server whose workers are lent by hand.
type scene struct {
	*fixture
	lent []*pool.Worker
}

// move is what happens, and how long after the move before it.
type move struct {
	after time.Duration
	do    func(*scene)
}

func lend(n int) func(*scene) {
	return func(s *scene) {
		for range n {
			s.lent = append(s.lent, s.pool.Try(netip.Addr{}))
		}
	}
}

func giveBack(s *scene) {
	for _, w := range s.lent {
		s.pool.Release(w)
	}
	s.lent = nil
}

func burst(s *scene) {
	lend(8)(s)
	synctest.Wait()
	giveBack(s)
}

// refuse fills the queue of two and asks once more, then all leave.
func refuse(s *scene) {
	ctx, leave := context.WithCancel(s.t.Context())
	var waiting sync.WaitGroup
	for range 2 {
		waiting.Go(func() { _, _ = s.pool.Acquire(ctx, netip.Addr{}) })
		synctest.Wait()
	}
	if _, err := s.pool.Acquire(ctx, netip.Addr{}); !errors.Is(err, pool.ErrFull) {
		s.t.Errorf("Acquire() = %v, want %v", err, pool.ErrFull)
	}
	leave()
	waiting.Wait()
}

func nothing(*scene) {}

// lit makes moves beside the lights of a server with 10 workers, under a clock
// that only the moves turn, and returns what the lights say and after how long.
func lit(t *testing.T, moves ...move) (said []string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &scene{fixture: newFixture(t, func(c *config.Config) { c.Queue = 2 })}
		began := time.Now()
		ctx, stop := context.WithCancel(t.Context())
		var lights sync.WaitGroup
		lights.Go(func() { s.Watch(ctx) })
		for _, m := range moves {
			time.Sleep(m.after)
			m.do(s)
			synctest.Wait()
		}
		stop()
		lights.Wait()
		for _, l := range s.lines("") {
			said = append(said, fmt.Sprint(l.Time.Sub(began), " ", l.Message))
		}
	})
	return said
}

// nearly compares two lines, which may be a pause apart: a look falls between
// the moves that are made at once, or after them.
func nearly(a, b string) bool {
	whenA, textA, _ := strings.Cut(a, " ")
	whenB, textB, _ := strings.Cut(b, " ")
	atA, errA := time.ParseDuration(whenA)
	atB, errB := time.ParseDuration(whenB)
	return textA == textB && errA == nil && errB == nil && (atA-atB).Abs() <= pause
}

func TestLights(t *testing.T) {
	const second, ms = time.Second, time.Millisecond
	end := move{time.Hour, nothing}
	for _, tt := range []struct {
		name  string
		moves []move
		want  []string
	}{
		{"quiet", []move{end}, nil},
		{"calm work", []move{{0, lend(7)}, {time.Hour, giveBack}, end}, nil},
		{"a burst", []move{{second, burst}, end}, []string{
			"1s 🟡 Thread pool: 8/10 active | Queue: 0/2",
			"3.25s 🟢 Thread pool: 0/10 active | Queue: 0/2",
		}},
		{"a long time", []move{{0, lend(9)}, {70*second + 100*ms, giveBack}, end}, []string{
			"0s 🟡 Thread pool: 9/10 active | Queue: 0/2",
			"30s 🟡 Thread pool: 9/10 active | Queue: 0/2",
			"1m0s 🟡 Thread pool: 9/10 active | Queue: 0/2",
			"1m12.25s 🟢 Thread pool: 0/10 active | Queue: 0/2",
		}},
		{"flickering", []move{{0, burst}, {1100 * ms, burst}, {1100 * ms, burst}, {1100 * ms, burst}, end}, []string{
			"0s 🟡 Thread pool: 8/10 active | Queue: 0/2",
			"5.5s 🟢 Thread pool: 0/10 active | Queue: 0/2",
		}},
		{"full, then a refusal grows old", []move{{0, lend(10)}, {1100 * ms, refuse}, {0, giveBack}, end}, []string{
			"0s 🟡 Thread pool: 10/10 active | Queue: 0/2",
			"1.25s 🔴 Thread pool: 10/10 active | Queue: 2/2",
			"5s 🟢 Thread pool: 0/10 active | Queue: 0/2",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, lit(t, tt.moves...), cmp.Comparer(nearly)); diff != "" {
				t.Errorf("lights differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestLightsSleep sees that lights which are calm look at the load only when
// it has changed: a laptop on the porch is not woken.
func TestLightsSleep(t *testing.T) {
	var looked time.Time
	lit(t, move{0, burst}, move{time.Minute, lend(1)}, move{1, func(s *scene) {
		if looked = s.gauge.seen; time.Since(looked) != 1 {
			t.Errorf("the lights looked %v ago, want just now", time.Since(looked))
		}
	}}, move{time.Hour, func(s *scene) {
		if !s.gauge.seen.Equal(looked) {
			t.Errorf("the lights looked %v ago, want nothing for an hour", time.Since(s.gauge.seen))
		}
		giveBack(s)
	}})
}
