// SPDX-License-Identifier: MIT

package config

import "path/filepath"

// Title is what people call what is lent: the name of its folder.
func (c Config) Title() string {
	name := filepath.Base(c.Root)
	if c.Root == "" || name == "." || name == ".." || name == string(filepath.Separator) {
		return "porchlight"
	}
	return name
}
