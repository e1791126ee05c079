// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"porchlight/resources"
	"porchlight/server"
	"porchlight/server/config"
	"porchlight/server/journal"
)

func newServe() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve [PORT] [HOST] [WORKERS]",
		Short: "Serve the web site, without a tray",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 3 {
				return usageError{fmt.Errorf("serve takes at most PORT, HOST and WORKERS; see %s --help", cmd.CommandPath())}
			}
			return nil
		},
	}
	flags := addConfigFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		given := flags.values(cmd)
		for i, key := range []string{"port", "host", "workers"}[:len(args)] {
			given.keys[key] = args[i]
		}
		return serve(cmd.Context(), given)
	}
	return cmd
}

// serve is a headless life: it serves until a signal, and applies the
// configuration again when its file changes or SIGHUP arrives.
func serve(ctx context.Context, given given) error {
	signal.Ignore(syscall.SIGPIPE) // a closed console is the journal's to notice
	resolved, err := given.load()
	if err != nil {
		return err
	}
	c, err := withRoot(resolved.Config)
	if err != nil {
		return err
	}
	j, err := openJournal(c)
	if err != nil {
		return err
	}
	s := server.New(c, j)
	life := &life{server: s, given: given, journal: j, reload: make(chan struct{}, 1)}
	if err = s.Start(); err == nil {
		announce(j, c, s.Status())
		err = life.run(ctx, resolved.File)
	}
	return errors.Join(err, j.Close())
}

// announce says where the server is, in the form of the log. The address is
// printed at every level: whoever wants port 0 has no other way to learn it.
func announce(j *journal.Journal, c config.Config, st server.Status) {
	log, level := j.Logger(), logLevel(c)
	j.SetLevel(min(level, slog.LevelInfo))
	defer j.SetLevel(level)
	if c.LogFormat != "classic" {
		say(log, "listening on "+st.Address)
		return
	}
	say(log, "HTTP Server started on "+st.Address)
	if level > slog.LevelInfo {
		return
	}
	say(log, fmt.Sprintf("Thread pool size: %d", c.Workers))
	say(log, "Serving files from '"+c.Root+"' directory")
	say(log, "Press Ctrl+C to stop the server")
}

// say logs a whole sentence: the lines that the contract words, figures and all.
func say(log *slog.Logger, sentence string) {
	log.Info(sentence) //nolint:sloglint // the contract fixes these lines
}

// life runs until the first signal to stop, then drains; a second one ends the
// program at once.
type life struct {
	server  *server.Server
	given   given
	journal *journal.Journal
	reload  chan struct{}
}

func (l *life) run(ctx context.Context, file string) error {
	ctx, stop := context.WithCancel(ctx)
	var helpers sync.WaitGroup
	defer helpers.Wait()
	defer stop()
	stops := make(chan os.Signal, 2)
	signal.Notify(stops, os.Interrupt, syscall.SIGTERM) // to the end: a late second one must not take the last log lines
	hangups := notifyHangup()
	defer signal.Stop(hangups)
	helpers.Go(func() { l.server.Watch(ctx) })
	if file != "" {
		helpers.Go(func() {
			if err := config.Watch(ctx, file, l.ring); err != nil {
				l.journal.Logger().Warn("configuration file is not watched, send SIGHUP after a change", "err", err)
			}
		})
	}
	for {
		select {
		case <-hangups:
			l.apply()
		case <-l.reload:
			l.apply()
		case <-ctx.Done():
			return l.drain(stops)
		case <-stops:
			return l.drain(stops)
		}
	}
}

func (l *life) ring() {
	select {
	case l.reload <- struct{}{}:
	default:
	}
}

// apply loads the configuration anew. One that does not load, or cannot be put
// in force, changes nothing and is reported.
func (l *life) apply() {
	log := l.journal.Logger()
	resolved, err := l.given.load()
	if err != nil {
		log.Error("configuration kept as it was", "err", err)
		return
	}
	c, err := withRoot(resolved.Config)
	if err == nil {
		err = l.server.Apply(c)
	}
	if err != nil {
		log.Error("configuration kept as it was", "err", err)
		return
	}
	l.journal.SetLevel(logLevel(c))
	log.Info("configuration applied", "address", l.server.Status().Address)
}

// drain lets running requests finish. A second signal ends the program.
func (l *life) drain(stops <-chan os.Signal) error {
	l.journal.Logger().Info("Shutting down server...")
	ctx, cancel := context.WithTimeout(context.Background(), l.server.Config().Drain)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- l.server.Stop(ctx) }()
	select {
	case err := <-done:
		return err
	case <-stops:
	}
	select {
	case err := <-done: // just before it
		return err
	default:
		return errors.New("stop: ended by a second signal, transfers were cut")
	}
}

// withRoot puts the built-in site, unpacked, where no root is set.
func withRoot(c config.Config) (config.Config, error) {
	var err error
	if c.Root == "" {
		c.Root = filepath.Join(xdg.DataHome, "porchlight", "data", "site")
		if err = resources.Unpack(c.Root); err != nil {
			return c, fmt.Errorf("unpack the built-in site: %w; choose a folder with --root", err)
		}
	}
	c.Root, err = filepath.Abs(c.Root)
	return c, err
}

func openJournal(c config.Config) (*journal.Journal, error) {
	var console io.Writer = os.Stdout
	return journal.Open(journal.Options{
		Level:   logLevel(c),
		Format:  c.LogFormat,
		Console: console,
		Color:   os.Getenv("NO_COLOR") == "" && term.IsTerminal(int(os.Stdout.Fd())),
		File:    c.LogFile,
		Size:    int64(c.LogSize),
		Keep:    c.LogKeep,
	})
}

func logLevel(c config.Config) slog.Level {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return slog.LevelInfo // validated before: only the four names come here
	}
	return level
}
