// SPDX-License-Identifier: MIT

//go:build darwin && cgo && !headless

package tray

import "context"

const early = false

// watch says that there is a place: the menu bar is always there.
func watch(ctx context.Context, places chan<- place) { tell(ctx, places, there) }
