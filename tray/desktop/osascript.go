// SPDX-License-Identifier: MIT

package desktop

// Scripts of macOS. They are constants that read what differs from their
// arguments: AppleScript in a text would run if it were put between the lines.
const (
	// askScript wants a prompt and, if there is one, the folder to begin at. It
	// prints nothing but a line break when the person says no.
	askScript = `on run argv
	activate
	try
		if (count of argv) > 1 then
			set chosen to choose folder with prompt (item 1 of argv) default location (POSIX file (item 2 of argv))
		else
			set chosen to choose folder with prompt (item 1 of argv)
		end if
	on error number -128
		return ""
	end try
	return POSIX path of chosen
end run
`
	// tellScript wants a title and a text.
	tellScript = `on run argv
	display notification (item 2 of argv) with title (item 1 of argv)
end run
`
)

// askArguments are those of osascript for askScript, which it reads from its
// input: after "-" none of them is an option.
func askArguments(prompt, start string) []string {
	arguments := []string{"-", prompt}
	if start != "" {
		arguments = append(arguments, start)
	}
	return arguments
}

// tellArguments are those of osascript for tellScript.
func tellArguments(title, text string) []string {
	return []string{"-", title, text}
}
