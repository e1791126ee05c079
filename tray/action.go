// SPDX-License-Identifier: MIT

package tray

import (
	"context"
	"errors"
	"strconv"

	"porchlight/server/app"
	"porchlight/tray/desktop"
)

// advice is what the desktop refused to do, and what a person can do instead.
type advice struct {
	err  error
	todo string
}

func (a *advice) Error() string { return a.err.Error() }
func (a *advice) Unwrap() error { return a.err }

// advise adds to an error what to do; nil stays nil.
func advise(err error, todo string) error {
	if err == nil {
		return nil
	}
	return &advice{err, todo}
}

func (a *actor) start(context.Context) error  { return a.app.Start() }
func (a *actor) stop(context.Context) error   { return a.app.Stop() }
func (a *actor) reload(context.Context) error { return a.app.Reload() }

func (a *actor) quit(context.Context) error {
	a.app.Quit()
	return nil
}

func (a *actor) copyAddress(context.Context) error {
	address := linkOf(a.seen())
	if err := a.desk.Copy(address); err != nil {
		return advise(err, "The address is "+address)
	}
	a.notify("Address copied", a.seen().Address) // the key in it is not for a screen
	return nil
}

func (a *actor) openSite(context.Context) error {
	return a.open(a.app.OwnerURL()) // others may read what a browser is started with
}

// linkOf is the address that lets in whoever has it.
func linkOf(s app.Snapshot) string {
	if s.Share != nil && s.Share.Link != "" {
		return s.Share.Link
	}
	return s.Address
}

func (a *actor) openUploads(context.Context) error {
	folder, err := a.app.UploadsFolder()
	if err != nil {
		return err
	}
	return a.open(folder)
}

func (a *actor) openRoot(context.Context) error {
	return a.open(a.seen().Root)
}

// control returns a click that opens the control page at one of its parts.
func control(part string) func(*actor, context.Context) error {
	return func(a *actor, _ context.Context) error {
		page, err := a.app.ControlURL()
		if err != nil {
			return err
		}
		return a.open(page + part)
	}
}

func (a *actor) open(target string) error {
	return advise(a.desk.Open(target), "It is at "+target)
}

func (a *actor) editConfig(context.Context) error {
	file := a.seen().File
	return advise(a.desk.Edit(file), "The file is "+file)
}

// lend returns a click that asks for a folder and lends it.
func lend(mode, title string) func(*actor, context.Context) error {
	return func(a *actor, ctx context.Context) error {
		dir, err := a.desk.ChooseFolder(ctx, title, a.seen().Root)
		switch {
		case errors.Is(err, desktop.ErrCanceled):
			return nil
		case errors.Is(err, desktop.ErrNoDialog):
			return control("#"+mode)(a, ctx)
		case err != nil:
			return advise(err, "The control page takes a folder too: Activity…")
		}
		return a.lend(app.Loan{Dir: dir, Mode: mode})
	}
}

// again returns a click that lends one of the latest folders once more.
func again(i int) func(*actor, context.Context) error {
	return func(a *actor, _ context.Context) error {
		recent := a.seen().Recent
		if i >= len(recent) {
			return nil
		}
		return a.lend(app.Loan{Dir: recent[i].Path, Mode: recent[i].Mode})
	}
}

// set returns a click that changes the configuration.
func set(key, value string) func(*actor, context.Context) error {
	return func(a *actor, _ context.Context) error {
		return a.app.Set(map[string]string{key: value})
	}
}

// usePort takes the free port, and starts what the taken one has kept from starting.
func (a *actor) usePort(context.Context) error {
	problem := a.seen().Problem
	if problem == nil || problem.FreePort == 0 {
		return nil
	}
	err := a.app.Set(map[string]string{"port": strconv.Itoa(problem.FreePort)})
	if err != nil || on(a.app.Snapshot().Level) {
		return err
	}
	return a.app.Start()
}

func (a *actor) toggleLogin(context.Context) error {
	a.mu.Lock()
	want := !a.atLogin
	a.mu.Unlock()
	if err := a.desk.SetStartAtLogin(want); err != nil {
		return advise(err, "The settings of your desktop may have a list of what starts at login.")
	}
	a.mu.Lock()
	a.atLogin = want
	a.mu.Unlock()
	return nil
}
