// SPDX-License-Identifier: MIT

// Package app is one running porchlight behind all its faces: the server, its
// configuration file and its log. Whatever a person can ask for by the tray's
// menu, on the control page or on the command line is a method of App, so that
// it means the same everywhere; what they are shown is a Snapshot.
//
// Importers: main, tray and server/control.
package app
