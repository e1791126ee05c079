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

// PageModules are the scripts of the visitors' pages, each behind those that it
// imports. A listing loads page.js, which makes it quicker to use, and a page
// with an upload form upload.js, which shows what is sent in rows that it adds
// to the element "uploads".
func PageModules() []Module {
	return []Module{
		{"amount.js", amountScript},
		{"page.js", pageScript},
		{"uploadshow.js", uploadShow},
		{"uploadchoose.js", uploadChoose},
		{"uploadsend.js", uploadSend},
		{"upload.js", uploadScript},
	}
}
