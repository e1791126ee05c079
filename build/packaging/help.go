// SPDX-License-Identifier: MIT

package packaging

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Help runs the program with args and returns what it prints.
type Help func(args ...string) (string, error)

// command is a command of the program, as its help tells it.
type command struct {
	name     string // with those above it: "porchlight config path"
	does     string // one line
	about    string // everything before the usage
	usage    []string
	options  []option
	children []command
}

type option struct {
	letter, name, value, does string
}

// headings are the lines of a help page that begin another part.
var headings = []string{"Usage:", "Aliases:", "Examples:", "Available Commands:", "Additional Commands:", "Flags:", "Global Flags:"}

// optionLine is one line of the part Flags: letter, name, value, what it does.
var optionLine = regexp.MustCompile(`^\s+(?:-(\w), |    )--([\w-]+)(\S*(?: \S+)?)\s{2,}(.*)$`)

// explore asks a command for its help, and then those below it.
func explore(help Help, c command) (command, error) {
	args := append(strings.Fields(c.name)[1:], "--help")
	text, err := help(args...)
	if err != nil {
		return command{}, fmt.Errorf("read help of %s: %w", c.name, err)
	}
	parts := partsOf(text)
	c.about = strings.TrimSpace(strings.Join(parts[""], "\n"))
	c.usage = trimmed(parts["Usage:"])
	if len(c.usage) == 0 {
		return command{}, fmt.Errorf("read help of %s: no usage in %q", c.name, text)
	}
	for _, line := range parts["Flags:"] {
		if o := optionLine.FindStringSubmatch(line); o != nil && o[2] != "help" {
			c.options = append(c.options, option{o[1], o[2], strings.TrimSpace(o[3]), o[4]})
		}
	}
	for _, line := range trimmed(parts["Available Commands:"]) {
		name, does, _ := strings.Cut(line, " ")
		if name == "help" {
			continue
		}
		child, err := explore(help, command{name: c.name + " " + name, does: strings.TrimSpace(does)})
		if err != nil {
			return command{}, err
		}
		c.children = append(c.children, child)
	}
	return c, nil
}

// partsOf cuts a help page at its headings. The words before the first one
// have the heading "".
func partsOf(text string) map[string][]string {
	parts := map[string][]string{}
	heading := ""
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, " \r\n")
		if slices.Contains(headings, line) {
			heading = line
			continue
		}
		parts[heading] = append(parts[heading], line)
	}
	delete(parts, "Global Flags:")
	return parts
}

// trimmed returns the lines that say something and are indented: the last
// part is followed by a sentence that is not.
func trimmed(lines []string) []string {
	var kept []string
	for _, line := range lines {
		if strings.HasPrefix(line, " ") {
			kept = append(kept, strings.TrimSpace(line))
		}
	}
	return kept
}
