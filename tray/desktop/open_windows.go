// SPDX-License-Identifier: MIT

package desktop

import (
	"os/exec"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// openFolder does not go through rundll32, as web addresses do: that knows
// only the characters of one code page, and may take a program of the same
// name for the folder. The verb "explore" is one that programs do not have.
func openFolder(path string) error {
	verb, err := windows.UTF16PtrFromString("explore")
	if err != nil {
		return err
	}
	folder, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	return onThread(func() error {
		return inApartment(func() error {
			return windows.ShellExecute(0, verb, folder, nil, nil, windows.SW_SHOWNORMAL)
		})
	})
}

func editor(file string) *exec.Cmd {
	program := "notepad.exe"
	if folder, err := windows.GetSystemDirectory(); err == nil {
		program = filepath.Join(folder, program)
	}
	return exec.Command(program, file)
}
