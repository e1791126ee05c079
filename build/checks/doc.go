// SPDX-License-Identifier: MIT

// Package checks holds the promises that the repository makes about itself,
// as tests: which room may import which, that each package tells its story
// once, how errors are worded, that every goroutine and every dependency is
// accounted for, that nothing waits by the clock, how long a file may grow,
// that no fuzz target has lost its corpus, and that each defence named in
// SECURITY.md is there.
//
// Each promise is a function from the source tree to a list of findings. A
// finding says where, what, and what to do. Beside each there is a table of
// made-up source, with what must be found in it: a check that has gone blind
// is a failing test, and not a quiet one.
//
// Nothing may import it; it has no code but tests.
package checks
