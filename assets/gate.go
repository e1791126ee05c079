// SPDX-License-Identifier: MIT

package assets

import _ "embed"

//go:embed gate.html
var gatePage string

//go:embed gate.css
var gateStyle string

//go:embed gate.js
var gateScript string

// GatePage is the html/template source of the page for visitors who are not let
// in. Its data has State (a word that says why), Share (what people call the
// share), Next (the target that they wanted), Number (four digits), Left (tries
// at the code), Wait (seconds), Again (seconds after which it looks again, or 0),
// and Style and Script (the targets of these).
func GatePage() string { return gatePage }

// GateStyle is its one style sheet.
func GateStyle() string { return gateStyle }

// GateScript is its script, for those who wait.
func GateScript() string { return gateScript }
