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

// refuseOn serves a connection of n requests, which are refused.
func refuseOn(e *Engine, n int) {
	e.Serve(&sameHead{head: "GET / HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n", left: n, each: func() {}})
}

// TestRefusalCostsNoMoreWithFull: whoever Full has nothing to say to is refused
// as cheaply as without it, and that is cheap.
func TestRefusalCostsNoMoreWithFull(t *testing.T) {
	const most = 16 // for the connection and the strings of the record
	without, with := fullEngine(t, nil), fullEngine(t, func(t Turned) (Answer, bool) { return Answer{}, t.Accept == "text/html" })
	refuseOn(without, 1)
	plain := testing.AllocsPerRun(500, func() { refuseOn(without, 1) })
	asked := testing.AllocsPerRun(500, func() { refuseOn(with, 1) })
	if asked > plain || plain > most {
		t.Errorf("a refusal costs %v allocations, %v with Full, want at most %d and no more", plain, asked, most)
	}
}

// TestRefusalOnKeptConnection: one that tries again costs the strings of the
// record, and what a connection in memory makes of an answer in two pieces.
func TestRefusalOnKeptConnection(t *testing.T) {
	const rounds, most = 1000, 5
	e := fullEngine(t, nil)
	refuseOn(e, 1)
	if got := testing.AllocsPerRun(1, func() { refuseOn(e, rounds) }) / rounds; got > most {
		t.Errorf("a refusal on a connection that stays costs %.2f allocations, want at most %d", got, most)
	}
}

func BenchmarkRefusal(b *testing.B) {
	e := fullEngine(b, func(t Turned) (Answer, bool) { return Answer{}, t.Accept == "text/html" })
	b.Run("new connection", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			refuseOn(e, 1)
		}
	})
	b.Run("kept connection", func(b *testing.B) {
		b.ReportAllocs()
		refuseOn(e, b.N)
	})
}
