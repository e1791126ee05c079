// SPDX-License-Identifier: MIT

// Package config is the one plain struct that says how porchlight runs, and the
// one way to set a value in it. A table of keys (keys.go) gives each key its
// name in the file, its flag, its variable, its limits, and the functions from
// and to text; the file, the environment and the command line all go through
// it. Precedence: flag, PORCHLIGHT_* variable, file, default.
//
// Every fault is a Problem: one line that says where it is, what is wrong, and
// what to do.
//
// Importers: main, tray and server. It imports nothing of the project.
package config
