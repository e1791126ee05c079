// SPDX-License-Identifier: MIT

package gate

import (
	"net/http"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

func TestTriesComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tries, from := newTries(), netip.MustParsePrefix("10.0.0.1/32")
		take := func(what string, right bool, left int, wait time.Duration) {
			t.Helper()
			if gotLeft, gotWait := tries.take(from, right); gotLeft != left || gotWait != wait {
				t.Errorf("%s: take(%v) = %d, %v, want %d, %v", what, right, gotLeft, gotWait, left, wait)
			}
		}
		for range 50 {
			take("right ones are not counted", true, 5, 0)
		}
		for left := 4; left >= 0; left-- {
			take("wrong", false, left, 0)
		}
		take("too many", false, 0, tryEvery)
		time.Sleep(tryEvery / 4)
		take("too early, and not made longer by that", true, 0, tryEvery*3/4)
		time.Sleep(tryEvery * 3 / 4)
		take("one has come back", false, 0, 0)
		take("and is gone", false, 0, tryEvery)
		time.Sleep(time.Minute)
		take("all have come back", false, 4, 0)
	})
}

// TestTriesAreBounded floods the table. Who is counted stays counted, and who is
// new gains no more than five tries for all.
func TestTriesAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tries := newTries()
		at := func(i int) netip.Prefix {
			return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}), 32)
		}
		passed := 0
		for i := range 4 * mostCounted {
			if _, wait := tries.take(at(i), false); wait == 0 {
				passed++
			}
		}
		if len(tries.by) != mostCounted || passed != mostCounted+mostTries {
			t.Errorf("after a flood: %d counted, %d passed, want %d, %d", len(tries.by), passed, mostCounted, mostCounted+mostTries)
		}
		if left, _ := tries.take(at(0), false); left != mostTries-2 {
			t.Errorf("tries left of the first = %d, want %d", left, mostTries-2)
		}
		time.Sleep(time.Minute)
		tries.take(at(1<<20), false)
		if len(tries.by) != 1 {
			t.Errorf("a minute later: %d counted, want 1", len(tries.by))
		}
	})
}

func TestNetworkOf(t *testing.T) {
	for remote, want := range map[string]string{
		"192.168.1.40:1":       "192.168.1.40/32",
		"[::ffff:10.0.0.1]:1":  "10.0.0.1/32",
		"[2001:db8:1:2:3::]:1": "2001:db8:1:2::/64",
		"[fe80::1%eth0]:1":     "fe80::/64",
		"[::1]:1":              "::/64",
		"":                     "invalid Prefix",
		"pipe":                 "invalid Prefix",
	} {
		if got := networkOf(addressOf(&http.Request{RemoteAddr: remote})).String(); got != want {
			t.Errorf("networkOf(%q) = %s, want %s", remote, got, want)
		}
	}
}
