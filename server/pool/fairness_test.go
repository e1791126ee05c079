// SPDX-License-Identifier: MIT

package pool

import (
	"fmt"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

func TestCapOnOneClient(t *testing.T) {
	tests := []struct {
		name   string
		client netip.Addr
		cap    int
		want   int // workers of 4 that Try lends
	}{
		{"capped", ann, 2, 2},
		{"with a zone", cleo, 3, 3},
		{"no cap", ann, 0, 4},
		{"cap over the workers", ann, 9, 4},
		{"invalid address is exempt", nobody, 2, 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := New(Limits{Workers: 4, PerClient: tt.cap})
			got := 0
			for p.Try(tt.client) != nil {
				got++
			}
			if got != tt.want {
				t.Errorf("Try(%v) with cap %d lent %d workers, want %d", tt.client, tt.cap, got, tt.want)
			}
		})
	}
}

func TestCapSeesThroughMappedAddress(t *testing.T) {
	p := New(Limits{Workers: 4, PerClient: 1})
	take(t, p, ann)
	mapped := netip.AddrFrom16(ann.As16())
	if w := p.Try(mapped); w != nil {
		t.Errorf("Try(%v) while %v is at its cap = worker %d, want nil", mapped, ann, w.Number)
	}
}

func TestCapEndsWithRelease(t *testing.T) {
	p := New(Limits{Workers: 4, PerClient: 1})
	p.Release(take(t, p, ann))
	take(t, p, ann)
	take(t, p, bob)
	if len(p.held) != 2 {
		t.Errorf("clients counted = %d, want 2", len(p.held))
	}
}

func TestOthersPassClientAtCap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{Workers: 3, Queue: 10, PerClient: 2, Patience: time.Minute})
		c := newCallers(t, p)
		for i := range 4 {
			c.join(t.Context(), fmt.Sprintf("ann%d", i), ann)
		}
		c.join(t.Context(), "bob0", bob)
		c.wantServed("ann0", "ann1", "bob0")
		c.join(t.Context(), "bob1", bob)

		c.release("bob0") // ann is first in the queue, but at her cap
		c.wantServed("ann0", "ann1", "bob0", "bob1")
		c.release("ann0") // now she is not
		c.wantServed("ann0", "ann1", "bob0", "bob1", "ann2")
		for _, name := range []string{"bob1", "ann1", "ann2", "ann3"} {
			c.release(name)
		}
	})
}

func TestOldestOfThoseWhoMayRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{Workers: 2, Queue: 20, PerClient: 1, Patience: time.Minute})
		c := newCallers(t, p)
		arrivals := []struct {
			name   string
			client netip.Addr
		}{
			{"ann0", ann}, {"bob0", bob}, {"ann1", ann}, {"ann2", ann}, {"bob1", bob}, {"any", nobody}, {"cleo", cleo},
		}
		for _, a := range arrivals {
			c.join(t.Context(), a.name, a.client)
		}
		for _, name := range []string{"bob0", "bob1", "any", "ann0", "ann1", "cleo", "ann2"} {
			c.release(name)
		}
		c.wantServed("ann0", "bob0", "bob1", "any", "cleo", "ann1", "ann2")
	})
}

func TestClientsBelowCapKeepTheirOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{Workers: 1, Queue: 20, PerClient: 2, Patience: time.Minute})
		c := newCallers(t, p)
		names := []string{"0", "1", "2", "3", "4", "5", "6"}
		for i, client := range []netip.Addr{ann, ann, bob, ann, nobody, bob, nobody} {
			c.join(t.Context(), names[i], client)
		}
		for _, name := range names {
			c.release(name)
		}
		c.wantServed(names...)
	})
}

func TestShareOfTheQueue(t *testing.T) {
	tests := []struct {
		name   string
		client netip.Addr
		queue  int
		cap    int
		want   int // places that one client gets
	}{
		{"half", ann, 6, 1, 3},
		{"half, rounded down", ann, 5, 1, 2},
		{"at least one", ann, 1, 1, 1},
		{"none of none", ann, 0, 1, 0},
		{"no cap, no share", ann, 6, 0, 6},
		{"exempt", nobody, 6, 1, 6},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := New(Limits{Workers: 1, Queue: tt.queue, PerClient: tt.cap, Patience: time.Second})
				c := newCallers(t, p)
				c.join(t.Context(), "holder", tt.client)
				for i := range tt.want + 1 {
					c.join(t.Context(), fmt.Sprint(i), tt.client)
				}
				if got := p.Load().Waiting; got != tt.want {
					t.Errorf("Waiting of one client with queue %d = %d, want %d", tt.queue, got, tt.want)
				}
				c.wantError(fmt.Sprint(tt.want), ErrFull)
				<-time.After(time.Second)
				synctest.Wait()
				c.release("holder")
			})
		})
	}
}

func TestOtherClientFindsPlaceBesideFlood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{Workers: 2, Queue: 4, PerClient: 1, Patience: time.Second})
		c := newCallers(t, p)
		for i := range 10 {
			c.join(t.Context(), fmt.Sprint("flood", i), ann)
		}
		c.join(t.Context(), "bob0", bob)
		c.join(t.Context(), "bob1", bob)
		c.wantServed("flood0", "bob0")
		c.release("bob0")
		c.wantServed("flood0", "bob0", "bob1")
		if got, want := p.Load().Refused, uint64(7); got != want {
			t.Errorf("Refused of 10 by one client = %d, want %d", got, want)
		}
		<-time.After(time.Second)
		synctest.Wait()
		c.release("bob1")
		c.release("flood0")
	})
}
