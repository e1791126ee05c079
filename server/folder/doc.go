// SPDX-License-Identifier: MIT

// Package folder lends the files of one folder, and takes JSON uploads into
// it, as an [http.Handler].
//
// A request goes through it in one direction:
//
//	target ─▶ name ─▶ ready ─────────────────▶ answer ─▶ bytes
//	                    └▶ open ─▶ download ──────┘
//
// name.go is the only way from a target to a path, and one [os.Root] the only
// way from a path to the disk; there is no third. A small file is kept ready
// in memory (ready.go, entry.go), a large one is read while it is sent
// (download.go). Both are a source of representations: the file as it is, and
// the same with a content coding. answer.go chooses one of these
// (coding.go), asks the preconditions (precondition.go), cuts the ranges
// (range.go) and sends. upload.go judges what comes in, store.go puts it on
// the disk whole or not at all. archive.go plans, announces and sends a zip of
// a folder; thumbnail.go answers with what server/thumb makes.
//
// Handlers return an [*Error]; ServeHTTP hands it to Options.Fail, which alone
// writes error answers. The package knows no protocol engine and no pool: it
// runs the same on net/http. Only server may import it.
package folder
