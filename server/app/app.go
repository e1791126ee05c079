// SPDX-License-Identifier: MIT

package app

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"porchlight/server"
	"porchlight/server/config"
	"porchlight/server/journal"
)

// Options are what an App needs to know of the world.
type Options struct {
	File     string            // of the configuration
	Required bool              // a person has named the file: it must be there
	Environ  []string          // as of os.Environ
	Flags    map[string]string // text by name of key, from the command line
	Lenient  bool              // a broken configuration is a Problem to show, not a reason to end
	Console  io.Writer         // gets the log beside its file; nil for a program without a console
	Color    bool              // the console shows colours
	Log      string            // file that is logged to when the configuration names none; "" for none
	State    string            // folder that is remembered in
	Cache    string            // folder for small pictures; "" keeps few, in memory
	Site     string            // folder that the built-in site is unpacked to
}

// App is one running porchlight. Its methods may be called from any goroutine.
type App struct {
	options Options
	server  *server.Server
	journal *journal.Journal
	opened  config.Config // what the log was opened by
	reload  chan struct{} // of one: the file may have changed
	shared  chan struct{} // of one: there may be a share to look after
	around  surroundings
	now     func() time.Time

	mu      sync.Mutex        // held by whatever changes something, one at a time
	wanted  bool              // somebody has asked to serve, and not to stop since
	loan    map[string]string // what is lent: texts by key, over the configuration; nil when nothing is
	exposed string            // what the loan shows to others, in a sentence
	share   *share            // on the local network; nil for none
	seen    atomic.Pointer[seen]
}

// seen is what Snapshot adds to the server's own status, as one value.
type seen struct {
	resolved config.Resolved
	broken   bool // the configuration could not be read; resolved is the one before, or the default
	problem  *Problem
	recent   []Lent
	share    *Share // but for what changes from one moment to the next
}

// New reads the configuration and opens the log. Nothing is served before Start.
// The error, in one line, says what to do.
func New(o Options) (*App, error) {
	a := &App{options: o, reload: make(chan struct{}, 1), shared: make(chan struct{}, 1), around: realSurroundings(), now: time.Now}
	resolved, err := a.load()
	if err != nil && !o.Lenient {
		return nil, err
	}
	now := seen{resolved: resolved, recent: readRecent(o.State)}
	if err != nil {
		now.resolved.Config, now.broken, now.problem = config.Default(), true, problemOf(err, config.Default())
	}
	c := now.resolved.Config
	a.journal, err = openJournal(o, c)
	if err != nil {
		return nil, err
	}
	a.server, a.opened = server.New(c, a.journal, o.Cache), c
	a.seen.Store(&now)
	return a, nil
}

func openJournal(o Options, c config.Config) (*journal.Journal, error) {
	return journal.Open(journal.Options{
		Level: logLevel(c), Format: c.LogFormat, Console: o.Console, Color: o.Color,
		File: cmp.Or(c.LogFile, o.Log), Size: int64(c.LogSize), Keep: c.LogKeep,
	})
}

// logLevel is the least level that is logged.
func logLevel(c config.Config) slog.Level {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return slog.LevelInfo // validated before: only the four names come here
	}
	return level
}

// Run keeps the App up to date until ctx ends: the levels of the load, and the
// configuration when its file changes.
func (a *App) Run(ctx context.Context) {
	var helpers sync.WaitGroup
	defer helpers.Wait()
	helpers.Go(func() { a.server.Watch(ctx) })
	helpers.Go(func() { a.watchFile(ctx) })
	helpers.Go(func() { a.keepShare(ctx) })
	for {
		select {
		case <-ctx.Done():
			return
		case <-a.reload:
			a.fileChanged()
		}
	}
}

// watchFile rings reload when the file of the configuration has changed.
func (a *App) watchFile(ctx context.Context) {
	if a.options.File == "" {
		return
	}
	err := config.Watch(ctx, a.options.File, func() {
		select {
		case a.reload <- struct{}{}:
		default:
		}
	})
	if err != nil {
		a.Logger().Warn("configuration file is not watched, send SIGHUP after a change", "err", err)
	}
}

// Logger returns the log.
func (a *App) Logger() *slog.Logger { return a.journal.Logger() }

// Journal returns the log with its levels.
func (a *App) Journal() *journal.Journal { return a.journal }

// Close ends the log. The server must have been stopped.
func (a *App) Close() error { return errors.Join(a.server.Close(), a.journal.Close()) }
