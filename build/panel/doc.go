// SPDX-License-Identifier: MIT

// Package panel is a desktop of a test's own, on Linux: a session bus on which
// nothing is but what the test puts there, and a panel that shows tray icons,
// seen as a person sees them.
//
//	Bus ── Watch ─▶ Watcher ── Next ─▶ Item ── Menu ─▶ Entry
//
// An Item knows its picture, its tool tip and its menu as they came over the
// bus, and Click does what a panel does. Waiting is for signals of the bus,
// never for the clock. Where there is no dbus-daemon, the test is skipped.
//
// Imported by the tests of tray, tray/desktop and build/e2e, and by nothing
// else; it imports nothing of the program, so that it can judge it.
package panel
