// SPDX-License-Identifier: MIT

package pool

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	nobody = netip.Addr{}
	ann    = netip.MustParseAddr("192.168.1.10")
	bob    = netip.MustParseAddr("192.168.1.11")
	cleo   = netip.MustParseAddr("fe80::1%eth0")
)

func take(t *testing.T, p *Pool, client netip.Addr) *Worker {
	t.Helper()
	w := p.Try(client)
	if w == nil {
		t.Fatalf("Try(%v) = nil with load %+v, want a worker", client, p.Load())
	}
	return w
}

func TestTryLendsLowestAndLatestNumber(t *testing.T) {
	p := New(Limits{Workers: 3})
	one, two, three := take(t, p, nobody), take(t, p, nobody), take(t, p, nobody)
	if got := []int{one.Number, two.Number, three.Number}; !slices.Equal(got, []int{1, 2, 3}) {
		t.Errorf("numbers of a new pool = %v, want [1 2 3]", got)
	}
	if w := p.Try(nobody); w != nil {
		t.Errorf("Try with all lent = worker %d, want nil", w.Number)
	}
	p.Release(one)
	p.Release(three)
	if w := take(t, p, nobody); w != three {
		t.Errorf("Try after releasing 1, then 3 = worker %d, want 3", w.Number)
	}
}

func TestBufferStaysWithWorker(t *testing.T) {
	p := New(Limits{Workers: 1})
	w := take(t, p, nobody)
	b := w.Buffer()
	if len(b) != 32<<10 {
		t.Fatalf("len(Buffer()) = %d, want %d", len(b), 32<<10)
	}
	p.Release(w)
	if again := take(t, p, nobody).Buffer(); &again[0] != &b[0] {
		t.Error("Buffer() of the next holder is another one, want the same")
	}
}

func TestReleaseTwicePanics(t *testing.T) {
	p := New(Limits{Workers: 1})
	w := take(t, p, nobody)
	p.Release(w)
	defer func() {
		if recover() == nil {
			t.Error("second Release did not panic")
		}
		if w := p.Try(nobody); w == nil {
			t.Error("Try after the panic = nil, want a worker")
		}
	}()
	p.Release(w)
}

func TestQueueIsFirstComeFirstServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{Workers: 1, Queue: 3, Patience: time.Minute})
		c := newCallers(t, p)
		for _, name := range []string{"first", "second", "third", "fourth", "fifth"} {
			c.join(t.Context(), name, nobody)
		}
		c.wantServed("first")
		c.wantError("fifth", ErrFull)
		if w := p.Try(nobody); w != nil {
			t.Errorf("Try past the queue = worker %d, want nil", w.Number)
		}
		for _, name := range []string{"first", "second", "third", "fourth"} {
			c.release(name)
		}
		c.wantServed("first", "second", "third", "fourth")
		want := Load{Workers: 1, Queue: 3, Refused: 1, LastRefusal: time.Now()}
		if diff := cmp.Diff(want, p.Load()); diff != "" {
			t.Errorf("Load() at the end (-want +got):\n%s", diff)
		}
	})
}

func TestAcquireRefuses(t *testing.T) {
	cause := errors.New("client went away")
	ended, cancel := context.WithCancelCause(t.Context())
	cancel(cause)
	tests := []struct {
		name    string
		ctx     context.Context
		limits  Limits
		want    error
		refused uint64
	}{
		{"no place at all", t.Context(), Limits{Workers: 1, Patience: time.Second}, ErrFull, 1},
		{"no patience", t.Context(), Limits{Workers: 1, Queue: 1}, ErrPatience, 1},
		{"context ended before", ended, Limits{Workers: 2, Queue: 1, Patience: time.Second}, cause, 0},
		{"values out of range", t.Context(), Limits{Workers: -1, Queue: -1, PerClient: -1}, ErrFull, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := New(tt.limits)
			take(t, p, nobody)
			w, err := p.Acquire(tt.ctx, nobody)
			if w != nil || !errors.Is(err, tt.want) {
				t.Errorf("Acquire = %v, %v, want nil, %v", w, err, tt.want)
			}
			if got := p.Load(); got.Refused != tt.refused || got.Busy != 1 || got.Waiting != 0 {
				t.Errorf("Load() = %+v, want 1 busy, 0 waiting, %d refused", got, tt.refused)
			}
		})
	}
}

func TestPatienceEndsTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{Workers: 1, Queue: 5, Patience: 10 * time.Second})
		c := newCallers(t, p)
		c.join(t.Context(), "holder", nobody)
		c.join(t.Context(), "early", nobody)
		<-time.After(6 * time.Second)
		c.join(t.Context(), "late", nobody)
		<-time.After(4*time.Second - time.Nanosecond)
		if got := p.Load().Waiting; got != 2 {
			t.Errorf("Waiting just before patience ends = %d, want 2", got)
		}
		<-time.After(time.Nanosecond)
		synctest.Wait()
		c.wantError("early", ErrPatience)
		if got := p.Load(); got.Waiting != 1 || got.Refused != 1 || !got.LastRefusal.Equal(time.Now()) {
			t.Errorf("Load() after patience = %+v, want 1 waiting, 1 refused now", got)
		}
		c.release("holder")
		c.wantServed("holder", "late")
		c.release("late")
	})
}

func TestContextEndsTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{Workers: 1, Queue: 5, Patience: time.Minute})
		c := newCallers(t, p)
		cause := errors.New("client went away")
		ctx, cancel := context.WithCancelCause(t.Context())
		c.join(t.Context(), "holder", nobody)
		c.join(ctx, "leaver", nobody)
		c.join(t.Context(), "stayer", nobody)
		cancel(cause)
		synctest.Wait()
		c.wantError("leaver", cause)
		if got := p.Load(); got.Waiting != 1 || got.Refused != 0 {
			t.Errorf("Load() after the context ended = %+v, want 1 waiting, 0 refused", got)
		}
		c.release("holder")
		c.wantServed("holder", "stayer")
		c.release("stayer")
	})
}

func TestDoorbell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := New(Limits{Workers: 1, Queue: 1, Patience: time.Second})
		c := newCallers(t, p)
		rung := func() bool {
			select {
			case <-p.Changed():
				return true
			default:
				return false
			}
		}
		steps := []struct {
			name string
			do   func()
			want bool
		}{
			{"nothing yet", func() {}, false},
			{"lent", func() { c.join(t.Context(), "holder", nobody) }, true},
			{"nothing free", func() { p.Try(nobody) }, false},
			{"waiting", func() { c.join(t.Context(), "waiter", nobody) }, true},
			{"queue full", func() { c.join(t.Context(), "refused", nobody) }, true},
			{"patience over", func() { <-time.After(time.Second); synctest.Wait() }, true},
			{"released", func() { c.release("holder") }, true},
			{"many changes ring once", func() { p.Release(take(t, p, nobody)) }, true},
			{"load asked", func() { p.Load() }, false},
			{"resized", func() { p.Resize(Limits{Workers: 2}) }, true},
		}
		for _, step := range steps {
			step.do()
			if got := rung(); got != step.want {
				t.Errorf("%s: doorbell rung = %v, want %v", step.name, got, step.want)
			}
			if rung() {
				t.Errorf("%s: doorbell rung twice, want at most once", step.name)
			}
		}
	})
}
