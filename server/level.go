// SPDX-License-Identifier: MIT

package server

import (
	"fmt"
	"sync"
	"time"

	"porchlight/server/pool"
)

// Level is how full the server is, in five steps that people can tell apart.
type Level string

// The levels of a Status: they rise at once and fall after 2 s.
const (
	Off    Level = "off"    // not running
	Calm   Level = "calm"   // under 80 % of the workers busy, nobody waits
	Busy   Level = "busy"   // 80 % or more busy, or somebody waits
	Full   Level = "full"   // all busy and somebody waits, or a refusal in the last 2 s
	Failed Level = "failed" // could not start, or stopped by an error
)

// recent is how long a refusal counts, and how long a level stays.
const recent = 2 * time.Second

// gauge is the level that people see. It rises at once and falls when a lower
// one has lasted 2 s, so that a burst is seen and nothing flickers. It has no
// clock of its own: whoever shows it reads it when the load has changed, and
// again from time to time until it is calm.
type gauge struct {
	mu    sync.Mutex
	shown Level
	seen  time.Time // when the load was last as high as shown
}

func (g *gauge) read(l pool.Load, now time.Time) Level {
	g.mu.Lock()
	defer g.mu.Unlock()
	level := levelOf(l, now)
	if level.rank() >= g.shown.rank() || now.Sub(g.seen) >= recent {
		g.shown, g.seen = level, now
	}
	return g.shown
}

// levelOf judges a load as it is now.
func levelOf(l pool.Load, now time.Time) Level {
	refused := !l.LastRefusal.IsZero() && now.Sub(l.LastRefusal) < recent
	switch {
	case refused, l.Busy >= l.Workers && l.Waiting > 0:
		return Full
	case l.Waiting > 0, l.Busy*5 >= l.Workers*4:
		return Busy
	}
	return Calm
}

// textOf says a load in words: "8 of 10 workers busy, 2 waiting".
func textOf(l pool.Load) string {
	text := fmt.Sprintf("%d of %d workers busy", l.Busy, l.Workers)
	if l.Waiting > 0 {
		text += fmt.Sprintf(", %d waiting", l.Waiting)
	}
	if l.Refused > 0 {
		text += fmt.Sprintf(", %d refused", l.Refused)
	}
	return text
}

// rank orders the levels of a running server.
func (l Level) rank() int {
	switch l {
	case Full:
		return 3
	case Busy:
		return 2
	case Calm:
		return 1
	}
	return 0
}
