// SPDX-License-Identifier: MIT

package desktop

import (
	"context"
	"fmt"
)

// Notify shows a notification of the desktop. Title and text are shown as they
// are, markup in them too, without what could mislead, and cut at a length.
func Notify(title, text string) error {
	ctx, cancel := context.WithTimeout(context.Background(), answerWithin)
	defer cancel()
	if err := notify(ctx, titleOf(title), plain(text, textLimit)); err != nil {
		return fmt.Errorf("notify: %w", err)
	}
	return nil
}
