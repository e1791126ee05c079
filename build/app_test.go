// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"porchlight/build/source"
)

func TestBundle(t *testing.T) {
	p, f := newFakePacker(t, "go", "lipo", "codesign", "ditto")
	root, err := source.Root()
	if err != nil {
		t.Fatal(err)
	}
	p.root = root
	p.set = []string{fakePrint + "=env GOROOT=" + goroot(t)}
	if err := os.WriteFile(filepath.Join(p.temp, "porchlight"), []byte("universal"), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	left := filepath.Join(folder, "Porchlight.app", "Contents", "left")
	if err := os.MkdirAll(left, 0o700); err != nil {
		t.Fatal(err)
	}
	zip, err := p.bundle(t.Context(), folder)
	if want := filepath.Join(folder, "Porchlight-1.2.3-macos.zip"); zip != want || err != nil {
		t.Errorf("bundle = %q, %v, want %q", zip, err, want)
	}
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("Stat of a file of an earlier app = %v, want it gone", err)
	}
	program, err := os.ReadFile(filepath.Join(folder, "Porchlight.app", "Contents", "MacOS", "porchlight"))
	if string(program) != "universal" || err != nil {
		t.Errorf("program in the app = %q, %v, want what lipo made", program, err)
	}
	if diff := cmp.Diff(bundleCalls(p.temp, folder), f.calls(t, "go env", "go list")); diff != "" {
		t.Errorf("bundle calls differ (-want +got):\n%s", diff)
	}
}

// bundleCalls are those that make an app, in their order.
func bundleCalls(temp, folder string) []string {
	calls := []string{
		"GOOS=darwin GOARCH=amd64 CGO_ENABLED=1 go build -trimpath -buildvcs=false -o T/porchlight-darwin-amd64 -ldflags -s -w -X main.stamped=v1.2.3 .",
		"GOOS=darwin GOARCH=arm64 CGO_ENABLED=1 go build -trimpath -buildvcs=false -o T/porchlight-darwin-arm64 -ldflags -s -w -X main.stamped=v1.2.3 .",
		"lipo -create -output T/porchlight T/porchlight-darwin-amd64 T/porchlight-darwin-arm64",
		"codesign --force --sign - F/Porchlight.app",
		"ditto -c -k --keepParent F/Porchlight.app F/Porchlight-1.2.3-macos.zip",
	}
	places := strings.NewReplacer("T/", temp+string(os.PathSeparator), "F/", folder+string(os.PathSeparator))
	for i, call := range calls {
		calls[i] = places.Replace(call)
	}
	return calls
}

// goroot is a Go distribution, as far as its licence.
func goroot(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "LICENSE"), []byte("Go"), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}
