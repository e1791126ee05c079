// SPDX-License-Identifier: MIT

package tray

import (
	"porchlight/server"
	"porchlight/server/amount"
	"porchlight/server/app"
	"porchlight/server/gate"
)

// scene is all that the icon and the menu are drawn from, at one moment.
type scene struct {
	app.Snapshot
	trouble string             // what the last click has ended in, when that was bad
	atLogin bool               // porchlight starts at login
	clicks  map[string]int     // on each checkbox so far
	asking  [askers]gate.Asker // by the rows that they have; no ID for an empty one
}

// view is all that is to be seen.
type view struct {
	icon    server.Level
	tooltip string
	items   map[string]state
}

// viewOf draws the rows of a menu, and the icon above it with a tool tip of at
// most so many units.
func viewOf(rows []row, s scene, units int) view {
	v := view{icon: s.Level, tooltip: tooltipOf(s, units), items: map[string]state{}}
	v.add(rows, s)
	return v
}

func (v view) add(rows []row, s scene) {
	for _, r := range rows {
		if r.separator {
			continue
		}
		st := state{label: r.label, clicks: s.clicks[r.key]}
		if r.look != nil {
			r.look(s, &st)
		}
		st.label = escape(st.label)
		v.items[r.key] = st
		v.add(r.under, s)
	}
}

// tooltipOf is the status and the address, which is the last to be cut.
func tooltipOf(s scene, units int) string {
	text := flat(s.Text)
	if words := matter(s); words != "" {
		text = flat(words)
	}
	if s.Address == "" {
		return clip(text, units)
	}
	address := " · " + middle(s.Address, units*3/4)
	return clip(text, units-width(address)) + address
}

// matter is what a person has to know before anything else: that a stop is not
// over yet, or what has gone wrong.
func matter(s scene) string {
	switch {
	case s.Stopping && s.Left > 0:
		return "Stopping: " + amount.Count(s.Left, "transfer", "transfers") + " left"
	case s.Stopping:
		return "Stopping"
	case s.trouble != "":
		return s.trouble
	case s.Problem != nil:
		return s.Problem.Text
	}
	return ""
}

// status is the first line of the menu. It says the level and not the load:
// the load changes all the time, and on some desktops each change of a menu
// closes it. The figures are in the tool tip.
func status(s scene) string {
	if words := matter(s); words != "" {
		return words
	}
	switch s.Level {
	case server.Calm:
		return "On"
	case server.Busy:
		return "On, busy"
	case server.Full:
		return "On, full: some have to wait"
	case server.Off, server.Failed:
	}
	return s.Text
}

// on reports whether the server runs.
func on(l server.Level) bool { return l != server.Off && l != server.Failed }
