// SPDX-License-Identifier: MIT

// Porchlight lends a folder to the network. This package is the command line:
// it turns arguments and signals into calls of the server, and errors into one
// line and an exit code (2 for a wrong use, 1 for the rest).
//
//	main.go    the commands, and what an error becomes
//	flags.go   the configuration on the command line, and config path|show|check
//	serve.go   a headless life: start, reload, drain
//
// Nothing imports it. It imports tray, server, its configuration and log, and
// the built-in site.
package main
