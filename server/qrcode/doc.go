// SPDX-License-Identifier: MIT

// Package qrcode draws an address as a QR code (ISO/IEC 18004): as a picture
// for a page, as a file, and as letters for a terminal. All have the light edge
// that a reader needs, and a light ground of their own, so that they can be
// read on a dark one.
package qrcode
