// SPDX-License-Identifier: MIT

// Package tray is the icon and its menu: a light that says whether the server
// is on and how busy it is, and a menu that does everything.
//
//	app rings ─▶ painter ── viewOf(scene) ─▶ menu: what differs ─▶ screen (systray)
//	                ▲                                                  │
//	                └────────── actor ◀── listen ◀── clicks ───────────┘
//
// Beside them a herald (herald.go) tells by notifications what happens to a share.
//
// The tray asks and the app answers: nothing below knows that there is a tray,
// and the server never waits for it. Where there is no tray to live in, the
// package says so once, opens the control page, and waits for one to appear.
//
// The menu is a table (table.go), built once; later only what has changed is
// handed on, by one goroutine. Only systray.go knows the systray library; with
// the build tag headless, and on darwin without cgo, stub.go stands in for it.
//
// Imported by main; imports assets, server, server/app, server/gate,
// server/exposure and tray/desktop.
package tray
