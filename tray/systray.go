// SPDX-License-Identifier: MIT

//go:build (!darwin || cgo) && !headless

package tray

import (
	stdlog "log"
	"log/slog"

	"fyne.io/systray"
)

// Available reports whether this build can show a tray.
const Available = true

// realScreen is the one that systray paints on.
type realScreen struct{}

// SetIcon gives macOS a template, which the menu bar colours.
func (realScreen) SetIcon(image []byte)   { systray.SetTemplateIcon(image, straight(image)) }
func (realScreen) SetTooltip(text string) { systray.SetTooltip(text) }

// Add tells box only to Linux; elsewhere every item can be ticked.
func (realScreen) Add(under item, label string, box bool) (item, <-chan struct{}) {
	var it *systray.MenuItem
	parent, inside := under.(*systray.MenuItem)
	switch {
	case inside && box:
		it = parent.AddSubMenuItemCheckbox(label, "", false)
	case inside:
		it = parent.AddSubMenuItem(label, "")
	case box:
		it = systray.AddMenuItemCheckbox(label, "", false)
	default:
		it = systray.AddMenuItem(label, "")
	}
	return it, it.ClickedCh
}

func (realScreen) AddSeparator(under item) {
	if parent, inside := under.(*systray.MenuItem); inside {
		parent.AddSeparator()
		return
	}
	systray.AddSeparator()
}

// show is systray's loop. It panics at its end when it never had a session bus.
// What systray tells the standard logger is about its own affairs, and comes
// even after its end.
func show(log *slog.Logger, ready, exit func()) (err error) {
	defer recoverTo(&err)
	stdlog.SetFlags(0)
	stdlog.SetOutput(slog.NewLogLogger(log.Handler(), slog.LevelDebug).Writer())
	if early {
		systray.SetTitle("Porchlight") // becomes the id; on macOS it would stand beside the icon
	}
	systray.Run(ready, exit)
	return nil
}

func quit() { systray.Quit() }
