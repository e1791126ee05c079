// SPDX-License-Identifier: MIT

package config

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Validate reports every value that is out of its limits, and values that do not go together: a joined list of
// *Problem whose source is the name of a key. It does not look at the disk.
func (c Config) Validate() error {
	var problems []error
	for _, k := range table() {
		if err := k.check(&c); err != nil {
			problems = append(problems, &Problem{Source: k.Name, Text: err.Error()})
		}
	}
	if p := c.checkTogether(); p != nil {
		problems = append(problems, p)
	}
	return errors.Join(problems...)
}

// checkTogether finds values that are right alone, and wrong together.
func (c Config) checkTogether() *Problem {
	if c.logLent() {
		return &Problem{Source: "log_file", Text: fmt.Sprintf(
			"log_file %s lies in root, where visitors could fetch it, put it elsewhere or leave its type out of types", quoted(c.LogFile))}
	}
	return nil
}

// logLent reports whether the log file can be fetched. It compares names only: a link is not followed.
func (c Config) logLent() bool {
	if c.LogFile == "" || c.Root == "" {
		return false
	}
	root, err := filepath.Abs(c.Root)
	if err != nil {
		return false
	}
	log, err := filepath.Abs(c.LogFile)
	if err != nil {
		return false
	}
	inside, err := filepath.Rel(root, log)
	if err != nil || !filepath.IsLocal(inside) {
		return false
	}
	kind := strings.ToLower(strings.TrimPrefix(filepath.Ext(log), "."))
	return slices.Contains(c.Types, "*") || slices.Contains(c.Types, kind)
}
