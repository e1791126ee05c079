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
	"porchlight/server/gate"
	"porchlight/tray/desktop"
)

const (
	fakeSite    = "http://127.0.0.1:8080"
	fakeShared  = "http://192.168.1.23:8080"
	fakeLink    = fakeShared + "/-/k/aaaa"
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
	shared := calm
	shared.Address, shared.Root, shared.Mode, shared.Config.Mode = fakeShared, "/home/ann/Photos_2024", "share", "share"
	shared.From = map[string]string{"root": lentByHand}
	shared.Share = &app.Share{
		Name: "Photos_2024", Link: fakeLink, Code: "abc-def", Access: "code", Exposed: "1,284 files, 3.1 GB",
		Reach: "Nobody has reached it yet",
	}
	asked := shared
	asked.Share = &app.Share{
		Name: "Photos_2024", Link: fakeShared + "/", Access: "ask", Reach: "Reached by 192.168.1.40",
		Asking: []gate.Asker{
			{ID: "A", Number: "4821", Device: "iPhone (Safari)", Address: "192.168.1.40"},
			{ID: "B", Number: "0007", Device: "Windows_PC", Address: "192.168.1.41"},
		},
	}
	paused := shared
	paused.Share = &app.Share{Name: "Photos_2024", Access: "code", Paused: "The network has gone. The share goes on when it is back."}
	paused.Address = fakeSite
	return map[string]app.Snapshot{
		"shared": shared, "asked": asked, "paused": paused,
		"calm": calm, "busy": busy, "full": full, "off": off, "failed": failed,
		"broken": broken, "stopping": stopping, "tuned": tuned,
	}
}

// fake is an App and a Desktop that tells what it is asked for.
type fake struct {
	tell func(line string)
	stop func() // what Quit does

	mu     sync.Mutex
	snap   app.Snapshot
	folder string // that a person chooses; "" cancels, "-" is no dialog
	sick   string // the method that fails
	login  bool
	stored []server.Upload
	bells  []chan struct{} // of all who listen
	refuse error           // what Lend is answered with
}

func newFake(tell func(string)) *fake {
	return &fake{tell: tell, stop: func() {}, snap: scenes()["calm"], folder: "/home/ann/New"}
}

// show makes a scene the present one, and rings.
func (f *fake) show(name string) {
	f.change(func() { f.snap = scenes()[name] })
}

func (f *fake) change(how func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	how()
	for _, bell := range f.bells {
		select {
		case bell <- struct{}{}:
		default:
		}
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

func (f *fake) Start() error  { return f.called("Start") }
func (f *fake) Stop() error   { return f.called("Stop") }
func (f *fake) Reload() error { return f.called("Reload") }

func (f *fake) Subscribe() (changed <-chan struct{}, cancel func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	bell := make(chan struct{}, 1)
	f.bells = append(f.bells, bell)
	return bell, func() {}
}

func (f *fake) Lend(l app.Loan) error {
	if err := f.called("Lend", l.Dir, l.Mode); err != nil {
		return err
	}
	return f.refuse
}

func (f *fake) Decide(id string, verdict gate.Verdict) bool {
	return f.called("Decide", id, verdict) == nil && id != ""
}

func (f *fake) Stored() []server.Upload {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.stored
}

func (f *fake) UploadsFolder() (string, error) { return "/srv/uploads", f.called("UploadsFolder") }
func (f *fake) ControlURL() (string, error)    { return fakeControl, nil }

func (f *fake) OwnerURL() string {
	s := f.Snapshot()
	if s.Share != nil {
		return s.Address + "/once"
	}
	return s.Address
}

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

func (f *fake) Open(target string) error { return f.called("Open", target) }
func (f *fake) Edit(file string) error   { return f.called("Edit", file) }
func (f *fake) Copy(text string) error   { return f.called("Copy", text) }
func (f *fake) Notify(title, text string) error {
	return f.called("Notify", title+":", strings.ReplaceAll(text, "\n", "|"))
}

func (f *fake) Offer(_ context.Context, title, text, target string) error {
	return f.called("Offer", title+":", strings.ReplaceAll(text, "\n", "|"), target)
}
func (f *fake) SetStartAtLogin(on bool) error { return f.called("SetStartAtLogin", on) }

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
