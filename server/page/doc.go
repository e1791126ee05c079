// SPDX-License-Identifier: MIT

// Package page serves the files that the pages for visitors are drawn with:
// their style, their scripts and their icons.
//
//	/-/page.css?v=1f3a…   kept by browsers for good: other bytes have another v
//
// They are compiled in, depend on no share and tell nothing about one, so they
// are served before anybody has shown a code. Each is compressed once.
//
// Only server and server/folder may import it.
package page
