// SPDX-License-Identifier: MIT

package config

import "strconv"

// Problem is one thing that is wrong with the settings.
type Problem struct {
	Source string // where: "/home/a/config.toml:5", "--port", "PORCHLIGHT_PORT", or the name of a key
	Text   string // what, and what to do
	Usage  bool   // it came from the command line, which calls for exit code 2
}

// Error returns one line.
func (p *Problem) Error() string { return p.Source + ": " + p.Text }

// shownLength is how much of a text a Problem repeats, in bytes.
const shownLength = 80

// quoted returns what a person wrote in a form that fits a line and cannot harm a terminal.
func quoted(text string) string {
	if len(text) > shownLength {
		text = text[:shownLength] + "…"
	}
	return strconv.Quote(text)
}
