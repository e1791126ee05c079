// SPDX-License-Identifier: MIT

// Package assets holds what the program shows of itself and carries compiled
// in, as opposed to the web site that a person may edit (package resources).
//
// So far that is the page that a browser gets when a request is refused.
//
// Imported by server and tray; imports only the standard library.
package assets
