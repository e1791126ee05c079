// SPDX-License-Identifier: MIT

//go:build !headless

package tray

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"porchlight/build/panel"
)

// TestFirstIconOfEachStart is right at once, and early.
func TestFirstIconOfEachStart(t *testing.T) {
	b := panel.StartBus(t)
	w := b.Watch(t, true)
	var took []time.Duration
	for range 40 {
		began := time.Now()
		p := start(t, b.Address, "TRAY_SCENE=busy")
		it := w.Next(t)
		took = append(took, time.Since(began))
		if got := levelOf(t, it); got != "busy" {
			t.Errorf("first icon: %s, want busy", got)
		}
		p.tell(t, "quit")
		p.ends(t)
	}
	slices.Sort(took)
	t.Logf("from start to icon: %v in the middle, %v at most", took[len(took)/2], took[len(took)-1])
	if took[len(took)/2] > 2*time.Second {
		t.Errorf("from start to icon: %v, want far less", took[len(took)/2])
	}
}

// TestChangeWhileStarting changes the level while systray comes up: the icon is
// right in the end.
func TestChangeWhileStarting(t *testing.T) {
	t.Parallel()
	for i := range 10 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			b := panel.StartBus(t)
			w := b.Watch(t, true)
			p := start(t, b.Address, fmt.Sprintf("TRAY_CHANGE=%dus", 300*i))
			it := w.Next(t)
			it.Until(t, "full", func() string { return levelOf(t, it) })
			p.tell(t, "quit")
			p.ends(t)
		})
	}
}

// TestManyChangesLeakNothing paints a thousand times.
func TestManyChangesLeakNothing(t *testing.T) {
	t.Parallel()
	b := panel.StartBus(t)
	w := b.Watch(t, true)
	p := start(t, b.Address, "TRAY_HURRY=1")
	w.Next(t)
	round := func() (goroutines, files int) {
		for range 5 {
			p.tell(t, "turn 100")
			p.expect(t, "turned")
		}
		p.tell(t, "count")
		if _, err := fmt.Sscanf(p.line(t), "%d goroutines, %d files", &goroutines, &files); err != nil {
			t.Fatalf("count: %v", err)
		}
		return goroutines, files
	}
	goroutines, files := round()
	goroutinesNow, filesNow := round()
	if goroutinesNow > goroutines+2 || filesNow > files {
		t.Errorf("after 500 more changes: %d goroutines, %d files, want %d, %d", goroutinesNow, filesNow, goroutines, files)
	}
}
