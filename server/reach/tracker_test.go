// SPDX-License-Identifier: MIT

package reach

import (
	"context"
	"net/netip"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var lent = []netip.AddrPort{netip.MustParseAddrPort("127.0.0.1:8080"), netip.MustParseAddrPort("192.168.1.23:8080")}

func newTracker() *Tracker {
	return New(func() []netip.AddrPort { return lent }, func() []netip.Addr {
		return []netip.Addr{netip.MustParseAddr("192.168.1.23"), netip.MustParseAddr("fe80::1%eth0")}
	})
}

func TestSeen(t *testing.T) {
	const none = "Shared, nobody has reached it yet"
	for _, tt := range []struct {
		name string
		from []string
		want string
	}{
		{"nobody", nil, none},
		{"loopback", []string{"127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"}, none},
		{"ourselves", []string{"192.168.1.23", "::ffff:192.168.1.23", "192.168.1.23", "fe80::1", "fe80::1%wlan0"}, none},
		{"one", []string{"192.168.1.23", "192.168.1.40", "192.168.1.40"}, "Reached by 192.168.1.40"},
		{"one, in two forms", []string{"::ffff:192.168.1.40", "192.168.1.40"}, "Reached by 192.168.1.40"},
		{"two", []string{"192.168.1.40", "fe80::7%eth0", "192.168.1.40"}, "Reached by 192.168.1.40 and fe80::7"},
		{"three", []string{"192.168.1.40", "192.168.1.41", "192.168.1.42"}, "Reached by 192.168.1.40 and 2 others"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tracker := newTracker()
			for _, from := range tt.from {
				tracker.Seen(netip.MustParseAddr(from))
			}
			tracker.Seen(netip.Addr{})
			if got := tracker.Sentence(); got != tt.want {
				t.Errorf("Sentence() after %v = %q, want %q", tt.from, got, tt.want)
			}
		})
	}
}

func TestSeenIsBounded(t *testing.T) {
	tracker := newTracker()
	began := time.Now()
	var visitors sync.WaitGroup
	for i := range 4 {
		visitors.Go(func() {
			for j := range 200 {
				tracker.Seen(netip.AddrFrom4([4]byte{10, 0, byte(i % 2), byte(j)}))
			}
		})
	}
	visitors.Wait()
	s := tracker.State()
	if !s.Reached || len(s.By) != mostSeen || s.First.Before(began) {
		t.Errorf("State() = reached %v, by %d, first at %v, want %d since %v", s.Reached, len(s.By), s.First, mostSeen, began)
	}
	seen := map[netip.Addr]bool{}
	for _, addr := range s.By {
		if seen[addr] {
			t.Errorf("State().By has %s twice", addr)
		}
		seen[addr] = true
	}
}

func TestSeenCostsNothing(t *testing.T) {
	tracker := newTracker()
	for _, addr := range []netip.Addr{netip.MustParseAddr("192.168.1.40"), netip.MustParseAddr("::ffff:192.168.1.23"), netip.MustParseAddr("127.0.0.1")} {
		tracker.Seen(addr)
		if n := testing.AllocsPerRun(100, func() { tracker.Seen(addr) }); n > 0 {
			t.Errorf("Seen(%s) costs %v allocations, want 0", addr, n)
		}
	}
}

// TestSeenWaitsForNobody: an address that is known is not held up by one that
// is being looked up, and two requests at once make one visitor.
func TestSeenWaitsForNobody(t *testing.T) {
	tracker, phone := newTracker(), netip.MustParseAddr("192.168.1.40")
	tracker.Seen(phone)
	tracker.mu.Lock()
	tracker.Seen(phone) // stands still if it wants the lock
	tracker.mu.Unlock()
	tracker.meet(phone)
	if got := tracker.State().By; len(got) != 1 {
		t.Errorf("State().By = %v, want %s once", got, phone)
	}
}

// TestWatch: no advice for half a minute, then one, a new one when the reason
// is another, and none once somebody has come.
func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tracker := newTracker()
		var asked, rung atomic.Int64
		var advice atomic.Pointer[Advice]
		advice.Store(&Advice{"A VPN is up.", "Switch it off."})
		check := func(ctx context.Context, at []netip.AddrPort) Advice {
			if _, bounded := ctx.Deadline(); !bounded || len(at) != len(lent) {
				t.Errorf("checked at %v, bounded %v, want %v and a deadline", at, bounded, lent)
			}
			asked.Add(1)
			return *advice.Load()
		}
		var watch sync.WaitGroup
		watch.Go(func() { tracker.watch(t.Context(), check, func() { rung.Add(1) }) })
		after := func(d time.Duration, wantAsked, wantRung int64, want string) {
			t.Helper()
			time.Sleep(d)
			synctest.Wait()
			if got := tracker.Sentence(); got != want || asked.Load() != wantAsked || rung.Load() != wantRung {
				t.Errorf("checked %d times, rung %d times, %q, want %d, %d, %q", asked.Load(), rung.Load(), got, wantAsked, wantRung, want)
			}
		}
		after(Patience-time.Second, 0, 0, "Shared, nobody has reached it yet")
		after(2*time.Second, 1, 1, "Shared, nobody has reached it yet. A VPN is up. Switch it off.")
		after(Patience, 2, 1, "Shared, nobody has reached it yet. A VPN is up. Switch it off.")
		advice.Store(&Advice{Action: "Use the main Wi-Fi."})
		after(Patience, 3, 2, "Shared, nobody has reached it yet. Use the main Wi-Fi.")
		tracker.Seen(netip.MustParseAddr("192.168.1.40"))
		after(2*Patience, 3, 2, "Reached by 192.168.1.40")
		watch.Wait()
	})
}

func TestWatchEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var watch sync.WaitGroup
		watch.Go(func() { newTracker().Watch(ctx, func() { t.Error("rung after the end") }) })
		time.Sleep(Patience / 2)
		cancel()
		watch.Wait()
	})
}
