// SPDX-License-Identifier: MIT

package assets

import _ "embed"

//go:embed upload.js
var uploadScript string

//go:embed uploadsend.js
var uploadSend string

// UploadScript is the script of a page with an upload form: it shows what is
// sent, in rows that it adds to the element "uploads". It imports UploadSend
// from uploadsend.js beside it.
func UploadScript() string { return uploadScript }

// UploadSend is the part of the script that sends.
func UploadSend() string { return uploadSend }
