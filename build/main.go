// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"time"

	"porchlight/build/source"
)

// command is one thing that the program can be asked for.
type command struct {
	name string
	args string // what may follow the name, for the usage text
	does string

	// run returns a word on how it went where there is more to say than
	// "passed".
	run func(ctx context.Context, w workshop, args []string) (word string, err error)
}

func commands() []command {
	return append(checks(),
		command{"ci", "", "all of these, in this order", ci},
		command{"bench", "[-quick] [-readme]", "measure the hot path, and the built program beside nginx", measure},
		command{"icons", "", "draw the icons of the tray and of the packages", icons},
		command{"winres", "", "put icon and manifest where go build links them into Windows programs", winres},
		command{"pictures", "", "draw the pictures of the built-in site", pictures},
		command{"package", "[-only PATTERN]", "make the packages of a release", pack},
		command{"app", "", "make the app of a Mac, on a Mac", app},
	)
}

// checks are the commands that a change has to pass, in the order of ci.
func checks() []command {
	return []command{
		{"test", "[PACKAGE...]", "install what the tests need, then vet and test with the race detector", test},
		{"cross", "", "compile and vet for every system that is promised", cross},
		{"lint", "", "formatting, static analysis, dead code", lint},
		{"fuzz", "[-time 10s]", "drive every fuzz target from its stored corpus", fuzz},
		{"conformance", "[SUITE.py]", "run the HTTP/1.1 suite on the built program", conformance},
	}
}

// errUsage is returned by a command that was called in a wrong way. What was
// wrong has been said by then.
var errUsage = errors.New("usage")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	root, err := source.Root()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	w := workshop{root: root, env: os.Environ(), out: os.Stdout}
	os.Exit(exitCode(dispatch(ctx, w, commands(), os.Args[1:])))
}

// dispatch runs the command that args name.
func dispatch(ctx context.Context, w workshop, known []command, args []string) error {
	if len(args) > 0 {
		for _, c := range known {
			if c.name == args[0] {
				return perform(ctx, w, c, args[1:])
			}
		}
		w.sayf("there is no command %q\n\n", args[0])
	}
	usage(w.out, known)
	return errUsage
}

func usage(out io.Writer, known []command) {
	fmt.Fprintln(out, "usage: go run ./build COMMAND")
	fmt.Fprintln(out)
	for _, c := range known {
		fmt.Fprintf(out, "  %-24s %s\n", c.name+" "+c.args, c.does)
	}
}

// perform runs c between a heading and a line that says how it went, and how
// long it took.
func perform(ctx context.Context, w workshop, c command, args []string) error {
	w.sayf("== %s: %s\n", c.name, c.does)
	start := time.Now()
	word, err := c.run(ctx, w, args)
	took := time.Since(start).Round(100 * time.Millisecond)
	switch {
	case err != nil:
		word = fmt.Sprintf("FAILED: %v", err)
	case word == "":
		word = "passed"
	}
	w.sayf("== %s: %s (%v)\n\n", c.name, word, took)
	return err
}

// exitCode passes on the code of the program that a command ended with; 2 is
// for a wrong call, and 1 for everything else that went wrong.
func exitCode(err error) int {
	exit, exited := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errUsage):
		return 2
	case exited && exit.ExitCode() > 0:
		return exit.ExitCode()
	default:
		return 1
	}
}
