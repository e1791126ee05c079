// SPDX-License-Identifier: MIT

// Package desktop is the one place that calls the desktop: it opens addresses
// and folders, copies, asks for a folder, notifies, and starts the program at
// login.
//
// What a system does by itself stands in files named after it: _windows,
// _darwin, and _xdg for those that follow freedesktop.org. What can be told
// without a system (how a path is quoted, what a text may hold) stands beside
// them without a tag, and so is tested everywhere.
//
// Texts and paths are data. They reach programs as arguments, markup escaped,
// and no shell or script is made of them.
//
// Nothing here waits for the desktop without a limit, but for one thing: a
// person who chooses a folder may take their time, and a context ends it.
//
// Imported by tray and main; knows nothing of the server.
package desktop
