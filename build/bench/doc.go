// SPDX-License-Identifier: MIT

// Package bench measures the built program beside nginx and a net/http file
// server, on this machine and with one generator of load (wrk).
//
//	plan ──▶ a row ──▶ servers of that row, fresh ──▶ rounds, in turns ──▶ samples
//	                                                                         │
//	README.md, between two markers ◀── table and picture ◀── medians of ratios
//
// Absolute figures of a shared machine mean little. So the servers take turns
// round by round (A B C, B C A, …), ratios are taken within a round, and a
// median stands beside the least and the most of them. What a request costs the
// server in processor time is steadier than how many were answered.
//
// All traffic stays on 127.0.0.1, and all that is started is ended, also when
// the context ends. Processor time and memory are read from /proc, so there is
// nothing to run but on Linux; reading and drawing results works everywhere.
//
// Imported by build; imports nothing of porchlight.
package bench
