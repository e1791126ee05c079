// SPDX-License-Identifier: MIT

package desktop

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"unsafe"

	"git.sr.ht/~jackmordaunt/go-toast/wintoast"
	"golang.org/x/sys/windows"
)

// activator is the class that Windows is told to call when a person clicks on
// a notification of ours; it does nothing then.
const activator = "{C5AFD1B9-E3BE-446D-9B50-D3B7255AFE7F}"

var (
	combase        = windows.NewLazySystemDLL("combase.dll")
	incrementUsage = combase.NewProc("CoIncrementMTAUsage")
	createString   = combase.NewProc("WindowsCreateString")
	deleteString   = combase.NewProc("WindowsDeleteString")
	activate       = combase.NewProc("RoActivateInstance")
)

// notify shows a toast. It is pushed without the way round that the library
// has, a script of PowerShell with the text in it: what stands in a text as
// $(…) would run.
func notify(_ context.Context, title, text string) error { return showToast(title, text, "") }

// offer shows a toast whose click Windows itself opens the target at.
func offer(_ context.Context, title, text, target string) error {
	if isFolder(target) {
		target = fileURI(target)
	}
	return showToast(title, text, target)
}

func showToast(title, text, launch string) error {
	message, err := toastXML(title, text, launch)
	if err != nil {
		return err
	}
	ended, err := soon(answerWithin, func() error {
		return onThread(func() error { return push(message) })
	})
	if err == nil && !ended {
		return errors.New("the desktop does not answer")
	}
	return err
}

func push(message string) error {
	if err := keepCOM(); err != nil {
		return err
	}
	if err := toastsExist(); err != nil {
		return err
	}
	if err := wintoast.SetAppData(wintoast.AppData{AppID: appName, GUID: activator}); err != nil {
		return err
	}
	return wintoast.Push(message)
}

// keepCOM keeps the part of COM that toasts live in, which would end with the
// first thread that used it; the library begins it only once.
var keepCOM = sync.OnceValue(func() error {
	var cookie uintptr
	answer, _, _ := incrementUsage.Call(uintptr(unsafe.Pointer(&cookie)))
	return failed(answer)
})

// toastsExist returns why there are no toasts, or nil. Wine has none; the
// library would find that out only after it had left a callback of Go with
// COM, which Wine calls when the program has exited: it crashes then.
func toastsExist() error {
	class, err := windows.UTF16FromString("Windows.Data.Xml.Dom.XmlDocument")
	if err != nil {
		return err
	}
	var name uintptr
	answer, _, _ := createString.Call(uintptr(unsafe.Pointer(&class[0])), uintptr(len(class)-1), uintptr(unsafe.Pointer(&name)))
	if err := failed(answer); err != nil {
		return err
	}
	defer func() { _, _, _ = deleteString.Call(name) }()
	var document *object
	answer, _, _ = activate.Call(name, uintptr(unsafe.Pointer(&document)))
	if err := failed(answer); err != nil {
		return fmt.Errorf("look for toasts: %w", err)
	}
	document.free()
	return nil
}
