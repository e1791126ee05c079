// SPDX-License-Identifier: MIT

package app

import (
	"fmt"
	"os"
	"path/filepath"

	"porchlight/resources"
	"porchlight/server/config"
	"porchlight/server/folder"
)

// withSite puts the built-in site, unpacked, where no root is set.
func (a *App) withSite(c config.Config) (config.Config, error) {
	var err error
	if c.Root == "" {
		c.Root = a.options.Site
		if err = resources.Unpack(c.Root); err != nil {
			return c, fmt.Errorf("%w; choose a folder with root", err)
		}
	}
	c.Root, err = filepath.Abs(c.Root)
	return c, err
}

// UploadsFolder returns the folder that uploads go to: what is shared or received
// in takes them itself. It makes the one of a web site when it is missing, so that
// there is something to open.
func (a *App) UploadsFolder() (string, error) {
	c, err := a.withSite(a.seen.Load().resolved.Config)
	if err != nil {
		return "", err
	}
	if c.Mode != "website" {
		return c.Root, nil
	}
	uploads := filepath.Join(c.Root, folder.UploadsName)
	if err := os.Mkdir(uploads, 0o700); err != nil && !os.IsExist(err) {
		return "", fmt.Errorf("make uploads folder: %w", err)
	}
	return uploads, nil
}
