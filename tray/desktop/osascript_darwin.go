// SPDX-License-Identifier: MIT

package desktop

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

func chooseFolder(ctx context.Context, title, start string) (string, error) {
	output, err := osascript(ctx, askScript, askArguments(title, start))
	switch {
	case errors.Is(err, exec.ErrNotFound):
		return "", ErrNoDialog
	case err != nil:
		return "", fmt.Errorf("choose folder: %w", err)
	case printed(output) == "":
		return "", ErrCanceled
	}
	return filepath.Clean(printed(output)), nil
}

func notify(ctx context.Context, title, text string) error {
	_, err := osascript(ctx, tellScript, tellArguments(title, text))
	return err
}

// offer shows a notification alone: a click on one of osascript leads to the
// editor of scripts.
func offer(ctx context.Context, title, text, _ string) error {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	return notify(ctx, title, text)
}

func osascript(ctx context.Context, script string, arguments []string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "osascript", arguments...)
	cmd.Stdin = strings.NewReader(script)
	cmd.WaitDelay = time.Second
	return cmd.Output()
}
