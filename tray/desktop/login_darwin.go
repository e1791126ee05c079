// SPDX-License-Identifier: MIT

package desktop

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// agentFile is what launchd reads at login.
func agentFile() (string, error) {
	home, err := os.UserHomeDir()
	return filepath.Join(home, "Library", "LaunchAgents", agentLabel+".plist"), err
}

func startsAtLogin() (bool, error) {
	file, err := agentFile()
	if err != nil {
		return false, err
	}
	_, err = os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

func start(program string) error {
	file, err := agentFile()
	if err != nil {
		return err
	}
	text, err := agent(program)
	if err != nil {
		return err
	}
	return replace(file, text)
}

func neverStart() error {
	file, err := agentFile()
	if err != nil {
		return err
	}
	return remove(file)
}
