// SPDX-License-Identifier: MIT

// Porchlight lends a folder to the network. This package is the command line:
// it turns arguments and signals into calls of the server, and errors into one
// line and an exit code (2 for a wrong use, 1 for the rest).
//
//	main.go    the commands, and what an error becomes
//	flags.go   the configuration on the command line, and config path|show|check
//	desktop.go the tray app, and handing over to the one that runs
//	serve.go   the server without a tray
//	remote.go  what is asked of a porchlight that runs: status|stop|open
//	life.go    from the first line to the last: the app, its control page, signals
//
// Nothing imports it.
package main
