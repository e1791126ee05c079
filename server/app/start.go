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
	c, err := a.withSite(a.seen.Load().resolved.Config)
	if err == nil {
		err = a.server.Apply(c)
	}
	if err == nil {
		err = a.server.Start()
	}
	return a.settle(err, c)
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
	return a.settle(a.server.Stop(ctx), a.seen.Load().resolved.Config)
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
