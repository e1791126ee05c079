// SPDX-License-Identifier: MIT

//go:build !windows

package config

import "os"

// syncFolder brings a new name in the folder to the disk. Some file systems do not know how; the name is there for
// everyone in any case, so that is no failure.
func syncFolder(name string) {
	if f, err := os.Open(name); err == nil {
		_ = f.Sync()
		f.Close()
	}
}
