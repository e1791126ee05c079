// SPDX-License-Identifier: MIT

package http1

// canWait lets the first look find nothing: RawConn.Read then waits with a read
// of no bytes, which ends when there is something to read.
func canWait(_ uintptr, waited bool) (ready bool) { return waited }
