// SPDX-License-Identifier: MIT

// Package assets holds what the program shows of itself and carries compiled
// in, as opposed to the web site that a person may edit (package resources).
//
// That is the page that a browser gets when a request is refused, the control
// page with its style and scripts, the page of a share for visitors who are not let
// in, and the icons of the tray, which `go run ./build icons` draws; of these, each system gets
// the form that it wants.
//
// Imported by server, server/control, server/gate and tray; imports only the standard library.
package assets
