// SPDX-License-Identifier: MIT

package desktop

import (
	"errors"

	"golang.org/x/sys/windows/registry"
)

// Keys of the person's own part of the registry. In the second one the Task
// Manager notes what the person has switched off.
const (
	runKey      = `Software\Microsoft\Windows\CurrentVersion\Run`
	approvedKey = `Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run`
)

func startsAtLogin() (bool, error) {
	command, err := readValue(runKey, func(k registry.Key) (string, error) {
		command, _, err := k.GetStringValue(appName)
		return command, err
	})
	if err != nil || command == "" {
		return false, err
	}
	note, err := readValue(approvedKey, func(k registry.Key) ([]byte, error) {
		note, _, err := k.GetBinaryValue(appName)
		return note, err
	})
	return approved(note) && isFile(runProgram(command)), err
}

// readValue reads a value of a key; what is not there is zero.
func readValue[T any](path string, read func(registry.Key) (T, error)) (T, error) {
	var none T
	k, err := registry.OpenKey(registry.CURRENT_USER, path, registry.QUERY_VALUE)
	if err == nil {
		defer func() { _ = k.Close() }()
		var value T
		if value, err = read(k); err == nil {
			return value, nil
		}
	}
	if errors.Is(err, registry.ErrNotExist) {
		return none, nil
	}
	return none, err
}

func start(program string) error {
	k, _, err := registry.CreateKey(registry.CURRENT_USER, runKey, registry.SET_VALUE)
	if err != nil {
		return err
	}
	defer func() { _ = k.Close() }()
	if err := k.SetStringValue(appName, runValue(program)); err != nil {
		return err
	}
	return removeValue(approvedKey)
}

func neverStart() error {
	if err := removeValue(runKey); err != nil {
		return err
	}
	return removeValue(approvedKey)
}

func removeValue(path string) error {
	k, err := registry.OpenKey(registry.CURRENT_USER, path, registry.SET_VALUE)
	if err == nil {
		defer func() { _ = k.Close() }()
		err = k.DeleteValue(appName)
	}
	if errors.Is(err, registry.ErrNotExist) {
		return nil
	}
	return err
}
