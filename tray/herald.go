// SPDX-License-Identifier: MIT

package tray

import (
	"context"
	"log/slog"
	"net"
	"strings"
	"sync"
	"time"

	"porchlight/server"
	"porchlight/server/amount"
	"porchlight/server/app"
)

// The rhythm of notifications: visitors cause them, and shall not flood anybody.
const (
	askGap    = 5 * time.Second
	uploadGap = 10 * time.Second
	gathering = 1500 * time.Millisecond // what comes together is told together
)

// herald tells a person what happens to a share, wherever that was begun: in the
// menu, on the control page, or by a double-click on a folder.
type herald struct {
	app  App
	desk Desktop
	log  *slog.Logger
	work sync.WaitGroup // offers that wait for a click

	link    string          // that was told last; "" when nothing is lent
	known   map[string]bool // devices that ask, by their IDs
	latest  time.Time       // of the uploads that were told
	uploads window
	askers  window
}

// window lets something through at most once in a while, and a little late, so
// that more of it can come together.
type window struct {
	gap    time.Duration
	last   time.Time // something was let through
	opens  time.Time // for what has come; zero when nothing has
	gather time.Duration
}

// open reports whether what has come is to be told now.
func (w *window) open(come bool, now time.Time) bool {
	switch {
	case !come:
		w.opens = time.Time{}
	case w.opens.IsZero():
		w.opens = now.Add(w.gather)
		if next := w.last.Add(w.gap); next.After(w.opens) {
			w.opens = next
		}
	}
	if !come || now.Before(w.opens) {
		return false
	}
	w.last, w.opens = now, time.Time{}
	return true
}

func newHerald(a App, d Desktop, log *slog.Logger) *herald {
	return &herald{
		app: a, desk: d, log: log, known: map[string]bool{}, latest: time.Now(),
		uploads: window{gap: uploadGap, gather: gathering}, askers: window{gap: askGap},
	}
}

// run tells what there is to tell until ctx ends.
func (h *herald) run(ctx context.Context) {
	defer h.work.Wait()
	changed, cancel := h.app.Subscribe()
	defer cancel()
	for {
		var later <-chan time.Time
		if wait, waits := h.look(ctx); waits {
			later = time.After(wait)
		}
		select {
		case <-ctx.Done():
			return
		case <-changed:
		case <-later:
		}
	}
}

// look tells what is new, and returns when to look again for what has to wait.
func (h *herald) look(ctx context.Context) (wait time.Duration, waits bool) {
	s, now := h.app.Snapshot(), time.Now()
	h.tellShare(s)
	h.tellAskers(ctx, s.Share, now)
	h.tellUploads(ctx, now)
	for _, w := range []window{h.uploads, h.askers} {
		if left := w.opens.Sub(now); !w.opens.IsZero() && (!waits || left < wait) {
			wait, waits = left, true
		}
	}
	return wait, waits
}

// lentByHand is who has set a key of a folder that a person has lent. What the
// configuration shares by itself, at each start, is no news.
const lentByHand = "asked for"

// tellShare puts the link of what is lent on the clipboard, and says so.
func (h *herald) tellShare(s app.Snapshot) {
	switch {
	case s.Share == nil:
		h.link = ""
		return
	case s.Share.Link == "" || s.Share.Link+s.Root+s.Mode == h.link || s.From["root"] != lentByHand:
		return
	}
	h.link = s.Share.Link + s.Root + s.Mode
	lines := []string{wayIn(s.Share)}
	if s.Share.Exposed != "" {
		lines = append(lines, s.Share.Exposed)
	}
	if err := h.desk.Copy(s.Share.Link); err != nil {
		h.log.Debug("link not copied", "err", err)
	} else {
		lines = append(lines, "The link is on the clipboard.")
	}
	h.failed(h.desk.Notify(s.Share.Name+" · "+s.Address, strings.Join(lines, "\n")))
}

// wayIn says how others come in.
func wayIn(s *app.Share) string {
	switch s.Access {
	case "open":
		return "Everybody on the network may come in."
	case "ask":
		return "You are asked about each device."
	}
	return "Code " + s.Code
}

// tellAskers says who asks to come in, with the number that stands on the device.
func (h *herald) tellAskers(ctx context.Context, share *app.Share, now time.Time) {
	var fresh []string
	here := map[string]bool{}
	if share != nil {
		for _, one := range share.Asking {
			here[one.ID] = h.known[one.ID]
			if !h.known[one.ID] {
				fresh = append(fresh, one.Device+" "+one.Number)
			}
		}
	}
	if h.askers.open(len(fresh) > 0, now) {
		for id := range here {
			here[id] = true
		}
		title := "A device asks to come in"
		if len(fresh) > 1 {
			title = amount.Number(len(fresh)) + " devices ask to come in"
		}
		text := strings.Join(fresh[:min(len(fresh), askers)], "\n") + "\nCompare the number, then allow or block it in the menu or on the control page."
		if page, err := h.app.ControlURL(); err == nil {
			h.offer(ctx, title, text, page+"#sharing")
		}
	}
	h.known = here
}

// tellUploads says what others have sent.
func (h *herald) tellUploads(ctx context.Context, now time.Time) {
	var fresh []server.Upload
	for _, u := range h.app.Stored() {
		if u.Time.After(h.latest) {
			fresh = append(fresh, u)
		}
	}
	if !h.uploads.open(len(fresh) > 0, now) {
		return
	}
	h.latest = fresh[0].Time
	folder, err := h.app.UploadsFolder()
	if err != nil {
		h.failed(err)
		return
	}
	h.offer(ctx, arrived(fresh), "They are in "+folder, folder)
}

// arrived is one line about files that have come.
func arrived(files []server.Upload) string {
	what, from := amount.Count(len(files), "file", "files"), senderOf(files[0].Remote)
	for _, f := range files {
		if senderOf(f.Remote) != from {
			return what + " from several devices"
		}
	}
	return what + " from " + from
}

func senderOf(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return remote
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		return "this computer"
	}
	return host
}

// offer shows a notification that opens something, which may take as long as the
// person likes.
func (h *herald) offer(ctx context.Context, title, text, target string) {
	h.work.Go(func() { h.failed(h.desk.Offer(ctx, title, text, target)) })
}

func (h *herald) failed(err error) {
	if err != nil {
		h.log.Debug("no notification", "err", err)
	}
}
