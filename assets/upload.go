// SPDX-License-Identifier: MIT

package assets

import _ "embed"

//go:embed uploadshow.js
var uploadShow string

//go:embed uploadchoose.js
var uploadChoose string

//go:embed uploadsend.js
var uploadSend string

//go:embed upload.js
var uploadScript string

// Module is a script that others may import, from beside it, by its name.
type Module struct{ Name, Text string }

// UploadScripts are the scripts of a page with an upload form, each behind those
// that it imports. The page loads the last one, upload.js, which shows what is
// sent in rows that it adds to the element "uploads".
func UploadScripts() []Module {
	return []Module{
		{"uploadshow.js", uploadShow},
		{"uploadchoose.js", uploadChoose},
		{"uploadsend.js", uploadSend},
		{"upload.js", uploadScript},
	}
}
