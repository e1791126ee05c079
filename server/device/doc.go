// SPDX-License-Identifier: MIT

// Package device says in a word or two what kind of device, and which program,
// has made a request.
//
// Everything that it returns is written in this package. Nothing of what a
// visitor sends gets through, so that a name may stand in a menu, a log, a page
// or a path as it is.
//
// Importers: everybody who shows a visitor. It imports only the standard library.
package device
