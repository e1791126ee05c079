// SPDX-License-Identifier: MIT

package tray

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestKeep plays what a desktop may do with the place of the icon.
func TestKeep(t *testing.T) {
	const told, lostLine = "porchlight: there is no tray here; site: " + fakeSite + ", control page: " + fakeControl + "\n", "tray lost"
	early, late := time.Second, patience+time.Second
	tests := []struct {
		name   string
		shown  bool
		places []place
		after  time.Duration
		moved  bool // in
		told   bool
		lost   bool
	}{
		{"a tray", true, []place{there}, late, true, false, false},
		{"a tray that systray does not get into", false, []place{there}, late, true, true, false},
		{"nothing so far", false, []place{absent}, early, false, false, false},
		{"nothing for long", false, []place{absent}, late, false, true, false},
		{"in time", true, []place{absent, there}, late, true, false, false},
		{"no bus", false, []place{nowhere}, 0, false, true, false},
		{"nobody draws", true, []place{hostless}, early, true, false, false},
		{"nobody draws for long", true, []place{hostless}, late, true, true, false},
		{"drawn in time", true, []place{hostless, there}, late, true, false, false},
		{"panel gone for a while", true, []place{there, absent, there}, late, true, false, false},
		{"bus gone", true, []place{there, lost}, early, true, false, true},
		{"bus gone, and told once", true, []place{there, lost}, 5 * late, true, true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var n notes
				var stderr, log strings.Builder
				f := newFake(n.tell)
				tr := &tray{
					app: f, desk: f, stderr: &stderr, log: slog.New(slog.NewTextHandler(&log, nil)),
					patience: patience, gone: make(chan struct{}),
				}
				tr.shown.Store(tt.shown)
				ctx, cancel := context.WithCancel(t.Context())
				places, home := make(chan place), make(chan struct{})
				tr.helpers.Go(func() { tr.keep(ctx, places, home) })
				for _, p := range tt.places {
					tell(ctx, places, p)
				}
				time.Sleep(tt.after)
				synctest.Wait()
				cancel()
				tr.helpers.Wait()
				if got := closed(home); got != tt.moved {
					t.Errorf("moved in: %v, want %v", got, tt.moved)
				}
				if got := stderr.String(); (got == told) != tt.told || !tt.told && got != "" {
					t.Errorf("stderr = %q, want the line: %v", got, tt.told)
				}
				if got := slices.Contains(n.take(), "Open "+fakeControl); got != tt.told {
					t.Errorf("control page opened: %v, want %v", got, tt.told)
				}
				if got := strings.Count(log.String(), lostLine) == 1; got != tt.lost || got != closed(tr.gone) {
					t.Errorf("log = %q, want it lost: %v", log.String(), tt.lost)
				}
			})
		})
	}
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

func TestHomelessAndOff(t *testing.T) {
	var n notes
	var stderr strings.Builder
	f := newFake(n.tell)
	f.show("off")
	f.sick = "Notify"
	tr := &tray{app: f, desk: f, stderr: &stderr, log: slog.New(slog.DiscardHandler)}
	tr.sayHomeless()
	if got, want := stderr.String(), "porchlight: there is no tray here; site: off, control page: "+fakeControl+"\n"; got != want {
		t.Errorf("stderr = %q, want %q", got, want)
	}
	if got := n.take(); !slices.Contains(got, "Open "+fakeControl) {
		t.Errorf("told %q, want the control page opened though nobody could be notified", got)
	}
}
