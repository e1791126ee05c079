// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"go/build"
	"os"
	"path"
	"path/filepath"
	"time"

	"porchlight/build/source"
)

// fuzz drives each fuzz target of the repository for the time that args give.
func fuzz(ctx context.Context, w workshop, args []string) (string, error) {
	flags := flag.NewFlagSet("fuzz", flag.ContinueOnError)
	flags.SetOutput(w.out)
	each := flags.Duration("time", 10*time.Second, "how long to drive each target")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 || *each <= 0 {
		return "", errUsage
	}
	tree, err := source.Load(os.DirFS(w.root))
	if err != nil {
		return "", err
	}
	targets, err := ours(w, tree)
	if err != nil {
		return "", err
	}
	for _, target := range targets {
		if err := drive(ctx, w, target, *each); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("passed, %d targets for %v each", len(targets), *each), nil
}

// ours returns the targets that this system compiles. Each must have a stored
// corpus: without one the time is spent on finding out what a request looks like.
func ours(w workshop, tree *source.Tree) ([]source.FuzzTarget, error) {
	var targets []source.FuzzTarget
	for _, target := range tree.FuzzTargets() {
		folder, name := path.Split(target.File.Path)
		here, err := build.Default.MatchFile(filepath.Join(w.root, filepath.FromSlash(folder)), name)
		switch {
		case err != nil:
			return nil, fmt.Errorf("read constraints of %s: %w", target.File.Path, err)
		case !here:
			w.sayf("left out: %s is not for this system\n", target.File.Path)
		case len(tree.Corpus(target)) == 0:
			return nil, fmt.Errorf("%s: no stored input in %s", target.Name, target.CorpusFolder())
		default:
			targets = append(targets, target)
		}
	}
	if len(targets) == 0 {
		return nil, errors.New("no fuzz target found")
	}
	return targets, nil
}

// drive lets go test look for inputs that fail. It says "context deadline
// exceeded" at times when its time is over in the middle of an execution: so a
// failure has to come twice. A true one does, because the input that failed is
// stored and comes first then.
func drive(ctx context.Context, w workshop, target source.FuzzTarget, each time.Duration) error {
	line := []string{
		"go", "test", "-run=^$", "-fuzz=^" + target.Name + "$", "-fuzztime=" + each.String(),
		"-fuzzminimizetime=5s", "./" + path.Dir(target.File.Path),
	}
	if err := w.run(ctx, line...); err == nil || ctx.Err() != nil {
		return err
	}
	w.sayf("once more: a failure that was found fails again\n")
	return w.run(ctx, line...)
}
