// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"porchlight/server/app"
	"porchlight/server/instance"
	"porchlight/tray"
)

// runDesktop is the tray app: it takes the place of the one instance, or hands
// over to the one that has it.
func runDesktop(ctx context.Context, given given, folder string) error {
	leaveConsole()
	given.createFile()
	o := given.options()
	o.Lenient, o.Log = true, filepath.Join(o.State, "porchlight.log")
	o.Console, o.Color = console()
	first, err := instance.Take(o.State)
	if errors.Is(err, instance.ErrTaken) {
		return handOver(ctx, o.State, folder)
	}
	if err != nil {
		return err
	}
	l, err := openLife(ctx, o, first)
	if err != nil {
		return errors.Join(err, first.Release())
	}
	if folder != "" {
		err = l.Lend(app.Loan{Dir: folder, Mode: "share"})
	} else {
		err = l.Start()
	}
	if err != nil { // the tray shows it, and what can be done
		l.Logger().Error("server not started", "err", err)
	} else {
		announce(l.App)
	}
	return l.run(func(ctx context.Context) error { return tray.Run(ctx, l, l.Logger()) })
}

// handOver gives to the instance that runs what this start was for.
func handOver(ctx context.Context, state, folder string) error {
	first, err := findInstance(ctx, state)
	if err != nil {
		return err
	}
	if folder == "" {
		return first.Post(ctx, "/api/show", nil, nil)
	}
	folder, err = filepath.Abs(folder)
	if err != nil {
		return err
	}
	return first.Post(ctx, "/api/share", map[string]string{"dir": folder}, nil)
}

// beginning is how long an instance has to say where it is.
const beginning = 5 * time.Second

func findInstance(ctx context.Context, state string) (instance.Record, error) {
	ctx, cancel := context.WithTimeout(ctx, beginning)
	defer cancel()
	return instance.Find(ctx, state)
}

// folderArgument accepts one folder, and tells a mistyped command from it.
func folderArgument(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case len(args) > 1:
		return usageError{fmt.Errorf("one folder can be shared, not %d; see %s --help", len(args), cmd.CommandPath())}
	}
	if info, err := os.Stat(args[0]); err != nil || !info.IsDir() {
		return usageError{fmt.Errorf("%q is neither a command nor a folder; see %s --help", args[0], cmd.CommandPath())}
	}
	return nil
}
