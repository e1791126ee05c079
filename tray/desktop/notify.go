// SPDX-License-Identifier: MIT

package desktop

import (
	"context"
	"fmt"
	"time"
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

// onOffer is how long a click on a notification is waited for.
const onOffer = 10 * time.Minute

// Offer shows a notification that opens a target, as Open does, when a person
// clicks on it. Where the click comes back to the program, it waits until the
// notification has gone, ctx ends, or ten minutes are over. A desktop that knows
// no clicks shows the notification alone.
func Offer(ctx context.Context, title, text, target string) error {
	if !isAddress(target) && !isFolder(target) {
		return fmt.Errorf("offer %q: neither a web address nor a folder", target)
	}
	ctx, cancel := context.WithTimeout(ctx, onOffer)
	defer cancel()
	if err := offer(ctx, titleOf(title), plain(text, textLimit), target); err != nil {
		return fmt.Errorf("notify: %w", err)
	}
	return nil
}
