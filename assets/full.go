// SPDX-License-Identifier: MIT

package assets

import _ "embed"

//go:embed full.html
var fullPage string

// FullPage is the html/template source of the page for a browser that finds no
// worker free. Its data has Title (where in the line it stands), Ahead (a
// sentence about those before it) and Wait (after how many seconds the page
// loads itself again).
func FullPage() string { return fullPage }
