// SPDX-License-Identifier: MIT

// Command art draws the pictures of the built-in web site: the mark, the word
// mark, and a painting of a house by a lake at dusk with its porch light on.
//
//	go run ./build/art [DIR]
//
// It writes logo.png, logo2.png and photo.jpg to DIR, resources/site unless told
// otherwise. The pictures are committed together with the program, so a build
// never needs it; run it after changing it. The same program draws the same
// pictures each time, to the byte on one kind of processor.
//
// Everything is painted on a canvas of floating point colours, far things first.
// Shapes become coverage masks by golang.org/x/image/vector; what fills them is
// a function of the place and of the colour underneath.
//
// Nothing imports it.
package main
