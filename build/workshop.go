// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// patience is how long a program that was asked to end may take.
const patience = 10 * time.Second

// workshop is where other programs run.
type workshop struct {
	root string    // the repository
	env  []string  // what programs inherit
	set  []string  // variables on top of env, shown with each command line
	out  io.Writer // gets everything that programs print
}

// with returns the workshop with more variables set.
func (w workshop) with(variables ...string) workshop {
	w.set = slices.Concat(w.set, variables)
	return w
}

// without returns the workshop with no variable whose name begins with prefix.
func (w workshop) without(prefix string) workshop {
	begins := func(variable string) bool { return strings.HasPrefix(variable, prefix) }
	w.env = slices.DeleteFunc(slices.Clone(w.env), begins)
	return w
}

// sayf prints to where the programs print.
func (w workshop) sayf(format string, args ...any) {
	fmt.Fprintf(w.out, format, args...)
}

// run shows a command line and runs it.
func (w workshop) run(ctx context.Context, line ...string) error {
	w.show(line)
	cmd := w.command(ctx, line...)
	cmd.Stdout, cmd.Stderr = w.out, w.out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", line[0], err)
	}
	return nil
}

// output runs a command line and returns what it prints, without the blanks
// around it. What it says on standard error is shown.
func (w workshop) output(ctx context.Context, line ...string) (string, error) {
	cmd := w.command(ctx, line...)
	cmd.Stderr = w.out
	text, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", line[0], err)
	}
	return strings.TrimSpace(string(text)), nil
}

func (w workshop) show(line []string) {
	w.sayf("+ %s\n", strings.Join(slices.Concat(w.set, line), " "))
}

// command prepares a program that is interrupted when ctx ends, so that it
// can clean up, and killed if it does not care.
func (w workshop) command(ctx context.Context, line ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, line[0], line[1:]...)
	cmd.Dir = w.root
	cmd.Env = slices.Concat(w.env, w.set)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = patience
	return cmd
}
