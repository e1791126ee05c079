// SPDX-License-Identifier: MIT

//go:build headless || (darwin && !cgo)

package tray

import (
	"context"
	"log/slog"
)

// Available reports whether this build can show a tray. On macOS that needs cgo.
const Available = false

const early = false

// watch says that there is no place for an icon.
func watch(ctx context.Context, places chan<- place) { tell(ctx, places, nowhere) }

type realScreen struct{}

func (realScreen) SetIcon([]byte)                                 {}
func (realScreen) SetTooltip(string)                              {}
func (realScreen) Add(item, string, bool) (item, <-chan struct{}) { return nil, nil }
func (realScreen) AddSeparator(item)                              {}
func show(*slog.Logger, func(), func()) error                     { return nil }
func quit()                                                       {}
