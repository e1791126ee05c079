// SPDX-License-Identifier: MIT

// Build is everything that is done to porchlight from outside: one program
// in place of a script for each system.
//
//	go run ./build test           install what the tests need, then run them all
//	go run ./build cross          compile for every system that is promised
//	go run ./build lint           formatting, static analysis, dead code
//	go run ./build fuzz           drive every fuzz target for a while
//	go run ./build conformance    ask the built program what the RFCs ask
//	go run ./build ci             all of these, in this order
//
// Each command is a list of other programs to run, with their output passed
// through and their exit code passed on. Nothing but Go need be there before.
//
// Nothing may import it.
package main
