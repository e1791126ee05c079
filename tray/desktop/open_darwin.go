// SPDX-License-Identifier: MIT

package desktop

import (
	"os/exec"

	"github.com/skratchdot/open-golang/open"
)

func openFolder(path string) error { return open.Run(path) }

// editor asks for the person's editor of plain text, whatever the file's name.
func editor(file string) *exec.Cmd { return exec.Command("open", "-t", file) }
