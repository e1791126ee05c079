// SPDX-License-Identifier: MIT

package tray

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"reflect"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"porchlight/server/app"
	"porchlight/server/gate"
)

// actor does what a click means. Each click has a goroutine of its own, so that
// an open dialog or a long stop holds up nothing else; a second click on the
// same item meanwhile is dropped.
type actor struct {
	app  App
	desk Desktop
	log  *slog.Logger
	bell chan struct{} // rings when a scene would differ
	work sync.WaitGroup

	mu      sync.Mutex
	running map[string]bool
	clicks  map[string]int
	shown   app.Snapshot       // by the painter, last: what a click means
	asking  [askers]gate.Asker // shown
	trouble string
	atLogin bool
}

func newActor(a App, d Desktop, log *slog.Logger) *actor {
	atLogin, err := d.StartsAtLogin()
	if err != nil {
		log.Debug("start at login is not known", "err", err)
	}
	return &actor{
		app: a, desk: d, log: log, bell: make(chan struct{}, 1),
		running: map[string]bool{}, clicks: map[string]int{}, atLogin: atLogin,
	}
}

// scene is what is to be shown from now on.
func (a *actor) scene() scene {
	now := a.app.Snapshot()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.shown, a.asking = now, seat(a.asking, now.Share)
	return scene{Snapshot: now, trouble: a.trouble, atLogin: a.atLogin, clicks: maps.Clone(a.clicks), asking: a.asking}
}

// seen is what the person has seen who has clicked.
func (a *actor) seen() app.Snapshot {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.shown
}

// listen receives every click until ctx ends: one that nobody waits for is
// dropped by systray.
func listen(ctx context.Context, all []clicks, do func(row)) {
	cases := []reflect.SelectCase{{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(ctx.Done())}}
	for _, c := range all {
		cases = append(cases, reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(c.come)})
	}
	for {
		i, _, open := reflect.Select(cases)
		switch {
		case i == 0:
			return
		case open:
			do(all[i-1].row)
		default:
			cases[i].Chan = reflect.Value{} // never ready again
		}
	}
}

// click starts what a row does.
func (a *actor) click(ctx context.Context, r row) {
	if r.click == nil || !a.begin(r.key) {
		return
	}
	a.work.Go(func() { a.end(r, r.click(a, ctx)) })
}

func (a *actor) begin(key string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	runs := a.running[key]
	a.running[key] = true
	return !runs
}

func (a *actor) end(r row, err error) {
	trouble, notice := a.words(err)
	a.mu.Lock()
	delete(a.running, r.key)
	a.trouble = trouble
	if r.box {
		a.clicks[r.key]++
	}
	a.mu.Unlock()
	select {
	case a.bell <- struct{}{}:
	default:
	}
	if notice != "" {
		a.notify("Porchlight", notice)
	}
}

// words says for people what has come of a click: in the menu, and at once. A
// Problem of the app is in the menu anyway, in better words.
func (a *actor) words(err error) (trouble, notice string) {
	var own *advice
	switch problem := a.app.Snapshot().Problem; {
	case err == nil, errors.Is(err, context.Canceled):
		return "", ""
	case errors.As(err, &own):
		trouble = sentence(err) + " " + own.todo
	case problem != nil:
		return "", problem.Text
	default:
		trouble = sentence(err)
	}
	return trouble, trouble
}

// sentence makes one of an error.
func sentence(err error) string {
	text, _, _ := strings.Cut(err.Error(), "\n")
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + strings.TrimSuffix(text[size:], ".") + "."
}

func (a *actor) notify(title, text string) {
	if err := a.desk.Notify(title, text); err != nil {
		a.log.Debug("no notification", "err", err)
	}
}
