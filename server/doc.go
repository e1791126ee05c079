// SPDX-License-Identifier: MIT

// Package server is the web server that porchlight lends a folder with. It
// owns its listeners, the HTTP/1.1 engine behind them, the pool of workers and
// the site that is served.
//
// One request, room by room: listen.go accepts a connection, and the engine
// (package http1) reads a head and borrows a worker (package pool). routes.go
// takes a reference to the site in force, guard.go refuses what is not for us,
// authorise.go asks the gate (package gate) who may come in, all before any file
// is touched, and the folder (package folder) or WebDAV (package dav) answers.
// errorpage.go writes every refusal, full.go those of browsers that find no
// worker free (package lobby), access.go and status.go tell what happened.
//
// Apply puts another configuration in force without losing a request: values
// of the site change with a new site, which requests that run do not see;
// another address is opened before the old one is drained.
//
// Importers: main and tray. The server never calls up: it rings Changed.
package server
