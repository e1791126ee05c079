// SPDX-License-Identifier: MIT

// Package art draws every picture that porchlight shows: the mark, the word
// mark and a painting of a house by a lake at dusk for the built-in site, the
// icons of the program, and the lamps of the tray.
//
//	go run ./build pictures
//	go run ./build icons
//
// What it draws is committed together with it, so a build never needs it; draw
// again after changing it. The same code draws the same pictures each time, to
// the byte on one kind of processor.
//
// Everything is painted on a canvas of floating point colours, far things first.
// Shapes become coverage masks by golang.org/x/image/vector; what fills them is
// a function of the place and of the colour underneath. What must become an SVG
// too is kept as data, in layers.
//
// Imported by build; imports nothing of porchlight.
package art
