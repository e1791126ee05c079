// SPDX-License-Identifier: MIT

package exposure

import (
	"os"
	"path/filepath"
	"runtime"

	"github.com/adrg/xdg"
)

// here describes this machine. It trusts no folder for what the system says it
// is for: XDG_PUBLICSHARE_DIR is often the home folder itself.
func here() machine {
	home, _ := os.UserHomeDir() // without one, the rules about it are void
	data := filepath.Join(xdg.DataHome, "porchlight", "data")
	m := machine{
		system:   runtime.GOOS,
		home:     home,
		temp:     unlinked(os.TempDir()),
		settings: []string{xdg.ConfigHome, xdg.StateHome, xdg.DataHome, xdg.CacheHome, xdg.RuntimeDir},
		own:      []string{filepath.Join(data, "site"), filepath.Join(data, "uploads")},
	}
	for _, name := range []string{"SystemRoot", "ProgramFiles", "ProgramFiles(x86)", "ProgramData"} {
		m.programs = append(m.programs, os.Getenv(name))
	}
	m.home = unlinked(m.home)
	for _, folders := range [][]string{m.settings, m.own, m.programs} {
		for i, folder := range folders {
			folders[i] = unlinked(folder)
		}
	}
	return m
}

// unlinked returns a path without links, or as it is when it does not exist, and
// nothing for one that is not absolute.
func unlinked(dir string) string {
	if !filepath.IsAbs(dir) {
		return ""
	}
	if to, err := filepath.EvalSymlinks(dir); err == nil {
		return to
	}
	return filepath.Clean(dir)
}
