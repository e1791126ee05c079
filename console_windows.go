// SPDX-License-Identifier: MIT

package main

import (
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	kernel                = windows.NewLazySystemDLL("kernel32.dll")
	attachConsole         = kernel.NewProc("AttachConsole")
	freeConsole           = kernel.NewProc("FreeConsole")
	getConsoleProcessList = kernel.NewProc("GetConsoleProcessList")
)

// attachParent is the process that has started this one (ATTACH_PARENT_PROCESS).
const attachParent = ^uintptr(0)

// joinConsole lets a program that was built for the desktop, and so has no
// console, print to the one that it was started from. Output that somebody has
// redirected stays where it goes.
func joinConsole() {
	if hasOutput(windows.STD_OUTPUT_HANDLE) {
		return
	}
	if attached, _, _ := attachConsole.Call(attachParent); attached == 0 {
		return
	}
	if out, err := os.OpenFile("CONOUT$", os.O_RDWR, 0); err == nil {
		os.Stdout = out
		if !hasOutput(windows.STD_ERROR_HANDLE) {
			os.Stderr = out
		}
	}
}

func hasOutput(which uint32) bool {
	handle, err := windows.GetStdHandle(which)
	if err != nil || handle == 0 {
		return false
	}
	kind, err := windows.GetFileType(handle)
	return err == nil && kind != windows.FILE_TYPE_UNKNOWN
}

// leaveConsole closes the window of a console that was opened for this program
// alone, as a double-click on a program built for the console does.
func leaveConsole() {
	var processes [2]uint32
	n, _, _ := getConsoleProcessList.Call(uintptr(unsafe.Pointer(&processes[0])), uintptr(len(processes)))
	if n == 1 {
		_, _, _ = freeConsole.Call() // a window that stays does no harm
	}
}
