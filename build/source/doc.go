// SPDX-License-Identifier: MIT

// Package source reads the repository as text: its Go files, parsed one by one
// without building anything, and the fuzz targets in them.
//
// A file is read whether or not this system would compile it, so that what is
// found on Linux also holds for the files of Windows and macOS.
//
// Only packages below build may import it.
package source
