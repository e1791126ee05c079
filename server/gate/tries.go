// SPDX-License-Identifier: MIT

package gate

import (
	"net/http"
	"net/netip"
	"time"

	"golang.org/x/time/rate"
)

// An address has five tries at the code; one comes back every twelve seconds.
const (
	mostTries = 5
	tryEvery  = time.Minute / mostTries
)

// mostCounted is of how many addresses the tries are counted.
const mostCounted = 1024

// tries counts wrong codes by address. When its table is full, those whose tries
// have all come back are forgotten; if there are none, addresses that are new
// share one count, so that a flood of addresses gains nothing.
type tries struct {
	by     map[netip.Prefix]*rate.Limiter
	others *rate.Limiter
}

func newTries() tries {
	return tries{by: map[netip.Prefix]*rate.Limiter{}, others: newTry()}
}

func newTry() *rate.Limiter { return rate.NewLimiter(rate.Every(tryEvery), mostTries) }

// take counts a try that was not right. It returns how many are left; if there
// was none, the try is void, also a right one, and wait is when the next comes.
func (t *tries) take(from netip.Prefix, right bool) (left int, wait time.Duration) {
	now := time.Now()
	limiter := t.of(from, now)
	try := limiter.ReserveN(now, 1)
	if wait = try.DelayFrom(now); wait > 0 || right {
		try.CancelAt(now)
	}
	return int(limiter.TokensAt(now)), wait
}

func (t *tries) of(from netip.Prefix, now time.Time) *rate.Limiter {
	if limiter, ok := t.by[from]; ok {
		return limiter
	}
	if len(t.by) >= mostCounted {
		t.forget(now)
	}
	if len(t.by) >= mostCounted {
		return t.others
	}
	t.by[from] = newTry()
	return t.by[from]
}

// forget drops those who would be counted as if they were new.
func (t *tries) forget(now time.Time) {
	for from, limiter := range t.by {
		if limiter.TokensAt(now) >= mostTries {
			delete(t.by, from)
		}
	}
}

// addressOf is where a request comes from. One that cannot be read is the zero
// Addr, which all of these share.
func addressOf(r *http.Request) netip.Addr {
	at, _ := netip.ParseAddrPort(r.RemoteAddr)
	return at.Addr().Unmap().WithZone("")
}

// networkOf is what is counted as one: an IPv4 address, or the 2⁶⁴ addresses that
// a device with IPv6 may choose from.
func networkOf(address netip.Addr) netip.Prefix {
	bits := address.BitLen()
	if address.Is6() {
		bits = 64
	}
	network, _ := address.Prefix(bits) // the zero Addr has the zero Prefix
	return network
}
