// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"porchlight/server/app"
	"porchlight/server/control"
	"porchlight/server/instance"
	"porchlight/tray/desktop"
)

// life is one run of the program, from its beginning to its last line: the App
// and its control page. It ends with the first signal to stop, or when one of
// its faces says so; a second signal ends the program at once.
type life struct {
	*app.App
	control *control.Control
	first   *instance.Instance // nil when another porchlight is the one that is talked to

	ctx  context.Context // ends when the program is to end
	quit context.CancelFunc

	stops, hangups chan os.Signal
}

// openLife opens the App and its control page. Nothing is served yet.
func openLife(ctx context.Context, o app.Options, first *instance.Instance) (*life, error) {
	signal.Ignore(syscall.SIGPIPE) // a closed console is the log's to notice
	l := &life{first: first, stops: make(chan os.Signal, 2), hangups: notifyHangup()}
	// From before the first line to after the last: neither a signal that comes
	// early nor a late second one may take what is to be said.
	signal.Notify(l.stops, os.Interrupt, syscall.SIGTERM)
	l.ctx, l.quit = context.WithCancel(ctx)
	var err error
	if l.App, err = app.New(o); err != nil {
		return nil, err
	}
	if err := l.openControl(!o.Lenient); err != nil {
		l.Logger().Warn("no control page", "err", err)
	}
	return l, nil
}

// openControl opens the control page where this is the instance to talk to.
func (l *life) openControl(single bool) (err error) {
	if l.first == nil {
		return nil
	}
	l.control, err = control.Open(control.Options{
		App: l.App, Log: l.Logger(), Version: version(), Show: l.showControl, Quit: l.quit, Single: single,
	})
	if err != nil {
		return err
	}
	return l.first.Publish(l.control.Address(), l.control.Token())
}

// Quit ends the program.
func (l *life) Quit() { l.quit() }

// ControlURL returns an address that lets one browser onto the control page.
func (l *life) ControlURL() (string, error) {
	if l.control == nil {
		return "", errors.New("there is no control page, the log says why")
	}
	return l.control.URL(), nil
}

func (l *life) showControl() error {
	url, err := l.ControlURL()
	if err != nil {
		return err
	}
	if err := desktop.Open(url); err != nil {
		return fmt.Errorf("open the control page: %w; open it yourself: %s", err, url)
	}
	return nil
}

// run keeps everything going, with a face on the main goroutine that runs until
// its context ends, then drains.
func (l *life) run(face func(context.Context) error) error {
	var running sync.WaitGroup
	running.Go(func() { l.Run(l.ctx) })
	running.Go(l.heed)
	err := face(l.ctx)
	<-l.ctx.Done()
	running.Wait()
	return errors.Join(err, l.drain(), l.close())
}

// heed waits for the end, and takes up the configuration again when asked to.
func (l *life) heed() {
	defer l.quit()
	for {
		select {
		case <-l.hangups:
			_ = l.Reload() // what is wrong is in the log
		case <-l.ctx.Done():
			return
		case <-l.stops:
			return
		}
	}
}

// drain lets running requests finish. A second signal ends the program.
func (l *life) drain() error {
	l.Logger().Info("Shutting down server...")
	done := make(chan error, 1)
	go func() { done <- l.Stop() }()
	select {
	case err := <-done:
		return err
	case <-l.stops:
	}
	select {
	case err := <-done: // just before it
		return err
	default:
		return errors.New("stop: ended by a second signal, transfers were cut")
	}
}

func (l *life) close() (err error) {
	if l.control != nil {
		err = l.control.Close()
	}
	if l.first != nil {
		err = errors.Join(err, l.first.Release())
	}
	return errors.Join(err, l.Close())
}

// console returns where log lines go, nil where there is nothing to print to,
// and whether it shows colours.
func console() (out io.Writer, color bool) {
	if _, err := os.Stdout.Stat(); err != nil {
		return nil, false
	}
	return os.Stdout, isTerminal(os.Stdout)
}
