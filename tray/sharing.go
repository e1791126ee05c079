// SPDX-License-Identifier: MIT

package tray

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"porchlight/server/app"
	"porchlight/server/exposure"
	"porchlight/server/gate"
)

// askers is how many devices that ask to come in the menu has room for.
const askers = 3

// sharing are the rows about what is lent to the local network. They change
// seldom: on some desktops each change of a menu closes it.
func sharing() []row {
	return append(askerRows(),
		row{key: "reach", look: lookReach},
		row{key: "advice", look: lookAdvice},
		row{key: "code", label: "Show QR code…", look: lookLink, click: control("#code")},
		row{key: "until", label: "Share for", look: lookShared, under: lifetimes()},
		row{key: "who", label: "Who may come in", look: lookShared, under: []row{
			way("code", "With the code"), way("open", "Everybody on the network"), way("ask", "Whom I allow"),
		}},
		row{key: "sending", label: "Let others send files", box: true, look: lookSending, click: (*actor).toggleSending},
	)
}

func askerRows() []row {
	var rows []row
	for i := range askers {
		key := fmt.Sprint("asker ", i)
		rows = append(rows, row{key: key, look: func(s scene, st *state) {
			asker := s.asking[i]
			st.hidden = asker.ID == ""
			st.label = clip(flat(asker.Device), pathUnits) + " asks to come in: " + asker.Number
		}, under: []row{
			{key: key + " allow", label: "Allow", click: decide(i, gate.Allow)},
			{key: key + " today", label: "Allow today", click: decide(i, gate.Today)},
			{key: key + " block", label: "Block", click: decide(i, gate.Block)},
		}})
	}
	return rows
}

func lifetimes() []row {
	var rows []row
	for _, choice := range []struct{ label, until string }{
		{"Until it is stopped", "stopped"}, {"15 minutes", "15m"}, {"1 hour", "1h"}, {"Today", "today"},
	} {
		rows = append(rows, row{
			key: "until " + choice.until, label: choice.label, box: true,
			look: func(s scene, st *state) { st.checked = s.Share != nil && lasts(s.Snapshot) == choice.until },
			click: func(a *actor, ctx context.Context) error {
				return set("lifetime", app.Lifetime(choice.until, time.Now()))(a, ctx)
			},
		})
	}
	return rows
}

// lasts says how long what is lent lasts, in the words of lifetimes; "" for a
// time that is none of them.
func lasts(s app.Snapshot) string {
	until := s.Share.Until
	switch {
	case until.IsZero():
		return "stopped"
	case s.Config.Lifetime == 15*time.Minute:
		return "15m"
	case s.Config.Lifetime == time.Hour:
		return "1h"
	case app.Midnight(until.Add(-time.Minute)).Sub(until).Abs() < time.Minute:
		return "today"
	}
	return ""
}

// way is a row about who may come in. Another way begins new keys: whoever was
// in asks again.
func way(access, label string) row {
	return row{
		key: "who " + access, label: label, box: true, click: set("access", access),
		look: func(s scene, st *state) { st.checked = s.Share != nil && s.Share.Access == access },
	}
}

func lookPaused(s scene, st *state) {
	st.hidden, st.disabled = s.Share == nil || s.Share.Paused == "", true
	if !st.hidden {
		st.label = clip(flat("Paused: "+s.Share.Paused), lineUnits)
	}
}

func lookReach(s scene, st *state) {
	st.hidden, st.disabled = s.Share == nil || s.Share.Reach == "", true
	if !st.hidden {
		st.label = clip(flat(s.Share.Reach), lineUnits)
	}
}

func lookAdvice(s scene, st *state) {
	st.hidden, st.disabled = s.Share == nil || s.Share.Advice == "", true
	if !st.hidden {
		st.label = clip(flat(s.Share.Advice), lineUnits)
	}
}

func lookShared(s scene, st *state) { st.hidden = s.Share == nil }
func lookLink(s scene, st *state)   { st.hidden = s.Share == nil || s.Share.Link == "" }

func lookSending(s scene, st *state) {
	st.hidden, st.checked = s.Share == nil || s.Mode != "share", s.Config.Uploads
}

func (a *actor) toggleSending(context.Context) error {
	return a.app.Set(map[string]string{"uploads": fmt.Sprint(!a.seen().Config.Uploads)})
}

// decide returns a click that gives the person's word on the device of a row.
func decide(i int, verdict gate.Verdict) func(*actor, context.Context) error {
	return func(a *actor, _ context.Context) error {
		if !a.app.Decide(a.asks(i).ID, verdict) {
			return errors.New("that device does not ask any more")
		}
		return nil
	}
}

// asks returns the device that was shown in a row.
func (a *actor) asks(i int) gate.Asker {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.asking[i]
}

// seat gives the devices that ask a row each. One keeps its row as long as it
// asks, so that no click is meant for another.
func seat(rows [askers]gate.Asker, share *app.Share) [askers]gate.Asker {
	var asking []gate.Asker
	if share != nil {
		asking = share.Asking
	}
	here := map[string]bool{}
	for _, one := range asking {
		here[one.ID] = true
	}
	seated := map[string]bool{}
	for i, one := range rows {
		if !here[one.ID] {
			rows[i] = gate.Asker{}
			continue
		}
		seated[one.ID] = true
	}
	for _, one := range asking {
		for i := range rows {
			if rows[i].ID == "" && !seated[one.ID] {
				rows[i], seated[one.ID] = one, true
			}
		}
	}
	return rows
}

// lend lends a folder. One that nobody means to lend is shown on the control
// page, with the reason, where a person may insist.
func (a *actor) lend(loan app.Loan) error {
	err := a.app.Lend(loan)
	if !errors.Is(err, exposure.ErrInsist) {
		return err
	}
	page, noPage := a.app.ControlURL()
	if noPage == nil {
		noPage = a.desk.Open(page + "&dir=" + url.QueryEscape(loan.Dir) + "#share")
	}
	if noPage != nil {
		a.log.Debug("no control page to insist on", "err", noPage)
	}
	return errors.New(strings.ReplaceAll(err.Error(), exposure.ErrInsist.Error(), "insist on the control page"))
}
