// SPDX-License-Identifier: MIT

// Package exposure looks at a folder before it is lent: what would others see,
// and is it a folder that nobody means to lend?
//
//	refused.go  folders that are lent to those who insist only: home, drive
//	            roots, system and settings folders; rules.go has the rules, and
//	            machine.go what they have to know of this machine
//	look.go     one walk over the names, bounded by time and by number
//	secrets.go  names that hold keys and passwords, as a table
//	report.go   what was found, and one sentence about it
//
// The walk goes through one os.Root and follows no link; it reads nothing but
// the first bytes of files whose name says that a key may be in them.
//
// Importers: server/app and main. It imports no room of porchlight.
package exposure
