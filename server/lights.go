// SPDX-License-Identifier: MIT

package server

import (
	"fmt"
	"log/slog"
	"time"

	"porchlight/server/pool"
)

// reminder is how often the line about the load comes while it is not calm.
const reminder = 30 * time.Second

// lamp is the colour of a level on the console.
var lamp = map[Level]string{Calm: "🟢", Busy: "🟡", Full: "🔴"}

// lights writes the line about the load: when the level changes, and again
// every 30 s while it is not calm.
type lights struct {
	log   *slog.Logger
	shown Level
	said  time.Time
}

func (l *lights) show(level Level, load pool.Load, now time.Time) {
	if level == l.shown && (level == Calm || now.Sub(l.said) < reminder) {
		return
	}
	l.shown, l.said = level, now
	l.log.Info(fmt.Sprintf("%s Thread pool: %d/%d active | Queue: %d/%d", lamp[level], load.Busy, load.Workers, load.Waiting, load.Queue)) //nolint:sloglint // the contract fixes this line
}
