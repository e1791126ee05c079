// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
)

// targets are the systems that a release is made for.
func targets() [][2]string {
	return [][2]string{
		{"linux", "amd64"},
		{"linux", "arm64"},
		{"windows", "amd64"},
		{"windows", "arm64"},
		{"darwin", "arm64"},
		{"darwin", "amd64"},
	}
}

// cross compiles every package for every target without C, and vets the
// systems that it is not running on, tests included.
func cross(ctx context.Context, w workshop, _ []string) (string, error) {
	folder, err := os.MkdirTemp("", "porchlight-cross-")
	if err != nil {
		return "", fmt.Errorf("make folder for programs: %w", err)
	}
	defer os.RemoveAll(folder)
	vetted := map[string]bool{runtime.GOOS: true} // by test
	for _, target := range targets() {
		t := w.with("CGO_ENABLED=0", "GOOS="+target[0], "GOARCH="+target[1])
		if err := t.run(ctx, "go", "build", "-buildvcs=false", "-o", folder+string(os.PathSeparator), "./..."); err != nil {
			return "", err
		}
		if vetted[target[0]] {
			continue
		}
		vetted[target[0]] = true
		if err := t.run(ctx, "go", "vet", "./..."); err != nil {
			return "", err
		}
	}
	return "", nil
}
