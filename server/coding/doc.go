// SPDX-License-Identifier: MIT

// Package coding reads Accept-Encoding (RFC 9110 §12.5.3): in which content
// codings an answer may be sent, and which is best.
//
// What is chosen is always something: a client that refuses the plain bytes as
// well, by "identity;q=0" or "*;q=0", gets them all the same rather than 406, as
// §12.1 leaves to a server. Which codings an answer has is its sender's matter.
//
// Only server/folder and server/page may import it.
package coding
