// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"runtime"
	"slices"
)

// The tools that judge the source, each at the version that it was tried
// with. They stay out of go.mod, which is for what the program is made of.
const (
	gofumpt      = "mvdan.cc/gofumpt@v0.12.0"
	golangciLint = "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0"
	deadcode     = "golang.org/x/tools/cmd/deadcode@v0.52.0"
)

// lint has the source judged. What the linters look for, and why, is written
// in .golangci.yml.
func lint(ctx context.Context, w workshop, _ []string) (string, error) {
	if err := silent(ctx, w, "format with gofumpt -w", []string{gofumpt, "-l", "."}); err != nil {
		return "", err
	}
	if err := w.run(ctx, "go", "run", golangciLint, "run", "--allow-parallel-runners"); err != nil {
		return "", err
	}
	if err := lintOthers(ctx, w); err != nil {
		return "", err
	}
	return "", silent(ctx, w, "remove what nothing calls", []string{deadcode, "-test", "./..."})
}

// lintOthers has the linter look at the files of the other systems too. GOOS
// must reach the linter and not the go command, which would make a linter for
// that system: env(1) stands between them, where there is one.
func lintOthers(ctx context.Context, w workshop) error {
	for _, system := range []string{"linux", "windows", "darwin"} {
		if system == runtime.GOOS {
			continue
		}
		if !inPath("env")(ctx, w) {
			w.sayf("left out: the linter's look at the files of %s\n", system)
			continue
		}
		between := "env CGO_ENABLED=0 GOOS=" + system
		if err := w.run(ctx, "go", "run", "-exec", between, golangciLint, "run", "--allow-parallel-runners"); err != nil {
			return err
		}
	}
	return nil
}

// silent runs a tool that prints what is wrong and exits as if nothing were.
func silent(ctx context.Context, w workshop, remedy string, tool []string) error {
	line := slices.Concat([]string{"go", "run"}, tool)
	w.show(line)
	listed, err := w.output(ctx, line...)
	if err != nil {
		return err
	}
	if listed != "" {
		w.sayf("%s\n", listed)
		return errors.New(remedy)
	}
	return nil
}
