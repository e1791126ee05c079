// SPDX-License-Identifier: MIT

package server

import (
	"fmt"
	"time"

	"porchlight/server/pool"
)

// Level is how full the server is, in five steps that people can tell apart.
type Level string

// The levels, from DESIGN §3: a level rises at once and falls after 2 s.
const (
	Off    Level = "off"    // not running
	Calm   Level = "calm"   // under 80 % of the workers busy, nobody waits
	Busy   Level = "busy"   // 80 % or more busy, or somebody waits
	Full   Level = "full"   // all busy and somebody waits, or a refusal in the last 2 s
	Failed Level = "failed" // could not start, or stopped by an error
)

// recent is how long a refusal counts.
const recent = 2 * time.Second

// levelOf judges a load.
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
