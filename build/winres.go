// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"path/filepath"
)

const goWinres = "github.com/tc-hib/go-winres@v0.3.3"

// resourceList says what a Windows program carries: icon, manifest, version.
const resourceList = "build/package/windows/winres.json"

// winres writes the icon and the manifest that go build links into Windows
// programs, from where it finds them: beside main.go. They are committed, so
// that go install has them too: without the manifest Windows would show the
// menu of the tray blurred, and the icon scaled.
func winres(ctx context.Context, w workshop, _ []string) (string, error) {
	return "", w.run(ctx, "go", "run", goWinres, "make", "--in", resourceList, "--out", filepath.Join(w.root, "rsrc"), "--arch", "amd64,arm64")
}

// putVersion replaces what a Windows program carries by the same with the
// version of the release. The linker could not: go build -overlay leaves the
// content of a .syso file as it is on disk.
func (p *packer) putVersion(ctx context.Context, file string) error {
	return p.run(ctx, "go", "run", goWinres, "patch", "--in", resourceList, "--delete", "--no-backup",
		"--file-version", p.Number(), "--product-version", p.Semantic(), file)
}
