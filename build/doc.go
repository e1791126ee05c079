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
//	go run ./build bench          measure the hot path, and the built program beside nginx
//	go run ./build icons          draw the icons of the tray and of the packages
//	go run ./build winres         put icon and manifest where go build links them into Windows programs
//	go run ./build pictures       draw the pictures of the built-in site
//	go run ./build package        make the packages of a release
//	go run ./build app            make the app of a Mac, on a Mac
//
// A command that checks is a list of other programs to run, with their output
// passed through and their exit code passed on. Nothing but Go need be there
// before.
//
// Nothing may import it.
package main
