// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"fmt"
)

// ciArgs are the arguments that the commands are given by ci, for those that
// are given any.
func ciArgs() map[string][]string {
	return map[string][]string{"fuzz": {"-time", "5s"}}
}

// ci runs the checks in their order, up to the first that fails.
func ci(ctx context.Context, w workshop, _ []string) (string, error) {
	for _, c := range checks() {
		if err := perform(ctx, w, c, ciArgs()[c.name]); err != nil {
			return "", fmt.Errorf("stopped at %s: %w", c.name, err)
		}
	}
	return "", nil
}
