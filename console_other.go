// SPDX-License-Identifier: MIT

//go:build !windows

package main

// joinConsole does nothing: elsewhere a program has the output that it was
// started with.
func joinConsole() {}

// leaveConsole does nothing either.
func leaveConsole() {}
