// SPDX-License-Identifier: MIT

//go:build !race

package http1

import (
	"log/slog"
	"net/http"
	"net/netip"
	"testing"
	"time"

	"porchlight/server/pool"
)

// fullEngine is an engine whose only worker is lent.
func fullEngine(t testing.TB, full func(Turned) (Answer, bool)) *Engine {
	p := pool.New(pool.Limits{Workers: 1})
	w := p.Try(netip.Addr{})
	t.Cleanup(func() { p.Release(w) })
	page := []byte("full")
	return New(Options{
		Handler: http.NotFoundHandler(),
		Pool:    p,
		Limits:  Limits{Idle: time.Minute, Head: time.Minute, Stall: time.Minute},
		Log:     slog.New(slog.DiscardHandler),
		Page:    func(int, string, string, string) (string, []byte) { return "text/plain", page },
		Full:    full,
		Served:  func(*Exchange) {},
	})
}

// refuseOnce serves a connection of one request, which is refused.
func refuseOnce(e *Engine) {
	e.Serve(&sameHead{head: "GET / HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n", left: 1, each: func() {}})
}

// TestRefusalCostsNoMoreWithFull: whoever Full has nothing to say to is refused
// as cheaply as without it, and that is cheap.
func TestRefusalCostsNoMoreWithFull(t *testing.T) {
	const most = 16 // for the connection, the record and its strings
	without, with := fullEngine(t, nil), fullEngine(t, func(t Turned) (Answer, bool) { return Answer{}, t.Accept == "text/html" })
	refuseOnce(without)
	plain := testing.AllocsPerRun(500, func() { refuseOnce(without) })
	asked := testing.AllocsPerRun(500, func() { refuseOnce(with) })
	if asked > plain || plain > most {
		t.Errorf("a refusal costs %v allocations, %v with Full, want at most %d and no more", plain, asked, most)
	}
}

func BenchmarkRefusal(b *testing.B) {
	e := fullEngine(b, func(t Turned) (Answer, bool) { return Answer{}, t.Accept == "text/html" })
	b.ReportAllocs()
	for b.Loop() {
		refuseOnce(e)
	}
}
