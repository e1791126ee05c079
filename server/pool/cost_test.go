// SPDX-License-Identifier: MIT

package pool

import (
	"encoding/binary"
	"net/netip"
	"testing"
)

// manyClients returns n addresses of different clients.
func manyClients(n int) []netip.Addr {
	clients := make([]netip.Addr, n)
	for i := range clients {
		var b [4]byte
		binary.BigEndian.PutUint32(b[:], 10<<24|uint32(i))
		clients[i] = netip.AddrFrom4(b)
	}
	return clients
}

func TestTryAndReleaseAllocateNothing(t *testing.T) {
	tests := []struct {
		name    string
		clients []netip.Addr
		held    int // workers held in the background
	}{
		{"exempt", []netip.Addr{nobody}, 0},
		{"one client", []netip.Addr{ann}, 0},
		{"many clients", manyClients(10_000), 0},
		{"many clients, nearly full", manyClients(10_000), 1000},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := New(Limits{Workers: 1024, Queue: 50, PerClient: 4})
			for _, client := range manyClients(tt.held) {
				take(t, p, client)
			}
			i := 0
			const rounds = 100_000 // in one run, because the average over runs is cut to a whole number
			got := testing.AllocsPerRun(1, func() {
				for range rounds {
					i++
					p.Release(p.Try(tt.clients[i%len(tt.clients)]))
				}
			})
			if got != 0 {
				t.Errorf("%d times Try and Release allocate %v times, want 0", rounds, got)
			}
		})
	}
}

func BenchmarkTryRelease(b *testing.B) {
	limits := Limits{Workers: 10, Queue: 50, PerClient: 4}
	for _, bb := range []struct {
		name   string
		client netip.Addr
	}{{"exempt", nobody}, {"client", ann}} {
		b.Run(bb.name, func(b *testing.B) {
			p := New(limits)
			b.ReportAllocs()
			for b.Loop() {
				p.Release(p.Try(bb.client))
			}
		})
	}
	b.Run("parallel", func(b *testing.B) {
		p := New(limits)
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				if w := p.Try(nobody); w != nil {
					p.Release(w)
				}
			}
		})
	})
}
