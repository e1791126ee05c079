// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"porchlight/build/packaging"
)

// packOptions are what package can be told.
type packOptions struct {
	out, only, version string
	allowMissing       bool
}

// product is one file that package makes.
type product struct {
	name  string
	needs string // the name of a tool, or nothing
	make  func(ctx context.Context, file string) error
}

// errNoLinux says why packages are not made everywhere: the tools are tried
// there, and what the program says about itself names the folders of Linux.
var errNoLinux = errors.New("packages are made on Linux; go run ./build app makes the app of a Mac on a Mac")

// pack makes the packages and lists their checksums.
func pack(ctx context.Context, w workshop, args []string) (string, error) {
	o, err := parsePack(w, args)
	if err != nil {
		return "", err
	}
	if runtime.GOOS != "linux" {
		return "", errNoLinux
	}
	p, err := newPacker(ctx, w, o.version)
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(p.temp)
	chosen, err := choose(p.products(), o.only)
	if err != nil {
		return "", err
	}
	made, lacking, err := p.makeAll(ctx, chosen, o.out)
	if err != nil {
		return "", err
	}
	return o.outcome(made, lacking)
}

// outcome says how it went: what was left out is a failure that has been
// allowed, or not.
func (o packOptions) outcome(made, lacking []string) (string, error) {
	word := fmt.Sprintf("%d packages in %s", len(made), o.out)
	switch {
	case lacking == nil:
		return word, nil
	case o.allowMissing:
		return word + ", without " + strings.Join(lacking, ", "), nil
	default:
		return "", fmt.Errorf("left out %s; -allow-missing goes on without", strings.Join(lacking, ", "))
	}
}

func parsePack(w workshop, args []string) (packOptions, error) {
	o := packOptions{}
	flags := flag.NewFlagSet("package", flag.ContinueOnError)
	flags.SetOutput(w.out)
	flags.StringVar(&o.out, "out", "dist", "`folder` that the packages go to")
	flags.StringVar(&o.only, "only", "*", "make only what matches the `pattern`, such as '*.deb'")
	flags.StringVar(&o.version, "version", "", "`version` that is stamped, such as v1.2.3 (default: what git describe says)")
	flags.BoolVar(&o.allowMissing, "allow-missing", false, "leave out what a missing tool would make, and succeed")
	if err := flags.Parse(args); err != nil || flags.NArg() > 0 {
		return o, errUsage
	}
	if !filepath.IsAbs(o.out) {
		o.out = filepath.Join(w.root, o.out)
	}
	return o, nil
}

func choose(all []product, pattern string) (chosen []product, err error) {
	for _, product := range all {
		match, err := path.Match(pattern, product.name)
		if err != nil {
			return nil, fmt.Errorf("read pattern %q: %w", pattern, err)
		}
		if match {
			chosen = append(chosen, product)
		}
	}
	if chosen == nil {
		return nil, fmt.Errorf("no package matches %q", pattern)
	}
	return chosen, nil
}

// makeAll makes products and their checksums in a folder, without those whose
// tool is missing.
func (p *packer) makeAll(ctx context.Context, products []product, folder string) (made, lacking []string, err error) {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, nil, err
	}
	missing := p.installFor(ctx, products)
	for _, product := range products {
		if slices.Contains(missing, product.needs) {
			lacking = append(lacking, product.name+" for want of "+product.needs)
			continue
		}
		if err := product.make(ctx, filepath.Join(folder, product.name)); err != nil {
			return made, lacking, fmt.Errorf("make %s: %w", product.name, err)
		}
		made = append(made, product.name)
		p.sayf("made %s\n", product.name)
	}
	sums, err := packaging.Sums(folder, made)
	if err != nil {
		return made, lacking, err
	}
	return made, lacking, os.WriteFile(filepath.Join(folder, "SHA256SUMS"), []byte(sums), 0o644)
}

// installFor gets the tools that products need, and returns those that are
// still missing.
func (p *packer) installFor(ctx context.Context, products []product) (missing []string) {
	needed := slices.DeleteFunc(packTools(), func(t tool) bool {
		return !slices.ContainsFunc(products, func(product product) bool { return product.needs == t.name })
	})
	return install(ctx, p.workshop, needed)
}

// packTools are what package needs beyond Go.
func packTools() []tool {
	return []tool{{
		"makensis", "the installer for Windows is compiled by it",
		[]string{"nsis"},
		"https://nsis.sourceforge.io; Fedora: dnf install mingw-nsis-base", inPath("makensis"),
	}}
}
