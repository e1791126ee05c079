// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"

	"porchlight/server/app"
	"porchlight/server/instance"
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

// serve is a headless life. It is the instance that others talk to, unless
// there is one already: two may serve side by side.
func serve(ctx context.Context, given given) error {
	given.createFile()
	o := given.options()
	o.Console, o.Color = console()
	first, notFirst := instance.Take(o.State)
	l, err := openLife(ctx, o, first)
	if err != nil {
		return err
	}
	if notFirst != nil && !errors.Is(notFirst, instance.ErrTaken) {
		l.Logger().Warn("no control page", "err", notFirst)
	}
	if err := l.Start(); err != nil {
		return errors.Join(err, l.close())
	}
	announce(l.App)
	if s := l.Snapshot(); s.Config.LogFormat == "classic" {
		say(l.Logger(), "Press Ctrl+C to stop the server")
	}
	return l.run(func(context.Context) error { return nil })
}

// options are what the command line and the system say about an App.
func (g given) options() app.Options {
	return app.Options{
		File: g.file, Required: g.required, Environ: os.Environ(), Flags: g.keys,
		State: stateFolder(),
		Cache: filepath.Join(xdg.CacheHome, "porchlight", "thumbnails"),
		Site:  filepath.Join(xdg.DataHome, "porchlight", "data", "site"),
	}
}

func stateFolder() string { return filepath.Join(xdg.StateHome, "porchlight", "state") }

// announce says where the server is, in the form of the log. The address is
// printed at every level: whoever wants port 0 has no other way to learn it.
func announce(a *app.App) {
	s := a.Snapshot()
	defer a.Journal().Flush() // somebody may wait for these lines
	if s.Config.LogFormat != "classic" {
		a.Journal().Say("listening on " + s.Address)
		return
	}
	a.Journal().Say("HTTP Server started on " + s.Address)
	say(a.Logger(), fmt.Sprintf("Thread pool size: %d", s.Config.Workers))
	say(a.Logger(), "Serving files from '"+s.Root+"' directory")
}

// say logs a whole sentence: the lines that the contract words, figures and all.
func say(log *slog.Logger, sentence string) {
	log.Info(sentence) //nolint:sloglint // the contract fixes these lines
}
