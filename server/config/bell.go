// SPDX-License-Identifier: MIT

package config

import "time"

const (
	quiet   = 200 * time.Millisecond // an editor writes, renames and removes in less
	longest = 2 * time.Second        // a file that never rests is read all the same
)

// bell makes one ring out of many: its timer fires when nobody has rung for a while.
type bell struct {
	timer *time.Timer
	first time.Time // ring since the timer fired last; zero if there was none
}

func newBell() *bell {
	b := &bell{timer: time.NewTimer(quiet)}
	b.timer.Stop()
	return b
}

func (b *bell) ring() {
	if b.first.IsZero() {
		b.first = time.Now()
	}
	b.timer.Reset(min(quiet, longest-time.Since(b.first)))
}

// rest ends a row of rings.
func (b *bell) rest() { b.first = time.Time{} }
