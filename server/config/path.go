// SPDX-License-Identifier: MIT

package config

import (
	"path/filepath"

	"github.com/adrg/xdg"
)

// Path returns where the file belongs for this user, whether or not it exists: porchlight/config.toml in the config
// folder of the XDG rules or of the system. It is empty for a user without a home. Nothing is created.
// Path must not run beside other users of package xdg, whose values it brings up to date.
func Path() string {
	xdg.Reload()
	if !filepath.IsAbs(xdg.ConfigHome) {
		return ""
	}
	return filepath.Join(xdg.ConfigHome, "porchlight", "config.toml")
}
