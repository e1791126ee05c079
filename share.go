// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"porchlight/server/app"
	"porchlight/server/instance"
)

// lending is what share and receive say about a loan, besides the configuration.
type lending struct {
	mode    string
	insist  bool
	picture string // file for the QR code
}

// newLending makes the command that lends a folder to the local network.
func newLending(mode, short, long string) *cobra.Command {
	lend := lending{mode: mode}
	cmd := &cobra.Command{
		Use: mode + " [DIR]", Short: short, Long: long,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError{fmt.Errorf("%s takes one folder; see %s --help", mode, cmd.CommandPath())}
			}
			return nil
		},
	}
	flags := addConfigFlags(cmd)
	cmd.Flags().BoolVar(&lend.insist, "insist", false, "lend the folder although it shows more than you may think")
	cmd.Flags().StringVar(&lend.picture, "qr", "", "write the QR code to this file, as PNG")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		given := flags.values(cmd)
		loan, err := lend.loan(&given, args)
		if err != nil {
			return err
		}
		return lend.run(cmd.Context(), given, loan)
	}
	return cmd
}

// loan takes what a loan decides out of what is given for the configuration.
func (l lending) loan(given *given, args []string) (app.Loan, error) {
	dir := given.keys["root"]
	switch {
	case len(args) > 0 && dir != "":
		return app.Loan{}, usageError{errors.New("name the folder once: as DIR or by --root")}
	case len(args) > 0:
		dir = args[0]
	case dir == "":
		dir = "."
	}
	if mode, said := given.keys["mode"]; said && mode != l.mode {
		return app.Loan{}, usageError{fmt.Errorf("%s has a mode of its own, leave --mode %s out", l.mode, mode)}
	}
	delete(given.keys, "root")
	delete(given.keys, "mode")
	dir, err := filepath.Abs(dir)
	return app.Loan{Dir: dir, Mode: l.mode, Insist: l.insist}, err
}

// run lends the folder until the loan ends or somebody stops the program. A
// porchlight that runs already lends it instead.
func (l lending) run(ctx context.Context, given given, loan app.Loan) error {
	given.createFile()
	o := given.options()
	o.Console, o.Color = console()
	first, err := instance.Take(o.State)
	if errors.Is(err, instance.ErrTaken) {
		return l.handOver(ctx, o.State, given, loan)
	}
	if err != nil {
		return err
	}
	life, err := openLife(ctx, o, first)
	if err != nil {
		return errors.Join(err, first.Release())
	}
	err = life.Lend(loan)
	if err == nil {
		announce(life.App)
		err = l.show(life.Snapshot())
	}
	if err != nil {
		return errors.Join(err, life.Stop(), life.close())
	}
	return life.run(life.whileLent)
}

// whileLent returns when nothing is lent any more, and ends the program then.
func (l *life) whileLent(ctx context.Context) error {
	defer l.Quit()
	changed, cancel := l.Subscribe()
	defer cancel()
	for l.Snapshot().Share != nil {
		select {
		case <-changed:
		case <-ctx.Done():
			return nil
		}
	}
	return nil
}

// handOver has the porchlight that runs lend the folder, and shows what it says.
func (l lending) handOver(ctx context.Context, state string, given given, loan app.Loan) error {
	first, err := findInstance(ctx, state)
	if err != nil {
		return err
	}
	question := map[string]string{"dir": loan.Dir}
	maps.Copy(question, given.keys)
	if loan.Insist {
		question["insist"] = "true"
	}
	var s app.Snapshot
	if err := first.Post(ctx, "/api/"+l.mode, question, &s); err != nil {
		return err
	}
	return l.show(s)
}

// show prints how others reach the share: on the standard output, where the log
// is for people too, else beside it.
func (l lending) show(s app.Snapshot) error {
	if s.Share == nil {
		return nil
	}
	out := os.Stdout
	if f := s.Config.LogFormat; f != "" && f != "classic" {
		out = os.Stderr
	}
	if _, err := fmt.Fprint(out, cardOf(s, isTerminal(out))); err != nil || l.picture == "" {
		return err
	}
	return writePicture(l.picture, s.Share.Link)
}
