// SPDX-License-Identifier: MIT

// Package lobby is kind to browsers that find the server full: a page that
// tries again by itself, and says how many are before them (DESIGN §7, no room).
//
// A queue that is full admits nobody, so a browser that is turned away has no
// place in it. It gets a ticket here instead, a cookie: tickets keep the order
// in which browsers were turned away first, fall when those before them get in
// or go away, and come back the sooner the further ahead they are. A ticket
// promises nothing else. Whoever meets a free worker takes it, so the page says
// "about".
//
//	lobby.go  the tickets: few, short-lived, and worth nothing to a thief
//	page.go   the page, rendered once
//
// Importers: server. It imports assets.
package lobby
