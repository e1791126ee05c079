// SPDX-License-Identifier: MIT

package resources

import (
	"embed"
	"io/fs"
)

//go:embed site
var files embed.FS

// Site is the built-in web site as it was compiled in, with index.html at its
// root. Its files have no modification time.
func Site() fs.FS {
	// fs.Sub complains about nothing but an invalid name.
	site, _ := fs.Sub(files, "site")
	return site
}
