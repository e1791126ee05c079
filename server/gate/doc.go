// SPDX-License-Identifier: MIT

// Package gate says who may come in to a share. It is the one
// authoriser: the server asks it for every request, before any file is touched.
//
//	gate.go      a Gate, and what it is asked for: the way in, its key and code
//	admit.go     who is let in, and what the others are told
//	routes.go    the gate's own addresses: the link, the form, the files of the page
//	ticket.go    how the person who shares comes in
//	code.go      the code that people type
//	tries.go     how often it may be typed
//	sessions.go  the cookies of those who are in
//	ask.go       devices that wait for a person's word; decide.go: that word
//	origin.go    which page has sent a form
//	target.go    where a visitor goes next, and what no log may say
//	page.go      the page, in all its states, and file.go, what it needs
//	answer.go    every answer, and what its fields keep from others
//
// A link bears a key of 130 bits, which is exchanged for a cookie and a clean
// address. The cookie is HttpOnly, and Lax: a link in a web mail comes from another
// site, and a Strict cookie would not go along to the page that it leads to. Over
// plain HTTP it is not Secure: who listens in reads it, as they read the files.
// Everything lives in memory and ends with the Gate.
//
// Importers: server, and those who show Askers. It imports assets and server/device.
package gate
