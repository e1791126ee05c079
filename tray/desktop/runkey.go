// SPDX-License-Identifier: MIT

package desktop

import "strings"

// runValue is the command line by which Windows starts a program at login. A
// quoted path is one word whatever blanks it has; Windows knows no quote in a
// file name.
func runValue(program string) string { return `"` + program + `"` }

// runProgram returns the program of such a command line, also of one that
// something else wrote.
func runProgram(command string) string {
	if quoted, ok := strings.CutPrefix(command, `"`); ok {
		program, _, _ := strings.Cut(quoted, `"`)
		return program
	}
	return command
}

// approved reads a note of the Task Manager: an odd first byte is a no.
func approved(note []byte) bool {
	return len(note) == 0 || note[0]&1 == 0
}
