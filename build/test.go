// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"runtime"
	"slices"
)

// test installs what the tests need, and runs go vet and go test over the
// packages in args, or over all.
func test(ctx context.Context, w workshop, args []string) (string, error) {
	packages := args
	if len(packages) == 0 {
		packages = []string{"./..."}
	}
	missing := install(ctx, w, testTools())
	if err := w.run(ctx, slices.Concat([]string{"go", "vet"}, packages)...); err != nil {
		return "", err
	}
	reason := noRace(runtime.GOOS, runtime.GOARCH, missing)
	if reason == "" {
		if err := w.with("CGO_ENABLED=1").run(ctx, slices.Concat([]string{"go", "test", "-race", "-timeout=20m"}, packages)...); err != nil {
			return "", err
		}
		// The detector changes what is allocated, so these are left out under it.
		return "", w.run(ctx, slices.Concat([]string{"go", "test", "-run=AllocatesNothing|IsSmall"}, packages)...)
	}
	w.sayf("NO RACE DETECTOR: %s\n", reason)
	return "passed, but WITHOUT THE RACE DETECTOR: " + reason, w.run(ctx, slices.Concat([]string{"go", "test"}, packages)...)
}

// noRace returns why the race detector cannot be had here, or nothing when
// it can. Only macOS links it without a C compiler.
func noRace(system, machine string, missing []string) string {
	port := system + "/" + machine
	if !slices.Contains(racePorts(), port) {
		return "Go has none for " + port
	}
	if system != "darwin" && slices.Contains(missing, testTools()[0].name) {
		return testTools()[0].name + " is missing"
	}
	return ""
}

// racePorts are those of the systems we care about for which the go command
// accepts -race.
func racePorts() []string {
	return []string{
		"linux/amd64", "linux/arm64", "linux/loong64", "linux/ppc64le", "linux/riscv64", "linux/s390x",
		"darwin/amd64", "darwin/arm64", "windows/amd64", "freebsd/amd64",
	}
}
