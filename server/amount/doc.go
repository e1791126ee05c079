// SPDX-License-Identifier: MIT

// Package amount words sizes and counts for people, in one spelling wherever
// they are read: on a page, in the tray, in a terminal, in a refusal.
//
//	1.4 MB · 23 GB · 980 B      decimal units, as browsers and phones show them
//	1 file · 12,345 files       a comma between thousands
//
// assets/amount.js does the same in a page, and a test holds the two together.
// A setting is not worded here but in server/config: there 1 MiB has to be told
// from 1 MB, and what is shown can be typed in again.
//
// Everybody may import it; it imports nothing of ours but, in its test, assets.
package amount
