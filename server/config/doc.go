// SPDX-License-Identifier: MIT

// Package config holds every setting of porchlight, and finds out which value is in force and who set it.
//
//	default ─▶ file ─▶ PORCHLIGHT_* variable ─▶ flag ─▶ Config ─▶ Validate
//
// A Config is a plain struct, passed by value. One table (keys.go) has a row for each setting: its name, its line of
// help, its limits, and how it is read from text and written back. The flag is the name with dashes, the variable the
// name in capitals after PORCHLIGHT_. Values of the file are turned into text first, so that every source passes the
// same parser (kind.go, list.go) and gets the same answer.
//
// file.go reads the TOML, which is flat: `name = value`, one each line. Whatever is wrong is a [*Problem], which says
// where, what, and what to do; the problems of a file are reported together, in the order of its lines. create.go writes
// the commented file of the first start, watch.go tells when the file changed.
//
// The package is imported by main, tray and server. It imports nothing of ours.
package config
