// SPDX-License-Identifier: MIT

package desktop

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Methods of IFileOpenDialog and of IShellItem.
const (
	show           = 3
	setOptions     = 9
	getOptions     = 10
	setFolder      = 12
	setTitle       = 17
	getResult      = 20
	getDisplayName = 5
)

const (
	// Folders that have a path; and the folder we are in stays what it is.
	folderFlags = 0x8 | 0x20 | 0x40 | 0x800 // NOCHANGEDIR, PICKFOLDERS, FORCEFILESYSTEM, PATHMUSTEXIST

	fileSystemPath = 0x80058000 // SIGDN_FILESYSPATH
	saidNo         = hresult(0x800704C7)
)

var (
	dialogClass = windows.GUID{Data1: 0xDC1C5A9C, Data2: 0xE88A, Data3: 0x4DDE, Data4: [8]byte{0xA5, 0xA1, 0x60, 0xF8, 0x2A, 0x20, 0xAE, 0xF7}}
	dialogFace  = windows.GUID{Data1: 0xD57C7288, Data2: 0xD4AD, Data3: 0x4768, Data4: [8]byte{0xBE, 0x02, 0x9D, 0x96, 0x95, 0x32, 0xD9, 0x60}}
	itemFace    = windows.GUID{Data1: 0x43826D1E, Data2: 0xE718, Data3: 0x42EE, Data4: [8]byte{0xBC, 0x55, 0xA1, 0xE2, 0x61, 0xC3, 0x7B, 0xFE}}

	createInstance = windows.NewLazySystemDLL("ole32.dll").NewProc("CoCreateInstance")
	itemFromName   = windows.NewLazySystemDLL("shell32.dll").NewProc("SHCreateItemFromParsingName")
	postMessage    = windows.NewLazySystemDLL("user32.dll").NewProc("PostMessageW")
)

func chooseFolder(ctx context.Context, title, start string) (chosen string, err error) {
	err = onThread(func() error {
		return inApartment(func() error {
			chosen, err = runDialog(ctx, title, start)
			return err
		})
	})
	return chosen, err
}

// runDialog shows a folder dialog of Windows and runs its messages until it ends.
func runDialog(ctx context.Context, title, start string) (string, error) {
	dialog, err := newDialog(title, start)
	if err != nil {
		return "", fmt.Errorf("choose folder: %w", err)
	}
	defer dialog.free()
	ended := make(chan struct{})
	go closeAfter(ctx, windows.GetCurrentThreadId(), ended)
	err = dialog.call(show, 0)
	close(ended)
	switch {
	case errors.Is(err, saidNo):
		return "", ErrCanceled
	case err != nil:
		return "", fmt.Errorf("choose folder: %w", err)
	}
	return resultOf(dialog)
}

func newDialog(title, start string) (*object, error) {
	const inProcess = 1
	var dialog *object
	answer, _, _ := createInstance.Call(uintptr(unsafe.Pointer(&dialogClass)), 0, inProcess,
		uintptr(unsafe.Pointer(&dialogFace)), uintptr(unsafe.Pointer(&dialog)))
	if err := failed(answer); err != nil {
		return nil, err
	}
	if err := prepare(dialog, title, start); err != nil {
		dialog.free()
		return nil, err
	}
	return dialog, nil
}

func prepare(dialog *object, title, start string) error {
	var flags uint32
	if err := dialog.call(getOptions, uintptr(unsafe.Pointer(&flags))); err != nil {
		return err
	}
	if err := dialog.call(setOptions, uintptr(flags|folderFlags)); err != nil {
		return err
	}
	text, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return err
	}
	if err := dialog.call(setTitle, uintptr(unsafe.Pointer(text))); err != nil {
		return err
	}
	beginAt(dialog, start)
	return nil
}

// beginAt has the dialog begin at a folder. Where it begins is not worth a failure.
func beginAt(dialog *object, start string) {
	name, err := windows.UTF16PtrFromString(start)
	if err != nil || start == "" {
		return
	}
	var item *object
	answer, _, _ := itemFromName.Call(uintptr(unsafe.Pointer(name)), 0,
		uintptr(unsafe.Pointer(&itemFace)), uintptr(unsafe.Pointer(&item)))
	if failed(answer) != nil {
		return
	}
	defer item.free()
	_ = dialog.call(setFolder, uintptr(unsafe.Pointer(item)))
}

func resultOf(dialog *object) (string, error) {
	var item *object
	if err := dialog.call(getResult, uintptr(unsafe.Pointer(&item))); err != nil {
		return "", fmt.Errorf("choose folder: %w", err)
	}
	defer item.free()
	var name *uint16
	if err := item.call(getDisplayName, fileSystemPath, uintptr(unsafe.Pointer(&name))); err != nil {
		return "", fmt.Errorf("choose folder: %w", err)
	}
	defer windows.CoTaskMemFree(unsafe.Pointer(name))
	return windows.UTF16PtrToString(name), nil
}

// closeAfter closes the windows of a thread when ctx ends, as the person
// would, and again until the dialog has ended: it may not be there yet.
func closeAfter(ctx context.Context, thread uint32, ended <-chan struct{}) {
	select {
	case <-ended:
		return
	case <-ctx.Done():
	}
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	for {
		closeWindows(thread)
		select {
		case <-ended:
			return
		case <-again.C:
		}
	}
}

// closeWindows asks each window of a thread to close.
func closeWindows(thread uint32) {
	// It stops where one does not let itself be looked at; there is a next time.
	_ = windows.EnumWindows(closeIfOf, unsafe.Pointer(&thread))
}

// closeIfOf is one for all calls: callbacks are never given back.
var closeIfOf = windows.NewCallback(func(window windows.HWND, thread *uint32) uintptr {
	const (
		closing = 0x10 // WM_CLOSE
		goOn    = 1
	)
	owner, err := windows.GetWindowThreadProcessId(window, nil)
	if err == nil && owner == *thread && windows.IsWindowVisible(window) {
		_, _, _ = postMessage.Call(uintptr(window), closing, 0, 0)
	}
	return goOn
})
