// SPDX-License-Identifier: MIT

package config

import (
	"testing"
	"testing/synctest"
	"time"
)

// TestBell rings in a rhythm and looks when the timer fires.
func TestBell(t *testing.T) {
	tests := []struct {
		name  string
		rings int
		every time.Duration
		want  time.Duration // after the first ring
	}{
		{"one", 1, 0, quiet},
		{"at once", 5, 0, quiet},
		{"three in a row", 3, 150 * time.Millisecond, 300*time.Millisecond + quiet},
		{"without rest", 1000, 150 * time.Millisecond, longest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBell()
				defer b.timer.Stop()
				for range 2 { // a bell that has rested is as good as new
					if got := firesAfter(b, tt.rings, tt.every); got != tt.want {
						t.Errorf("%d rings, one every %v: fires after %v, want %v", tt.rings, tt.every, got, tt.want)
					}
				}
			})
		})
	}
}

// firesAfter rings until the timer fires, and returns how long that took.
func firesAfter(b *bell, rings int, every time.Duration) time.Duration {
	start := time.Now()
	for range rings {
		b.ring()
		if every == 0 {
			continue
		}
		select {
		case <-b.timer.C:
			b.rest()
			return time.Since(start)
		case <-time.After(every):
		}
	}
	<-b.timer.C
	b.rest()
	return time.Since(start)
}
