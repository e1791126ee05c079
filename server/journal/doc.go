// SPDX-License-Identifier: MIT

// Package journal writes what the server has to say: lifecycle lines, and one access line per request.
//
// A Journal has one form (classic, text or json) and up to two ends, a console and a file. Every line is made whole
// before it is handed to an end, and an end is a buffer with one goroutine behind it:
//
//	Access ──▶ classic line ───┐          ┌──▶ sink ──▶ console
//	Logger ──▶ slog handler ───┴─▶ ends ──┴──▶ sink ──▶ rotator ──▶ file, file.1, file.2 …
//
// So a request never waits for a terminal: its line is copied under one lock and written at most 100 ms later, or as soon
// as 256 KiB have gathered. Warnings, errors, Flush and Close wait for the write, but only for as long as the writer is
// alive. When an end blocks or fails it keeps 1 MiB; what does not fit is dropped whole, counted, and the count is
// logged in its place when the end recovers. With nothing to write there is no timer and nothing wakes.
//
// What came from the network is cleaned in every form: control bytes, escape sequences, bidirectional controls and invalid
// UTF-8 appear as visible escapes, so that no request can forge a line or reach the terminal.
//
// The package is imported by main, which opens the journal, and by server, which logs through it. It imports nothing
// of ours.
package journal
