// SPDX-License-Identifier: MIT

package assets

import _ "embed"

//go:embed control.html
var controlPage string

//go:embed control.css
var controlStyle string

//go:embed control.js
var controlScript string

//go:embed controldom.js
var controlDOM string

//go:embed controlshare.js
var controlShare string

//go:embed controlwords.js
var controlWords string

// ControlPage is the html/template source of the control page. Its data is what
// /api/status tells, with the settings, and Tried, the last thing that did not
// work. Its functions are those of package control. The template "end" is the
// page after the last one.
func ControlPage() string { return controlPage }

// ControlStyle is its one style sheet.
func ControlStyle() string { return controlStyle }

// ControlScript is its script, which keeps the page up to date.
func ControlScript() string { return controlScript }

// ControlDOM is the part of the script that changes the page only where it differs.
func ControlDOM() string { return controlDOM }

// ControlShare is the part of the script about what is lent to the local network.
func ControlShare() string { return controlShare }

// ControlWords is the part of the script that words what is shown.
func ControlWords() string { return controlWords }
