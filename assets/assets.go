// SPDX-License-Identifier: MIT

package assets

import _ "embed"

//go:embed error.html
var errorPage string

// ErrorPage is the html/template source of the page for a refused request. Its
// data has Status (int, the status code), Title (the words that go with it, such
// as "Not Found"), Reason (a sentence or two: what happened, and what to do) and
// ID (the request id; it may be empty).
func ErrorPage() string { return errorPage }
