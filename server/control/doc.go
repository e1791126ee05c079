// SPDX-License-Identifier: MIT

// Package control is porchlight's control page, and what programs may ask of
// it, on a listener of its own that only this computer reaches (DESIGN §6).
//
//	guard.go   who may ask: our Host, no foreign page, a token or its cookie
//	routes.go  what can be asked for
//	view.go    all that is shown, as one value for the page and for JSON
//	page.go    the page, which works without a script; pagesettings.go, format.go,
//	           formatshare.go and formatpicture.go word and draw what is in it
//	qr.go      the address of the site as a picture
//	events.go  the same value again whenever it changes
//	action.go  what a person can do, each a POST; lend.go: with a folder
//	preview.go what a folder would show to others, before it is lent
//	metrics.go the numbers for Prometheus
//
// It runs on the engine of package http1 with a small pool of its own: a full
// web site does not keep anybody from the switch that turns it off.
//
// Importers: main. It sees the program through the interface App.
package control
