// SPDX-License-Identifier: MIT

package pool

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestResizeServesWaiters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{Workers: 1, Queue: 5, Patience: time.Minute})
		c := newCallers(t, p)
		for i := range 5 {
			c.join(t.Context(), fmt.Sprint(i), nobody)
		}
		p.Resize(Limits{Workers: 3, Queue: 5, Patience: time.Minute})
		synctest.Wait()
		c.wantHolding("0", "1", "2")
		if got := []int{c.number("1"), c.number("2")}; !slices.Equal(got, []int{2, 3}) {
			t.Errorf("numbers of the new workers = %v, want [2 3]", got)
		}
		for i := range 5 {
			c.release(fmt.Sprint(i))
		}
	})
}

func TestResizeLiftsCap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{Workers: 4, Queue: 6, PerClient: 1, Patience: time.Minute})
		c := newCallers(t, p)
		for i := range 4 {
			c.join(t.Context(), fmt.Sprint(i), ann)
		}
		c.wantHolding("0")
		p.Resize(Limits{Workers: 4, Queue: 6, PerClient: 2, Patience: time.Minute})
		synctest.Wait()
		c.wantHolding("0", "1")
		p.Resize(Limits{Workers: 4, Queue: 6, Patience: time.Minute})
		synctest.Wait()
		c.wantHolding("0", "1", "2", "3")
		p.Resize(Limits{Workers: 4, Queue: 6, PerClient: 3, Patience: time.Minute})
		if w := p.Try(ann); w != nil {
			t.Errorf("Try with 4 held and a new cap of 3 = worker %d, want nil", w.Number)
		}
		for i := range 4 {
			c.release(fmt.Sprint(i))
		}
	})
}

func TestResizeShrinksAsWorkersComeBack(t *testing.T) {
	p := New(Limits{Workers: 4})
	var held []*Worker
	for range 4 {
		held = append(held, take(t, p, nobody))
	}
	p.Resize(Limits{Workers: 2})
	if got := p.Load(); got.Workers != 2 || got.Busy != 4 {
		t.Errorf("Load() after shrinking = %+v, want 4 busy of 2", got)
	}
	for i, w := range held[:2] { // numbers 1 and 2 come back first, 3 and 4 still run
		p.Release(w)
		if w := p.Try(nobody); w != nil {
			t.Errorf("Try with %d still lent of 2 = worker %d, want nil", 3-i, w.Number)
		}
	}
	p.Release(held[3])
	if w := take(t, p, nobody); w.Number != 2 {
		t.Errorf("Try after shrinking = worker %d, want 2", w.Number)
	}
	p.Release(held[2])
	if w := take(t, p, nobody); w.Number != 1 {
		t.Errorf("Try when all over the limit are back = worker %d, want 1", w.Number)
	}
}

func TestResizeKeepsNumbersUnique(t *testing.T) {
	p := New(Limits{Workers: 4})
	var held []*Worker
	for range 4 {
		held = append(held, take(t, p, nobody))
	}
	p.Resize(Limits{Workers: 1})
	p.Release(held[2])
	p.Resize(Limits{Workers: 5}) // 3 is gone and made anew, 4 is still lent
	if a, b := take(t, p, nobody), take(t, p, nobody); a.Number != 3 || b.Number != 5 {
		t.Errorf("numbers after growing again = %d, %d, want 3, 5", a.Number, b.Number)
	}
	p.Release(held[3])
	if w := take(t, p, nobody); w != held[3] {
		t.Errorf("Try after 4 came back = worker %d, want 4", w.Number)
	}
}

func TestResizeShorterQueueThrowsNobodyOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{Workers: 1, Queue: 4, Patience: time.Minute})
		c := newCallers(t, p)
		for _, name := range []string{"holder", "a", "b", "c"} {
			c.join(t.Context(), name, nobody)
		}
		p.Resize(Limits{Workers: 1, Queue: 1, Patience: time.Second})
		c.join(t.Context(), "d", nobody)
		c.wantError("d", ErrFull)
		<-time.After(30 * time.Second) // over the new patience, within that they came with
		for _, name := range []string{"holder", "a", "b", "c"} {
			c.release(name)
		}
		c.wantServed("holder", "a", "b", "c")
	})
}
