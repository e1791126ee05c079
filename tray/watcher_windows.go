// SPDX-License-Identifier: MIT

//go:build !headless

package tray

import (
	"context"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// early: Windows takes an icon only from a tray that is there.
const early = false

var findWindow = windows.NewLazySystemDLL("user32.dll").NewProc("FindWindowW")

// watch waits for the task bar: systray gives up for good when it starts before
// it, as programs that start at login may do. Later task bars systray finds itself.
func watch(ctx context.Context, places chan<- place) {
	class, err := windows.UTF16PtrFromString("Shell_TrayWnd")
	if err != nil {
		return
	}
	for wait := 100 * time.Millisecond; ; wait = min(2*wait, 5*time.Second) {
		if window, _, _ := findWindow.Call(uintptr(unsafe.Pointer(class)), 0); window != 0 {
			tell(ctx, places, there)
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}
