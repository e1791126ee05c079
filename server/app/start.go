// SPDX-License-Identifier: MIT

package app

import (
	"context"

	"porchlight/server/config"
)

// Start serves. A configuration that was broken is read again first. What keeps
// the server from starting is shown, and tried again when the configuration
// changes.
func (a *App) Start() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.wanted = true
	if a.seen.Load().broken {
		if err := a.readAgain(); err != nil {
			return err
		}
	}
	return a.start()
}

// start serves unless that is done already. It wants a.mu.
func (a *App) start() error {
	if a.running() {
		return nil
	}
	c := a.seen.Load().resolved.Config
	return a.settle(a.open(c, true), c)
}

// open puts c in force, with the share that it wants, and starts the server if
// that is asked for. With an error nothing has changed. It wants a.mu.
func (a *App) open(c config.Config, start bool) error {
	c, err := a.withSite(c)
	if err != nil {
		return err
	}
	var next *share
	if start || a.running() {
		next = a.shareFor(c)
	}
	err = a.onPorts(c, func(c config.Config) error {
		err := a.server.Apply(onLAN(c, next.listens()))
		if err == nil && start {
			err = a.server.Start()
		}
		return err
	})
	if err == nil {
		a.enter(next, c)
	}
	return err
}

// Stop takes nothing new, and returns when running requests have finished or
// the configured time to drain is over.
func (a *App) Stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), a.server.Config().Drain)
	defer cancel()
	return a.StopBy(ctx)
}

// StopBy is Stop with another end of patience.
func (a *App) StopBy(ctx context.Context) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.wanted = false
	return a.stop(ctx)
}

// stop ends what is lent with the server: the next start is by the
// configuration. It wants a.mu.
func (a *App) stop(ctx context.Context) error {
	err := a.server.Stop(ctx)
	a.enter(nil, config.Config{})
	if a.loan != nil {
		a.loan, a.exposed = nil, ""
		if resolved, wrong := a.load(); wrong == nil {
			a.accept(resolved)
		}
	}
	return a.settle(err, a.seen.Load().resolved.Config)
}

// settle makes an error about c the Problem that is shown, or takes the last
// one away.
func (a *App) settle(err error, c config.Config) error {
	problem := problemOf(err, c)
	a.update(func(s *seen) { s.problem = problem })
	return err
}

// update puts another value in the place of what is seen, and rings. It wants
// a.mu.
func (a *App) update(change func(*seen)) {
	now := *a.seen.Load()
	change(&now)
	a.seen.Store(&now)
	a.server.Stir()
}

func (a *App) running() bool { return a.server.Status().Address != "" }
