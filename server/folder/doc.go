// SPDX-License-Identifier: MIT

// Package folder lends the files of one folder, and takes JSON uploads or any
// files into it, as an [http.Handler].
//
// A request goes through it in one direction:
//
//	target ─▶ name ─▶ ready ─────────────────▶ answer ─▶ bytes
//	                    └▶ open ─▶ download ──────┘
//
// name.go is the only way from a target to a path that is read, and landing.go,
// which cleans what name.go would refuse, to one that is made; one [os.Root] is
// the only way from a path to the disk. A small file is kept ready in memory
// (ready.go, entry.go), a large one is read while it is sent (download.go); what
// was found is believed for a second, and kept open as long (openfiles.go,
// openfolders.go). Both are a source of representations: the file as it is, and
// with a content coding. answer.go chooses one, asks the preconditions
// (precondition.go), cuts the ranges (range.go) and sends.
//
// A folder without an index is shown by listing.go. archive.go plans, announces
// and sends a zip of a folder; thumbnail.go answers with what server/thumb makes.
// upload.go judges JSON that comes in, store.go puts it on the disk whole or not
// at all; take.go does so for any file, in parts. server/dav works by files.go.
//
// Handlers return an [*Error]; ServeHTTP hands it to Options.Fail, which alone
// writes error answers. The package knows no engine and no pool. Only server and
// server/dav may import it.
package folder
