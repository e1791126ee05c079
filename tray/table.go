// SPDX-License-Identifier: MIT

package tray

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"porchlight/server/app"
	"porchlight/server/config"
)

// recents is how many lent folders the menu has room for.
const recents = 8

// row is one item of the menu: what it is, how it looks, and what it does.
type row struct {
	key       string                                    // its name, unique in the menu
	label     string                                    // unless look says another
	box       bool                                      // it can be ticked
	separator bool                                      // a line, and nothing else
	look      func(s scene, st *state)                  // nil when it always looks the same
	click     func(a *actor, ctx context.Context) error // nil when it only shows something, or opens what is under it
	under     []row
}

// table is the whole menu.
func table() []row {
	line := row{separator: true}
	return slices.Concat([]row{
		{key: "status", look: lookStatus},
		{key: "use port", look: lookUsePort, click: (*actor).usePort},
		{key: "fault", look: lookFault, click: (*actor).editConfig},
		{key: "paused", look: lookPaused},
		{key: "address", look: lookAddress, click: (*actor).copyAddress},
	}, sharing(), []row{
		line,
		{key: "start", label: "Start", look: lookStart, click: (*actor).start},
		{key: "stop", label: "Stop", look: lookStop, click: (*actor).stop},
		line,
		{key: "site", label: "Open site", look: lookSite, click: (*actor).openSite},
		{key: "uploads", label: "Open uploads folder", click: (*actor).openUploads},
		{key: "root", label: "Open web root", look: lookRoot, click: (*actor).openRoot},
		line,
		{key: "share", label: "Share a folder…", click: lend("share", "Share a folder")},
		{key: "receive", label: "Receive files…", click: lend("receive", "Receive files into a folder")},
		{key: "recent", label: "Recent", look: lookRecent, under: recentRows()},
		line,
		{key: "settings", label: "Settings", under: settings()},
		{key: "activity", label: "Activity…", click: control("")},
		{key: "about", label: "About", click: control("#about")},
		line,
		{key: "quit", label: "Quit", click: (*actor).quit},
	})
}

func settings() []row {
	workers := func(c config.Config) int { return c.Workers }
	queue := func(c config.Config) int { return c.Queue }
	return []row{
		{key: "port", label: "Port…", click: control("#settings")},
		{key: "workers", label: "Workers", under: choices("workers", workers, 10, 25, 50, 100)},
		{key: "queue", label: "Queue", under: choices("queue", queue, 0, 50, 200)},
		{key: "login", label: "Start at login", box: true, look: lookLogin, click: (*actor).toggleLogin},
		{key: "config", label: "Open config file", click: (*actor).editConfig},
		{key: "reload", label: "Reload", click: (*actor).reload},
	}
}

// choices are the values of a number in the configuration, of which one is in force.
func choices(key string, now func(config.Config) int, values ...int) []row {
	var rows []row
	for _, v := range values {
		text := strconv.Itoa(v)
		rows = append(rows, row{
			key: key + " " + text, label: text, box: true,
			look:  func(s scene, st *state) { st.checked = now(s.Config) == v },
			click: set(key, text),
		})
	}
	return rows
}

func recentRows() []row {
	var rows []row
	for i := range recents {
		rows = append(rows, row{key: fmt.Sprint("recent ", i), look: func(s scene, st *state) {
			st.hidden = i >= len(s.Recent)
			if !st.hidden {
				st.label = nameLent(s.Recent[i])
			}
		}, click: again(i)})
	}
	return rows
}

// nameLent says what a click on a folder in Recent does.
func nameLent(l app.Lent) string {
	verb := "Share "
	if l.Mode == "receive" {
		verb = "Receive in "
	}
	return verb + middle(flat(l.Path), pathUnits)
}

func lookStatus(s scene, st *state) {
	st.label, st.disabled = clip(flat(status(s)), lineUnits), true
}

func lookUsePort(s scene, st *state) {
	st.hidden = s.Problem == nil || s.Problem.FreePort == 0
	if !st.hidden {
		st.label = fmt.Sprintf("Use port %d instead", s.Problem.FreePort)
	}
}

func lookFault(s scene, st *state) {
	st.hidden = s.Problem == nil || s.Problem.Line == 0
	if !st.hidden {
		st.label = fmt.Sprintf("Open the configuration at line %d", s.Problem.Line)
	}
}

func lookAddress(s scene, st *state) {
	st.label, st.hidden = middle(s.Address, pathUnits), s.Address == ""
	if s.Share != nil && s.Share.Link != "" {
		st.label = middle(flat(s.Share.Name), pathUnits) + " · " + st.label
	}
}

func lookStart(s scene, st *state)  { st.hidden = on(s.Level) }
func lookStop(s scene, st *state)   { st.hidden, st.disabled = !on(s.Level), s.Stopping }
func lookSite(s scene, st *state)   { st.disabled = s.Address == "" }
func lookRoot(s scene, st *state)   { st.disabled = s.Root == "" }
func lookRecent(s scene, st *state) { st.disabled = len(s.Recent) == 0 }
func lookLogin(s scene, st *state)  { st.checked = s.atLogin }
