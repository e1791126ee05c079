// SPDX-License-Identifier: MIT

//go:build !windows && !darwin

package desktop

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
)

func autostartFile() string {
	return filepath.Join(xdg.ConfigHome, "autostart", appID+".desktop")
}

func startsAtLogin() (bool, error) {
	text, err := os.ReadFile(autostartFile())
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil && autostarts(string(text)), err
}

func start(program string) error {
	text, err := autostart(program)
	if err != nil {
		return err
	}
	return replace(autostartFile(), text)
}

func neverStart() error { return remove(autostartFile()) }
