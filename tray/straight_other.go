// SPDX-License-Identifier: MIT

//go:build (windows || (darwin && cgo)) && !headless

package tray

// straight wraps an image for systray where it has to; here it has not.
func straight(image []byte) []byte { return image }
