// SPDX-License-Identifier: MIT

package checks

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"porchlight/build/source"
)

// arrows says which rooms each room may import:
//
//	main -> {tray, control} -> app -> server -> {http1, folder} -> {pool, assets}
//
// Settings and logs are seen by those who hand them on. The faces, tray and
// control page, do not know each other; nor do the engine and the folder, and
// the folder knows no pool. build/panel stands in for a desktop in tests. Whoever adds a package adds its row, and so decides where it stands.
func arrows() map[string][]string {
	return map[string][]string{
		"porchlight":      {"server", "server/app", "server/config", "server/control", "server/instance", "server/qrcode", "tray", "tray/desktop"},
		"assets":          {},
		"build":           {"build/art", "build/bench", "build/packaging", "build/source"},
		"build/art":       {},
		"build/bench":     {},
		"build/checks":    {"build/source"},
		"build/e2e":       {"build/panel"},
		"build/packaging": {},
		"build/panel":     {},
		"build/source":    {},
		"resources":       {},
		"server": {
			"assets", "server/amount", "server/config", "server/dav", "server/device", "server/folder", "server/gate", "server/http1",
			"server/journal", "server/lobby", "server/page", "server/pool", "server/reach", "server/thumb",
		},
		"server/amount": {"assets"}, // the script that says the same, in tests
		"server/app": {
			"resources", "server", "server/config", "server/exposure", "server/folder", "server/gate", "server/journal",
			"server/mdns", "server/network", "server/reach",
		},
		"server/coding": {},
		"server/config": {},
		"server/control": {
			"assets", "server", "server/amount", "server/app", "server/config", "server/exposure", "server/gate", "server/http1",
			"server/pool", "server/qrcode",
		},
		"server/dav":      {"server/amount", "server/folder", "server/http1", "server/pool"}, // the engine and the pool in tests
		"server/device":   {},
		"server/exposure": {"server/amount"},
		"server/folder":   {"assets", "server/amount", "server/coding", "server/header", "server/page", "server/thumb"},
		"server/gate":     {"assets", "server/device"},
		"server/header":   {},
		"server/http1":    {"assets", "server/header", "server/pool"},
		"server/instance": {"server/config"},
		"server/journal":  {},
		"server/lobby":    {"assets"},
		"server/mdns":     {},
		"server/network":  {},
		"server/page":     {"assets", "server/coding"},
		"server/pool":     {},
		"server/qrcode":   {},
		"server/reach":    {},
		"server/thumb":    {},
		"tray":            {"assets", "server", "server/amount", "server/app", "server/config", "server/exposure", "server/gate", "tray/desktop", "build/panel"},
		"tray/desktop":    {"build/panel"},
	}
}

func TestArrows(t *testing.T) { holds(t, crossedArrows) }

// crossedArrows finds imports that the table does not allow. Tests keep to the
// same arrows; an external test may also import the package that it tests.
func crossedArrows(tree *source.Tree) []string {
	var findings []string
	for importPath, files := range tree.Packages() {
		room := roomOf(importPath)
		allowed, known := arrows()[room]
		if !known {
			findings = append(findings, fmt.Sprintf("%s: new package: say in arrows() what it may import", importPath))
			continue
		}
		for _, f := range files {
			for target, pos := range f.Imports() {
				inside := target == source.Module || strings.HasPrefix(target, source.Module+"/")
				if inside && roomOf(target) != room && !slices.Contains(allowed, roomOf(target)) {
					findings = append(findings, at(f, pos, "%s may not import %s", room, roomOf(target)))
				}
			}
		}
	}
	return findings
}

// roomOf shortens an import path to what the table calls it.
func roomOf(importPath string) string {
	return strings.TrimPrefix(importPath, source.Module+"/")
}

func TestCrossedArrowsAreFound(t *testing.T) {
	finds(t, crossedArrows, []sample{
		{"downwards", map[string]string{
			"main.go":                  `package main; import _ "porchlight/server"`,
			"server/server.go":         `package server; import (_ "porchlight/server/http1"; _ "net/http")`,
			"server/http1/engine.go":   `package http1; import _ "porchlight/server/pool"`,
			"server/pool/pool_test.go": `package pool_test; import _ "porchlight/server/pool"`,
		}, nil},
		{"upwards", map[string]string{
			"server/server.go": `package server; import _ "porchlight/tray"`,
		}, []string{"server/server.go:1: server may not import tray"}},
		{"main", map[string]string{
			"tray/tray.go": `package tray; import _ "porchlight"`,
		}, []string{"tray/tray.go:1: tray may not import porchlight"}},
		{"sideways", map[string]string{
			"server/folder/folder.go": `package folder; import _ "porchlight/server/http1"`,
		}, []string{"server/folder/folder.go:1: server/folder may not import server/http1"}},
		{"in a test", map[string]string{
			"server/http1/engine_test.go": `package http1_test; import _ "porchlight/server/folder"`,
		}, []string{"server/http1/engine_test.go:1: server/http1 may not import server/folder"}},
		{"no row", map[string]string{
			"server/util/util.go": `package util`,
		}, []string{"porchlight/server/util: new package: say in arrows() what it may import"}},
	})
}
