// SPDX-License-Identifier: MIT

package app

import (
	"cmp"
	"time"

	"porchlight/server"
	"porchlight/server/config"
)

// Snapshot is all that a face shows, at one moment.
type Snapshot struct {
	server.Status
	Config  config.Config     `json:"-"` // in force, or the last one that was right
	File    string            `json:"-"` // of the configuration
	From    map[string]string `json:"-"` // who has set each key: see config.Resolved
	Problem *Problem          `json:"problem,omitempty"`
	Recent  []Lent            `json:"recent,omitempty"` // the latest first
	Share   *Share            `json:"share,omitempty"`  // nil while nothing is lent to the local network
}

// Problem is what went wrong last, in words for people. It is gone when the
// thing has been done after all.
type Problem struct {
	Text     string `json:"text"`                // what happened, and what to do
	Line     int    `json:"line,omitempty"`      // of the configuration file; 0 when the fault is elsewhere
	FreePort int    `json:"free_port,omitempty"` // to use instead of a taken one; 0 when the port is not the matter
}

// Lent is a folder that has been lent.
type Lent struct {
	Path string    `json:"path"`
	Mode string    `json:"mode"` // share or receive
	Time time.Time `json:"time"`
}

// Snapshot returns what there is to show.
func (a *App) Snapshot() Snapshot {
	now := a.seen.Load()
	s := Snapshot{Status: a.server.Status(), Config: now.resolved.Config, File: a.options.File, From: now.resolved.From, Problem: now.problem, Recent: now.recent}
	if s.Root == "" { // while it is off
		s.Root, s.Mode = cmp.Or(s.Config.Root, a.options.Site), s.Config.Mode
	}
	s.Share = a.shareSeen(now, s.Address)
	if now.problem != nil && s.Address == "" {
		s.Level, s.Text = server.Failed, now.problem.Text
	}
	return s
}

// Subscribe returns a bell, a channel of one that rings at most four times a
// second when a Snapshot, the transfers, the visits or the uploads may differ.
// It rings while Run runs. cancel ends it.
func (a *App) Subscribe() (changed <-chan struct{}, cancel func()) { return a.server.Subscribe() }

// Transfers returns what is being answered now, the oldest first.
func (a *App) Transfers() []server.Transfer { return a.server.Transfers() }

// Disconnect cuts the connection of a transfer. It reports false when that
// connection has gone already.
func (a *App) Disconnect(id uint64) bool { return a.server.Disconnect(id) }

// Visits returns the last 100 requests, the latest first.
func (a *App) Visits() []server.Visit { return a.server.Visits() }

// Stored returns the last 50 uploads, the latest first.
func (a *App) Stored() []server.Upload { return a.server.Stored() }

// History returns the last five minutes of the load, a sample a second.
func (a *App) History() []server.Sample { return a.server.History() }
