// SPDX-License-Identifier: MIT

package packaging

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Manual writes porchlight.1 from what the program says about itself, and
// from sections that it does not: those about files, signals and the like.
func Manual(help Help, sections string, r Release) ([]byte, error) {
	root, err := explore(help, command{name: "porchlight"})
	if err != nil {
		return nil, err
	}
	var page strings.Builder
	fmt.Fprintf(&page, ".TH PORCHLIGHT 1 %s %s\n", argument(r.Time.Format(time.DateOnly)), argument("porchlight "+r.Semantic()))
	fmt.Fprintf(&page, ".SH NAME\nporchlight \\- %s\n", plain(strings.ToLower(summary[:1])+summary[1:]))
	page.WriteString(".SH SYNOPSIS\n")
	synopsis(&page, root)
	fmt.Fprintf(&page, ".SH DESCRIPTION\n%s\n", plain(root.about))
	page.WriteString(".SH COMMANDS\n")
	for _, c := range root.children {
		describe(&page, c, root.options)
	}
	page.WriteString(".SH OPTIONS\n")
	list(&page, root.options)
	page.WriteString(sections)
	return []byte(page.String()), nil
}

// synopsis has a line for each way to call the program.
func synopsis(page *strings.Builder, c command) {
	if len(c.children) == 0 || len(c.options) > 0 {
		fmt.Fprintf(page, "%s\n.br\n", calling(c))
	}
	for _, child := range c.children {
		synopsis(page, child)
	}
}

// calling is a usage line with the words to type in bold. Every command has
// [flags] there, for the sake of --help.
func calling(c command) string {
	rest := strings.TrimSuffix(strings.TrimPrefix(c.usage[0], c.name), " [flags]")
	line := `\fB` + plain(c.name) + `\fR` + plain(rest)
	if len(c.options) > 0 {
		line += ` [\fIOPTION\fR...]`
	}
	return line
}

// describe tells of a command and those below it. Options that the program
// has without a command too stand at one place only.
func describe(page *strings.Builder, c command, known []option) {
	fmt.Fprintf(page, ".SS %s\n%s.\n", argument(c.name), plain(c.does))
	var own []option
	for _, o := range c.options {
		if !slices.Contains(known, o) {
			own = append(own, o)
		}
	}
	list(page, own)
	if len(own) < len(c.options) {
		page.WriteString("It takes the options below.\n")
	}
	for _, child := range c.children {
		describe(page, child, known)
	}
}

func list(page *strings.Builder, options []option) {
	for _, o := range options {
		name := `\fB` + plain("--"+o.name) + `\fR`
		if o.letter != "" {
			name = `\fB` + plain("-"+o.letter) + `\fR, ` + name
		}
		fmt.Fprintf(page, ".TP\n%s%s\n%s\n", name, valueOf(o.value), plain(o.does))
	}
}

// valueOf shows what an option takes. A value in brackets may be left out.
func valueOf(value string) string {
	name, left, optional := strings.Cut(value, "[=")
	switch {
	case optional && name == "string":
		return `[=\fIVALUE\fR]`
	case optional:
		return plain("[=" + left)
	case name == "string":
		return ` \fIVALUE\fR`
	case name != "":
		return ` \fI` + plain(name) + `\fR`
	}
	return ""
}

// plain escapes text for roff: backslashes, hyphens that are to be copied as
// such, and lines that would be taken for a request.
func plain(text string) string {
	lines := strings.Split(strings.NewReplacer(`\`, `\e`, `-`, `\-`).Replace(text), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}

// argument quotes one argument of a request.
func argument(text string) string {
	return `"` + strings.ReplaceAll(plain(text), `"`, `\(dq`) + `"`
}
