// SPDX-License-Identifier: MIT

package control

import (
	"errors"
	"maps"
	"strings"
	"time"

	"porchlight/server/app"
	"porchlight/server/exposure"
)

// lend lends the folder that the question names as dir, on the terms that it
// names beside it.
func (c *Control) lend(mode string) func(question) error {
	return func(q question) error {
		if q["dir"] == "" {
			return errNoFolder
		}
		return c.options.App.Lend(app.Loan{Dir: q["dir"], Mode: mode, Insist: q["insist"] == "true", Terms: c.termsOf(mode, q)})
	}
}

var errNoFolder = errors.New("name a folder: its whole path, such as /home/ada/Pictures")

// termsOf are the keys of the configuration that a question has wishes for. A
// form sends all its fields: an empty one is no wish, nor is what a flag says
// anyway, and whether files may be sent is a question of share alone.
func (c *Control) termsOf(mode string, q question) map[string]string {
	terms := maps.Clone(q)
	if until := terms["until"]; until != "" {
		terms["lifetime"] = app.Lifetime(until, time.Now())
	}
	for _, name := range []string{"dir", "insist", "until"} {
		delete(terms, name)
	}
	if mode != "share" {
		delete(terms, "uploads")
	}
	for _, s := range settingsOf(c.options.App.Snapshot()) {
		if text, named := terms[s.Name]; named && s.Fixed && text == s.Text {
			delete(terms, s.Name)
		}
	}
	maps.DeleteFunc(terms, func(_, text string) bool { return text == "" })
	return terms
}

// mayInsist reports whether a folder is refused only until a person insists.
func mayInsist(err error) bool { return errors.Is(err, exposure.ErrInsist) }

// reasonOf is an error in words for the page, which has no flags.
func reasonOf(err error) string {
	return strings.ReplaceAll(err.Error(), exposure.ErrInsist.Error(), "insist below")
}
