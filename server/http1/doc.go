// SPDX-License-Identifier: MIT

// Package http1 is the HTTP/1.1 engine: one net.Conn in, requests to an
// http.Handler, bytes out (RFC 9110, RFC 9112).
//
// A connection is always in one of four states, and only the last one holds a
// worker of the pool:
//
//	          bytes          head complete          worker lent
//	waiting ────────▶ reading ────────────▶ queued ────────────▶ serving
//	   ▲                 │ malformed, late     │ no room           │
//	   │                 ▼                     ▼                   │
//	   │              refuse ◀─────────────────┘                   │
//	   │                 ▼                                         ▼
//	   └──────────── linger, close ◀──────── close said ─── next request
//
// waiting costs a parked goroutine and no buffer (connection.go, wire.go), and of
// many connections, or long ones, on Linux not even that (parking.go, lounge_linux.go);
// reading parses a head with one pure function (head.go, field.go) and decides
// where the body ends, or that nobody can know (framing.go); serving runs the
// handler on the connection's goroutine (exchange.go, request.go, body.go,
// response.go). Whatever is refused is one type, and answered in one place
// (refuse.go). The Engine (engine.go) knows every connection, drains and cuts
// them. On Linux a Listener accepts descriptors that nobody but their connection
// knows until it waits (socket_linux.go).
//
// Importers: server. It imports pool, and knows neither folder nor config.
package http1
