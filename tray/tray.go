// SPDX-License-Identifier: MIT

package tray

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"porchlight/server"
	"porchlight/server/app"
	"porchlight/server/gate"
)

// App is what the tray asks of the program.
type App interface {
	Snapshot() app.Snapshot
	// Subscribe gives a channel of one that rings at most four times a second,
	// and only when a Snapshot would differ.
	Subscribe() (changed <-chan struct{}, cancel func())
	Start() error
	Stop() error // returns when what ran has ended
	Reload() error
	Set(values map[string]string) error
	Lend(app.Loan) error
	OwnerURL() string
	Decide(id string, verdict gate.Verdict) bool
	Stored() []server.Upload // the latest first
	UploadsFolder() (string, error)
	ControlURL() (string, error)
	Quit()
}

// patience is how long a tray may take to appear before its absence is told:
// an app that starts at login is often there before the panel.
const patience = 10 * time.Second

// Run shows the tray until ctx ends. It must be called on the main goroutine,
// at most once a process. A desktop that has no tray, or loses it, does not end
// it: what is served does not depend on the tray.
func Run(ctx context.Context, a App, log *slog.Logger) error {
	t := &tray{
		app: a, desk: person{}, log: log, stderr: os.Stderr,
		icons: icon, patience: patience, gap: gap,
	}
	t.run(ctx)
	return nil
}

// tray is one life of the icon.
type tray struct {
	app      App
	desk     Desktop
	log      *slog.Logger
	stderr   io.Writer
	icons    func(server.Level) []byte
	patience time.Duration
	gap      time.Duration // between two paintings

	shown   atomic.Bool   // systray has begun
	gone    chan struct{} // closed when nothing can be painted any more
	losing  sync.Once     // closes gone
	helpers sync.WaitGroup
}

func (t *tray) run(ctx context.Context) {
	defer t.helpers.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	t.gone = make(chan struct{})
	places, home := make(chan place), make(chan struct{})
	t.helpers.Go(func() { watch(ctx, places) })
	t.helpers.Go(func() { t.keep(ctx, places, home) })
	t.helpers.Go(func() { newHerald(t.app, t.desk, t.log).run(ctx) })
	select {
	case <-ctx.Done():
	case <-home:
		newStage(t).run(ctx)
	}
}

// place is what a desktop has to offer to an icon.
type place int

const (
	absent   place = iota // no tray so far
	nowhere               // no tray, and none will come
	hostless              // a tray that nobody draws so far; an icon may move in
	there                 // a tray
	lost                  // a tray that has gone and takes no icon back
)

// tell hands on what a watch has seen.
func tell(ctx context.Context, places chan<- place, p place) {
	select {
	case <-ctx.Done():
	case places <- p:
	}
}

// keep follows the place of the icon: it closes home as soon as there is one,
// and says so if there is none for too long.
func (t *tray) keep(ctx context.Context, places <-chan place, home chan<- struct{}) {
	var moveIn sync.Once
	at, said := absent, false
	waited := time.NewTimer(t.patience)
	defer waited.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case at = <-places:
		case <-waited.C:
			if (at != there || !t.shown.Load()) && !said {
				said = true
				t.helpers.Go(func() { t.sayHomeless() })
			}
		}
		switch at {
		case hostless, there:
			moveIn.Do(func() { close(home) })
		case nowhere:
			waited.Reset(0)
			at = absent
		case lost:
			t.lose(errors.New("watch session bus: connection closed"))
		case absent:
		}
	}
}

// sayHomeless tells a person who sees no icon where everything is.
func (t *tray) sayHomeless() {
	site := t.app.Snapshot().Address
	if site == "" {
		site = "off"
	}
	control, err := t.app.ControlURL()
	if err != nil {
		control = err.Error()
	}
	fmt.Fprintf(t.stderr, "porchlight: there is no tray here; site: %s, control page: %s\n", site, control)
	text := "There is no tray for its icon here. The control page does the same. On GNOME, the AppIndicator extension makes a tray."
	if err := t.desk.Notify("Porchlight is running", text); err != nil {
		t.log.Debug("no notification", "err", err)
	}
	if err := t.desk.Open(control); err != nil {
		t.log.Debug("no browser", "err", err)
	}
}

// lose ends all painting and says why, once; the program goes on.
func (t *tray) lose(err error) {
	t.losing.Do(func() {
		t.log.Warn("tray lost, serving on without it", "err", err)
		close(t.gone)
	})
}
