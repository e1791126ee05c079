// SPDX-License-Identifier: MIT

package desktop

import (
	"context"
	"fmt"
	"strings"
)

// ChooseFolder asks the person for a folder, by the dialog of their desktop,
// and waits for the answer. The dialog begins at the folder start, if there is
// one. ErrCanceled says that the person wants none, ErrNoDialog that they could
// not be asked; when ctx ends, the dialog goes away.
//
// Each call shows a dialog: it is for the caller to have one at a time.
func ChooseFolder(ctx context.Context, title, start string) (string, error) {
	if !isFolder(start) {
		start = ""
	}
	chosen, err := chooseFolder(ctx, titleOf(title), start)
	switch {
	case err != nil && ctx.Err() != nil:
		return "", fmt.Errorf("choose folder: %w", ctx.Err())
	case err != nil:
		return "", err
	case !isFolder(chosen):
		return "", fmt.Errorf("choose folder: %q is not a folder of this computer", chosen)
	}
	return chosen, nil
}

// printed returns the path in the output of a program that prints one: its
// last line break is not of the path, others may be.
func printed(output []byte) string {
	return strings.TrimSuffix(string(output), "\n")
}
