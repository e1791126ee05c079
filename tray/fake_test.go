// SPDX-License-Identifier: MIT

package tray

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"porchlight/server"
	"porchlight/server/app"
	"porchlight/server/config"
	"porchlight/tray/desktop"
)

const (
	fakeSite    = "http://127.0.0.1:8080"
	fakeControl = "http://127.0.0.1:4711/?token=secret"
)

var errFake = errors.New("do as told: not today")

// scenes are the moments that tests show.
func scenes() map[string]app.Snapshot {
	calm := app.Snapshot{
		Status: server.Status{
			Level: server.Calm, Text: "3 of 10 workers busy", Address: fakeSite, Root: "/srv/site",
			Workers: 10, Busy: 3, Queue: 50,
		},
		Config: config.Default(), File: "/etc/porchlight/config.toml",
		Recent: []app.Lent{{Path: "/home/ann/Photos_2024", Mode: "share"}, {Path: "/home/ann/Inbox", Mode: "receive"}},
	}
	busy := calm
	busy.Level, busy.Text = server.Busy, "8 of 10 workers busy, 2 waiting"
	full := calm
	full.Level, full.Text = server.Full, "10 of 10 workers busy, 15 waiting, 3 refused"
	off := calm
	off.Level, off.Text, off.Address, off.Recent = server.Off, "Off", "", nil
	failed := off
	failed.Level, failed.Text = server.Failed, "listen on 127.0.0.1:8080: address in use"
	failed.Problem = &app.Problem{Text: "Port 8080 is taken by nginx. Stop it, or use another port.", FreePort: 8081}
	broken := off
	broken.Level, broken.Text = server.Failed, "config.toml:12: unknown key"
	broken.Problem = &app.Problem{Text: `Line 12 has the unknown key "prot". Did you mean port?`, Line: 12}
	stopping := calm
	stopping.Stopping, stopping.Left = true, 3
	tuned := calm
	tuned.Config.Workers, tuned.Config.Queue = 25, 0
	return map[string]app.Snapshot{
		"calm": calm, "busy": busy, "full": full, "off": off, "failed": failed,
		"broken": broken, "stopping": stopping, "tuned": tuned,
	}
}

// fake is an App and a Desktop that tells what it is asked for.
type fake struct {
	tell func(line string)
	bell chan struct{}
	stop func() // what Quit does

	mu     sync.Mutex
	snap   app.Snapshot
	folder string // that a person chooses; "" cancels, "-" is no dialog
	sick   string // the method that fails
	login  bool
}

func newFake(tell func(string)) *fake {
	return &fake{tell: tell, bell: make(chan struct{}, 1), stop: func() {}, snap: scenes()["calm"], folder: "/home/ann/New"}
}

// show makes a scene the present one, and rings.
func (f *fake) show(name string) {
	f.change(func() { f.snap = scenes()[name] })
}

func (f *fake) change(how func()) {
	f.mu.Lock()
	how()
	f.mu.Unlock()
	select {
	case f.bell <- struct{}{}:
	default:
	}
}

// called tells of a call, and fails if it shall.
func (f *fake) called(method string, args ...any) error {
	f.tell(strings.TrimSpace(method + " " + strings.TrimSpace(fmt.Sprintln(args...))))
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.sick == method {
		return errFake
	}
	return nil
}

func (f *fake) Snapshot() app.Snapshot {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.snap
}

func (f *fake) Subscribe() (changed <-chan struct{}, cancel func()) { return f.bell, func() {} }
func (f *fake) Start() error                                        { return f.called("Start") }
func (f *fake) Stop() error                                         { return f.called("Stop") }
func (f *fake) Reload() error                                       { return f.called("Reload") }
func (f *fake) Lend(dir, mode string) error                         { return f.called("Lend", dir, mode) }

func (f *fake) UploadsFolder() (string, error) { return "/srv/uploads", f.called("UploadsFolder") }
func (f *fake) ControlURL() (string, error)    { return fakeControl, nil }

func (f *fake) Set(values map[string]string) error {
	var keys []any
	for key, value := range values {
		keys = append(keys, key+"="+value)
	}
	return f.called("Set", keys...)
}

func (f *fake) Quit() {
	_ = f.called("Quit")
	f.stop()
}

func (f *fake) Open(target string) error        { return f.called("Open", target) }
func (f *fake) Edit(file string) error          { return f.called("Edit", file) }
func (f *fake) Copy(text string) error          { return f.called("Copy", text) }
func (f *fake) Notify(title, text string) error { return f.called("Notify", title+":", text) }
func (f *fake) SetStartAtLogin(on bool) error   { return f.called("SetStartAtLogin", on) }

func (f *fake) StartsAtLogin() (bool, error) { return f.login, nil }

func (f *fake) ChooseFolder(_ context.Context, title, start string) (string, error) {
	err := f.called("ChooseFolder", title, start)
	f.mu.Lock()
	defer f.mu.Unlock()
	switch f.folder {
	case "":
		return "", desktop.ErrCanceled
	case "-":
		return "", desktop.ErrNoDialog
	}
	return f.folder, err
}

// fakeScreen is systray without a desktop: it keeps what it is told.
type fakeScreen struct {
	mu     sync.Mutex
	calls  []string // since the last look at them
	broken bool
}

func (s *fakeScreen) told(format string, args ...any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken {
		panic("dbus: connection closed by user")
	}
	s.calls = append(s.calls, fmt.Sprintf(format, args...))
}

// take returns the calls since the last time.
func (s *fakeScreen) take() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	calls := s.calls
	s.calls = nil
	return calls
}

func (s *fakeScreen) SetIcon(image []byte)   { s.told("icon %s", image) }
func (s *fakeScreen) SetTooltip(text string) { s.told("tip %s", text) }
func (s *fakeScreen) AddSeparator(item)      {}

func (s *fakeScreen) Add(_ item, label string, _ bool) (item, <-chan struct{}) {
	return &fakeItem{screen: s, name: label}, make(chan struct{})
}

// fakeItem is called as it was at first.
type fakeItem struct {
	screen *fakeScreen
	name   string
}

func (i *fakeItem) told(what string) { i.screen.told("%s: %s", i.name, what) }

func (i *fakeItem) SetTitle(title string) { i.told(title) }
func (i *fakeItem) Enable()               { i.told("enabled") }
func (i *fakeItem) Disable()              { i.told("disabled") }
func (i *fakeItem) Check()                { i.told("checked") }
func (i *fakeItem) Uncheck()              { i.told("unchecked") }
func (i *fakeItem) Show()                 { i.told("shown") }
func (i *fakeItem) Hide()                 { i.told("hidden") }

// sorted is for calls whose order says nothing.
func sorted(calls []string) []string {
	slices.Sort(calls)
	return calls
}
