// SPDX-License-Identifier: MIT

//go:build !windows && !darwin

package desktop

import (
	"os/exec"
	"syscall"

	"github.com/skratchdot/open-golang/open"
)

func openFolder(path string) error { return open.Run(path) }

// editor runs in a process group of its own, or an interrupt from the terminal
// that ends porchlight would end the editor too, with what was not yet saved.
func editor(file string) *exec.Cmd {
	cmd := exec.Command("xdg-open", file)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd
}
