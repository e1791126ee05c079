// SPDX-License-Identifier: MIT

package tray

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"porchlight/server"
)

// gallery is a painter on a fake clock, with a note of each time it painted.
type gallery struct {
	*painter
	screen *fakeScreen
	bell   chan struct{}
	gone   chan struct{}
	level  server.Level
	looks  []time.Duration
	err    error
}

// exhibit runs a painter while visit looks at it.
func exhibit(t *testing.T, visit func(g *gallery)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		g := &gallery{screen: &fakeScreen{}, bell: make(chan struct{}, 1), gone: make(chan struct{}), level: server.Off}
		g.painter = &painter{
			screen: g.screen, menu: newMenu(nil), gap: gap, gone: g.gone,
			icons: func(l server.Level) []byte { return []byte(l) },
			look: func() view {
				g.looks = append(g.looks, time.Since(start))
				return view{icon: g.level, tooltip: string(g.level)}
			},
			bells: [2]<-chan struct{}{g.bell, make(chan struct{})},
		}
		if err := g.begin(); err != nil {
			t.Fatalf("begin() = %v, want nil", err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { g.err = g.loop(ctx); close(done) }()
		visit(g)
		cancel()
		<-done
	})
}

// ring changes the level, and waits until the painter has heard of it.
func (g *gallery) ring(l server.Level) {
	g.level = l
	select {
	case g.bell <- struct{}{}:
	default:
	}
	synctest.Wait()
}

// pass lets time pass.
func (g *gallery) pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func TestPaintsAtOnce(t *testing.T) {
	exhibit(t, func(g *gallery) {
		want := []string{"icon off", "tip off"}
		if got := g.screen.take(); !slices.Equal(got, want) {
			t.Errorf("at first: %q, want %q", got, want)
		}
		g.ring(server.Calm)
		want = []string{"icon calm", "tip calm"}
		if got := g.screen.take(); !slices.Equal(got, want) {
			t.Errorf("after a ring: %q, want %q", got, want)
		}
	})
}

func TestPaintsFourTimesASecond(t *testing.T) {
	exhibit(t, func(g *gallery) {
		g.pass(time.Minute)
		g.screen.take()
		begin := len(g.looks)
		for i := range 1000 { // ten seconds
			g.ring(server.Level(fmt.Sprint(i)))
			g.pass(10 * time.Millisecond)
		}
		g.pass(gap)
		calls := g.screen.take()
		icons := 0
		for _, c := range calls {
			if strings.HasPrefix(c, "icon") {
				icons++
			}
		}
		if icons != 41 {
			t.Errorf("%d icons in 10 s, want 41", icons)
		}
		if last := calls[len(calls)-2]; last != "icon 999" {
			t.Errorf("the last is %q, want %q", last, "icon 999")
		}
		for i := begin + 1; i < len(g.looks); i++ {
			if d := g.looks[i] - g.looks[i-1]; d != gap {
				t.Errorf("painting %d comes %v after the one before, want %v", i, d, gap)
			}
		}
	})
}

func TestIdlePainterSleeps(t *testing.T) {
	exhibit(t, func(g *gallery) {
		g.screen.take()
		g.pass(time.Hour)
		if len(g.looks) != 1 {
			t.Errorf("looks at %v without a ring, want only the first", g.looks)
		}
		g.ring(server.Off) // a ring for nothing
		g.pass(time.Hour)
		if got := g.screen.take(); got != nil || len(g.looks) != 2 {
			t.Errorf("a ring for nothing: %q, %d looks, want none, 2", got, len(g.looks))
		}
	})
}

// TestEarlyIconComesAgain is about an icon that systray may have lost while it
// came up.
func TestEarlyIconComesAgain(t *testing.T) {
	exhibit(t, func(g *gallery) {
		g.ring(server.Calm)
		g.screen.take()
		g.pass(settling)
		want := []string{"icon calm", "tip calm"}
		if got := g.screen.take(); !slices.Equal(got, want) {
			t.Errorf("after %v: %q, want %q", settling, got, want)
		}
		g.ring(server.Busy)
		g.pass(gap)
		g.screen.take()
		g.pass(time.Hour)
		if got := g.screen.take(); got != nil {
			t.Errorf("later: %q, want none", got)
		}
	})
}

func TestPanicOfTheScreen(t *testing.T) {
	exhibit(t, func(g *gallery) {
		g.screen.broken = true
		g.ring(server.Full)
		if g.err == nil || g.err.Error() != "paint: dbus: connection closed by user" {
			t.Errorf("loop() = %v, want the panic", g.err)
		}
	})
}

func TestLostScreenIsLeftAlone(t *testing.T) {
	exhibit(t, func(g *gallery) {
		g.screen.take()
		close(g.gone)
		synctest.Wait()
		g.ring(server.Full)
		g.pass(time.Hour)
		if got := g.screen.take(); got != nil || g.err != nil {
			t.Errorf("on a lost screen: %q, %v, want none, nil", got, g.err)
		}
	})
}
