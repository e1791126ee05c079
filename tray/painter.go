// SPDX-License-Identifier: MIT

package tray

import (
	"context"
	"fmt"
	"time"

	"porchlight/server"
)

const (
	// gap is the time between two paintings: at most four in a second.
	gap = 250 * time.Millisecond

	// settling is how long systray may take to come up. A new icon that it is
	// given while it publishes the first one is stored and never sent.
	settling = 2 * time.Second
)

// screen is what the painter needs of systray. All its methods may panic when
// the connection to the desktop is gone.
type screen interface {
	SetIcon(image []byte)
	SetTooltip(text string)
	Add(under item, label string, box bool) (item, <-chan struct{})
	AddSeparator(under item)
}

// painter owns the icon and the menu: nobody else calls systray.
type painter struct {
	screen screen
	menu   *menu
	icons  func(server.Level) []byte
	look   func() view
	bells  [2]<-chan struct{} // the app's and the actor's
	gone   <-chan struct{}    // closed when the screen is lost
	gap    time.Duration

	icon    server.Level // shown
	tooltip string       // shown
}

// begin builds the menu and paints for the first time.
func (p *painter) begin() (err error) {
	defer recoverTo(&err)
	p.menu.build(p.screen)
	p.paint(p.look())
	return nil
}

// loop paints what has changed whenever a bell rings, until ctx ends or the
// screen is lost. While nothing rings, it does not wake.
func (p *painter) loop(ctx context.Context) error {
	var pause <-chan time.Time // runs since the last painting
	settled := time.After(settling)
	due, early := false, false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-p.gone:
			return nil
		case <-p.bells[0]:
			due = true
		case <-p.bells[1]:
			due = true
		case <-pause:
			pause = nil
		case <-settled:
			settled = nil
			if early { // once more, in case it came too early
				p.icon, p.tooltip, due = "", "", true
			}
		}
		if !due || pause != nil {
			continue
		}
		due = false
		changed, err := p.refresh()
		if err != nil {
			return err
		}
		if changed {
			pause, early = time.After(p.gap), early || settled != nil
		}
	}
}

// refresh looks and paints, and reports whether there was anything to paint.
func (p *painter) refresh() (changed bool, err error) {
	defer recoverTo(&err)
	return p.paint(p.look()), nil
}

func (p *painter) paint(v view) (changed bool) {
	if v.icon != p.icon {
		p.screen.SetIcon(p.icons(v.icon))
		p.icon, changed = v.icon, true
	}
	if v.tooltip != p.tooltip {
		p.screen.SetTooltip(v.tooltip)
		p.tooltip, changed = v.tooltip, true
	}
	return p.menu.apply(v.items) || changed
}

// recoverTo turns a panic of systray into an error.
func recoverTo(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("paint: %v", r)
	}
}
