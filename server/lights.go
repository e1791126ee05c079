// SPDX-License-Identifier: MIT

package server

import (
	"context"
	"fmt"
	"time"

	"porchlight/server/journal"
)

// The rhythm of the console line.
const (
	reminder = 30 * time.Second       // while the level is not calm
	pause    = 250 * time.Millisecond // between looks while it is not, and nothing changes
)

// lamp is the colour of a level on the console.
var lamp = map[Level]string{Calm: "🟢", Busy: "🟡", Full: "🔴"}

// Lights logs the pool's load when its level changes, and again every 30 s
// while it is not calm, until ctx ends. A quiet pool does not wake it.
func (s *Server) Lights(ctx context.Context, j *journal.Journal) {
	shown, said := Calm, time.Time{}
	for {
		var again <-chan time.Time
		if shown != Calm {
			again = time.After(pause)
		}
		select {
		case <-ctx.Done():
			return
		case <-s.pool.Changed():
		case <-again:
		}
		now, load := time.Now(), s.pool.Load()
		level := s.gauge.read(load, now)
		if level == shown && (level == Calm || now.Sub(said) < reminder) {
			continue
		}
		shown, said = level, now
		j.Logger().Info(fmt.Sprintf("%s Thread pool: %d/%d active | Queue: %d/%d", lamp[level], load.Busy, load.Workers, load.Waiting, load.Queue)) //nolint:sloglint // the contract fixes this line
	}
}
