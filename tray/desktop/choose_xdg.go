// SPDX-License-Identifier: MIT

//go:build !windows && !darwin

package desktop

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// chooseFolder asks by the desktop's portal. Where that shows no dialog, a
// program that does is tried.
func chooseFolder(ctx context.Context, title, start string) (string, error) {
	chosen, err := choosePortal(ctx, title, start)
	if !errors.Is(err, errNoPortal) {
		return chosen, err
	}
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return "", ErrNoDialog // and not a program that fails as if the person had said no
	}
	for _, command := range dialogs(title, start) {
		if _, err := exec.LookPath(command[0]); err == nil {
			return chooseProgram(ctx, command)
		}
	}
	return "", ErrNoDialog
}

// dialogs are the programs that ask for a folder, with their arguments. They
// print what was chosen, and exit with 1 when the person wants none.
func dialogs(title, start string) [][]string {
	zenity := []string{"zenity", "--file-selection", "--directory", "--title=" + title}
	kdialog := []string{"kdialog", "--title=" + title, "--getexistingdirectory"}
	if start != "" {
		zenity = append(zenity, "--filename="+strings.TrimSuffix(start, "/")+"/") // without the slash it begins one above
		kdialog = append(kdialog, start)
	}
	return [][]string{zenity, kdialog}
}

func chooseProgram(ctx context.Context, command []string) (string, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.WaitDelay = time.Second
	output, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 1 {
		return "", ErrCanceled
	}
	if err != nil {
		return "", fmt.Errorf("choose folder by %s: %w", command[0], err)
	}
	return printed(output), nil
}
