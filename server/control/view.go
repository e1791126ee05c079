// SPDX-License-Identifier: MIT

package control

import (
	"cmp"
	"encoding/json"
	"net/http"
	"sync"

	"porchlight/server"
	"porchlight/server/app"
)

// view is all that is shown: the page renders it, programs get it as JSON.
type view struct {
	app.Snapshot
	Turn       uint64            `json:"turn"` // a view that was seen later has a higher one
	Version    string            `json:"version"`
	On         bool              `json:"on"`              // the site can be reached
	Word       string            `json:"word"`            // the level in words
	Says       string            `json:"says"`            // a sentence under it
	Reach      string            `json:"reach,omitempty"` // whom the address reaches, where that may surprise
	Link       string            `json:"link,omitempty"`  // lets others in; what the QR code says
	Folder     string            `json:"folder"`          // lent, or to be lent by a start
	LentAs     string            `json:"lent_as"`
	ConfigFile string            `json:"config_file,omitempty"`
	Single     bool              `json:"single,omitempty"` // the program ends with its server
	Transfers  []server.Transfer `json:"transfers"`
	Visits     []server.Visit    `json:"visits"`
	Stored     []server.Upload   `json:"stored"`
	History    []server.Sample   `json:"history,omitempty"` // not in events, which have the last of it alone
	Sample     server.Sample     `json:"sample"`
	Settings   []setting         `json:"settings,omitempty"` // not in events

	Tried attempt `json:"-"` // what the person has just tried in vain
}

// turns lets one view be seen after the other, so that whoever gets two of them,
// by ways of different length, can tell which one is out of date.
type turns struct {
	mu   sync.Mutex
	last uint64
}

func (c *Control) look() *view {
	c.turns.mu.Lock()
	defer c.turns.mu.Unlock()
	c.turns.last++
	a := c.options.App
	v := &view{
		Snapshot: a.Snapshot(), Turn: c.turns.last, Version: c.options.Version, Single: c.options.Single,
		Transfers: a.Transfers(), Visits: a.Visits(), Stored: a.Stored(), History: a.History(),
	}
	v.On, v.Word, v.Says, v.Reach = v.Address != "", wordOf(v.Level), saysOf(v.Snapshot), reachOf(v.Snapshot)
	v.Link = linkOf(v.Snapshot)
	v.Folder, v.LentAs = cmp.Or(v.Root, v.Config.Root, "the built-in site"), cmp.Or(v.Mode, v.Config.Mode)
	v.ConfigFile = v.File
	if n := len(v.History); n > 0 {
		v.Sample = v.History[n-1]
	}
	v.Settings = settingsOf(v.Snapshot)
	return v
}

func (c *Control) serveStatus(w http.ResponseWriter, _ *http.Request) *refusal {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(c.look()) // a client that has gone is the engine's to notice
	return nil
}
