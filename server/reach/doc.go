// SPDX-License-Identifier: MIT

// Package reach says whether anybody has reached what is shared, and when
// nobody has, what is likely to be in the way (DESIGN §7, reach).
//
//	tracker.go   who has been seen; asked on every request, so it costs one look
//	watch.go     when nobody comes: checks again and again until somebody does
//	facts.go     what can be learned on every system, without rights and bounded
//	             in time: does the listener answer, is its address still ours,
//	             which way does traffic leave
//	system_*.go  and what each system says about its firewall
//	winrules.go  Windows' firewall rules, which are texts
//	judge.go     facts to one piece of advice, the likeliest cause first
//
// Facts are gathered, then judged: the judge is a pure function over a struct,
// so each piece of advice has a row in a table of tests.
//
// Importers: server/app. It imports no room of porchlight.
package reach
