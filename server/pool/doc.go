// SPDX-License-Identifier: MIT

// Package pool decides who may run a handler now.
//
// A worker is a lent permit with a number and a scratch buffer, not a goroutine: whoever holds one runs the
// handler on a goroutine of its own. There are Limits.Workers of them, and Limits.Queue places to wait for one.
//
//	Try, Acquire ──▶ free worker, client below its cap ──▶ lent ──▶ Release
//	                  │ else                                ▲          │
//	                  ▼                                     └──────────┘
//	                 queue: a line for each client, the oldest waiter that may run comes first
//	                  │ full: ErrFull at once            │ too long: ErrPatience
//
// One rule holds after every call: either no worker is free, or nobody waits who could use it. So nobody is ever
// overtaken, and the fast path has only to look for a free worker.
//
// Fairness is by client address: at most Limits.PerClient workers, and then at most half of the places. A client
// at its cap lets the others pass. IPv4 in IPv6 counts as IPv4; the invalid address is exempt from both limits.
//
// The pool starts no goroutine. Changed is a doorbell for those who show the Load.
//
// It imports only the standard library. The server and its protocol engines may import it; it knows none of them.
package pool
