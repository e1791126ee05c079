// SPDX-License-Identifier: MIT

package app

import (
	"context"
	"slices"
	"sync"
	"time"

	"porchlight/server/reach"
)

// lookEvery is how often a share is looked after.
const lookEvery = 2 * time.Second

// keepShare looks after a share while there is one.
func (a *App) keepShare(ctx context.Context) {
	advisor := advisor{app: a}
	defer advisor.end()
	for {
		advisor.follow(ctx, a.server.Reach())
		var look <-chan time.Time
		if a.seen.Load().share != nil {
			look = time.After(lookEvery)
		}
		select {
		case <-ctx.Done():
			return
		case <-a.shared:
		case <-look:
			a.lookAfterShare()
		}
	}
}

// takeNames makes the server answer to the name that the share is found by, which
// is another one when somebody has it, and shows that. It wants a.mu.
func (a *App) takeNames() {
	host := ""
	if a.share.announced != nil {
		_, host = a.share.announced.Names()
	}
	if host == a.share.host {
		return
	}
	a.share.host = host
	a.server.AnswerTo([]string{host})
	a.showShare()
}

// lookAfterShare is what has to be looked at from time to time while a share is
// on: its end, and the network.
func (a *App) lookAfterShare() {
	a.mu.Lock()
	defer a.mu.Unlock()
	s := a.share
	switch {
	case s == nil:
	case !s.until.IsZero() && !a.now().Before(s.until):
		a.endLoan()
	default:
		a.followNetwork()
		a.takeNames()
	}
}

// endLoan is the end of a share whose time is over. What was lent goes back to
// what the configuration says; a share that the configuration wants is stopped.
// It wants a.mu.
func (a *App) endLoan() {
	if a.loan == nil {
		a.wanted = false
		ctx, cancel := context.WithTimeout(context.Background(), a.server.Config().Drain)
		defer cancel()
		_ = a.stop(ctx) // what is wrong is shown
		return
	}
	a.loan, a.exposed = nil, ""
	_ = a.readAgain() // what is wrong is shown
}

// followNetwork pauses a share that is elsewhere, and lets it go on where it
// belongs. It wants a.mu.
func (a *App) followNetwork() {
	look := *a.share // with the same places, which may learn of their gateways
	addresses, paused := a.around.where(&look)
	if slices.EqualFunc(addresses, a.share.addresses, sameSocket) && paused == a.share.paused {
		return
	}
	if err := a.open(a.seen.Load().resolved.Config, false); err != nil {
		a.Logger().Error("the share does not follow the network", "err", err)
	}
	a.server.Stir()
}

// advisor finds out why nobody reaches the share, while nobody does.
type advisor struct {
	app     *App
	tracker *reach.Tracker
	cancel  context.CancelFunc
	running sync.WaitGroup
}

// follow goes over to another share, or to none.
func (v *advisor) follow(ctx context.Context, t *reach.Tracker) {
	if t == v.tracker {
		return
	}
	v.end()
	if v.tracker = t; t == nil {
		return
	}
	ctx, v.cancel = context.WithCancel(ctx)
	v.running.Go(func() { t.Watch(ctx, v.app.server.Stir); v.tell(t.State()) })
}

// tell logs how the waiting for a visitor has ended.
func (v *advisor) tell(s reach.State) {
	if s.Reached {
		v.app.Logger().Info("the share has been reached", "by", s.By[0])
		v.app.server.Stir()
	}
}

func (v *advisor) end() {
	if v.cancel != nil {
		v.cancel()
	}
	v.running.Wait()
}
