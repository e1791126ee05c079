// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"porchlight/build/packaging"
)

// errNoMac says why the app is not made everywhere.
var errNoMac = errors.New("the app is linked with the libraries of macOS: run this on a Mac with the Xcode command line tools")

// app makes Porchlight.app, for both processors of a Mac.
func app(ctx context.Context, w workshop, args []string) (string, error) {
	o, err := parsePack(w, args)
	if err != nil {
		return "", err
	}
	if runtime.GOOS != "darwin" {
		return "", errNoMac
	}
	p, err := newPacker(ctx, w, o.version)
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(p.temp)
	name, err := p.bundle(ctx, o.out)
	return name + ", signed for this Mac only", err
}

// bundle lays the app out in a folder, signs it by nobody's name, which is what
// an Apple processor asks of everything it runs, and packs it.
func (p *packer) bundle(ctx context.Context, folder string) (zip string, err error) {
	program, err := p.universal(ctx)
	if err != nil {
		return "", err
	}
	kit := packaging.Kit{Repo: os.DirFS(p.root), Release: p.Release}
	if kit.Licences, err = p.licences(ctx, "darwin", "CGO_ENABLED=1"); err != nil {
		return "", err
	}
	files, err := kit.App(program)
	if err != nil {
		return "", err
	}
	app := filepath.Join(folder, "Porchlight.app")
	if err := os.RemoveAll(app); err != nil {
		return "", fmt.Errorf("remove earlier app: %w", err)
	}
	if err := stage(app, files, p.Time); err != nil {
		return "", err
	}
	if err := p.run(ctx, "codesign", "--force", "--sign", "-", app); err != nil {
		return "", err
	}
	zip = filepath.Join(folder, "Porchlight-"+p.Semantic()+"-macos.zip")
	return zip, p.run(ctx, "ditto", "-c", "-k", "--keepParent", app, zip)
}

// universal builds one program for both processors, with the menu bar.
func (p *packer) universal(ctx context.Context) ([]byte, error) {
	whole := filepath.Join(p.temp, "porchlight")
	line := []string{"lipo", "-create", "-output", whole}
	for _, arch := range []string{"amd64", "arm64"} {
		target := [2]string{"darwin", arch}
		if err := p.compile(ctx, target, p.programFile(target), "CGO_ENABLED=1"); err != nil {
			return nil, err
		}
		line = append(line, p.programFile(target))
	}
	if err := p.run(ctx, line...); err != nil {
		return nil, err
	}
	return os.ReadFile(whole)
}
