// SPDX-License-Identifier: MIT

// Package header writes field lines, and keeps those of an answer that is sent
// again and again.
//
//	folder: NewSection, once a file ─▶ Write ─┬▶ our engine: one copy of the lines
//	                                          └▶ any other server: Put, WriteHeader
//
// The folder so need not know which server it answers for, and what is sent is
// the same either way.
//
// Only server/folder and server/http1 may import it.
package header
