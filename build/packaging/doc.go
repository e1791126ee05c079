// SPDX-License-Identifier: MIT

// Package packaging says what is in each package of porchlight, and puts the
// plain ones together: archives, property lists, the manual page, licences.
//
//	release.go   one version in the forms that each system wants
//	archive.go   files to .tar.gz and .zip, the same bytes each time
//	kit.go       what stands where on Linux, in the archives, in an .app
//	nfpm.go      the description that .deb and .rpm are made by
//	help.go      reads what the built program says about itself
//	manual.go    writes that as a page for man
//	licences.go  the licences of everything that is linked in
//	sums.go      SHA256SUMS
//
// It runs no other program: package build does, and hands over what they have
// printed. What does not change from release to release lies in build/package,
// and is read from there.
//
// Imported by build; imports nothing of porchlight.
package packaging
