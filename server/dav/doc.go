// SPDX-License-Identifier: MIT

// Package dav lends a folder as WebDAV (RFC 4918), so that a file manager can
// open it as a drive.
//
//	request ─▶ judge ─▶ x/net/webdav ─▶ fileSystem ─▶ folder.Files ─▶ os.Root
//
// The protocol is golang.org/x/net/webdav's. That package is made for clients
// which mean well, so this one stands before and behind it: handler.go holds
// the mode and judges each target by the names of server/folder, limit.go
// bounds what a request may ask for, locks.go how many locks there are and how
// long they last. filesystem.go lets it reach nothing but [folder.Files]: the
// same names, the same root and the same types as for a download. A GET is a
// download, answered by server/folder itself.
//
// A file that comes is written out of sight and replaces the old one when it
// is whole. Properties are not kept: PROPPATCH says so (RFC 4918 §9.2).
//
// The package starts no goroutine. Only server may import it.
package dav
