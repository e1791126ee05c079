// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"

	"porchlight/build/packaging"
)

// packer is a workshop for the packages of one release.
type packer struct {
	workshop
	packaging.Release
	temp string                   // for what is on its way into a package
	kits map[string]packaging.Kit // by system, for all of its packages
}

// newPacker finds out what is packaged, and makes room for it.
func newPacker(ctx context.Context, w workshop, version string) (*packer, error) {
	var err error
	if version == "" {
		if version, err = w.output(ctx, "git", "describe", "--tags", "--always", "--dirty"); err != nil {
			return nil, fmt.Errorf("ask for version, give it by -version: %w", err)
		}
	}
	at, err := releaseTime(ctx, w)
	if err != nil {
		return nil, err
	}
	release, err := packaging.NewRelease(version, at)
	if err != nil {
		return nil, err
	}
	temp, err := os.MkdirTemp("", "porchlight-package-")
	return &packer{w, release, temp, map[string]packaging.Kit{}}, err
}

// releaseTime is what SOURCE_DATE_EPOCH says, as reproducible builds have
// agreed, or the time of the commit.
func releaseTime(ctx context.Context, w workshop) (time.Time, error) {
	epoch := os.Getenv("SOURCE_DATE_EPOCH")
	if epoch == "" {
		var err error
		if epoch, err = w.output(ctx, "git", "log", "-1", "--format=%ct"); err != nil {
			return time.Time{}, fmt.Errorf("ask for time of commit, give it by SOURCE_DATE_EPOCH: %w", err)
		}
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("read SOURCE_DATE_EPOCH: %w", err)
	}
	return time.Unix(seconds, 0), nil
}

// program returns porchlight for a target, as it is released. It is built once.
func (p *packer) program(ctx context.Context, target [2]string) ([]byte, error) {
	file := p.programFile(target)
	if built, err := os.ReadFile(file); err == nil {
		return built, nil
	}
	if err := p.compile(ctx, target, file, "CGO_ENABLED=0"); err != nil {
		return nil, err
	}
	return os.ReadFile(file)
}

func (p *packer) programFile(target [2]string) string {
	return filepath.Join(p.temp, "porchlight-"+target[0]+"-"+target[1])
}

// compile builds the same bytes wherever the repository stands.
func (p *packer) compile(ctx context.Context, target [2]string, file, cgo string) error {
	flags := "-s -w -X main.stamped=" + p.Stamp
	if target[0] == "windows" {
		flags += " -H=windowsgui" // no console window on a double-click
	}
	t := p.with(cgo, "GOOS="+target[0], "GOARCH="+target[1])
	err := t.run(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-o", file, "-ldflags", flags, ".")
	if err != nil || target[0] != "windows" {
		return err
	}
	return p.putVersion(ctx, file)
}

// kit returns what the packages of a system have in common.
func (p *packer) kit(ctx context.Context, system string) (packaging.Kit, error) {
	if kit, made := p.kits[system]; made {
		return kit, nil
	}
	kit := packaging.Kit{Repo: os.DirFS(p.root), Release: p.Release, Completions: map[string][]byte{}}
	var err error
	if kit.Licences, err = p.licences(ctx, system, "CGO_ENABLED=0"); err != nil {
		return kit, err
	}
	if _, err := p.program(ctx, here()); err != nil {
		return kit, err
	}
	sections, err := os.ReadFile(filepath.Join(p.root, "build", "package", "linux", "manual.roff"))
	if err != nil {
		return kit, err
	}
	ask := func(args ...string) (string, error) { return p.ask(ctx, args...) }
	if kit.Manual, err = packaging.Manual(ask, string(sections), p.Release); err != nil {
		return kit, err
	}
	for _, shell := range []string{"bash", "fish", "zsh"} {
		text, err := ask("completion", shell)
		if err != nil {
			return kit, err
		}
		kit.Completions[shell] = []byte(text + "\n")
	}
	p.kits[system] = kit
	return kit, nil
}

// here is the target whose program can be asked.
func here() [2]string { return [2]string{runtime.GOOS, runtime.GOARCH} }

// ask runs the program as somebody whose home folder tells nothing about this
// machine.
func (p *packer) ask(ctx context.Context, args ...string) (string, error) {
	const home = "/home/somebody"
	clean := p.without("XDG_").without("PORCHLIGHT_").with("HOME="+home, "NO_COLOR=1")
	text, err := clean.output(ctx, append([]string{p.programFile(here())}, args...)...)
	return strings.ReplaceAll(text, home, "~"), err
}

// licences collects those of what is linked for a system, on every processor.
func (p *packer) licences(ctx context.Context, system, cgo string) ([]byte, error) {
	goroot, err := p.output(ctx, "go", "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	var lists []string
	for _, target := range targets() {
		if target[0] != system {
			continue
		}
		t := p.with(cgo, "GOOS="+target[0], "GOARCH="+target[1])
		list, err := t.output(ctx, "go", "list", "-deps", "-f", packaging.ListLinked, ".")
		if err != nil {
			return nil, err
		}
		lists = append(lists, list)
	}
	return packaging.Licences(goroot, lists...)
}
