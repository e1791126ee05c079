// SPDX-License-Identifier: MIT

package desktop

import (
	"errors"
	"fmt"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// object is a COM object: a pointer to the table of its methods.
type object struct{ methods *[32]uintptr }

// Methods that several kinds of objects have, by their places in the table.
const release = 2

// hresult is what COM methods answer; those with the highest bit are errors.
type hresult uint32

func (h hresult) Error() string { return fmt.Sprintf("HRESULT %08X", uint32(h)) }

func failed(answer uintptr) error {
	if h := hresult(answer); int32(h) < 0 {
		return h
	}
	return nil
}

// call calls the method at a place of the table. Pointers among the arguments
// are kept where they are for as long as it runs, which the directive sees to.
//
//go:uintptrescapes
func (o *object) call(method int, arguments ...uintptr) error {
	all := append([]uintptr{uintptr(unsafe.Pointer(o))}, arguments...)
	answer, _, _ := syscall.SyscallN(o.methods[method], all...)
	return failed(answer)
}

// free gives back an object that is no longer needed.
func (o *object) free() {
	_ = o.call(release) // answers how many still hold it
}

// onThread runs act on a thread that ends with it. COM leaves marks on a
// thread that the next one to use it might trip over.
func onThread(act func() error) error {
	end := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // never unlocked: so the thread ends here too
		end <- act()
	}()
	return <-end
}

// inApartment runs act where windows may be shown by COM. The thread must be
// its own.
func inApartment(act func() error) error {
	err := windows.CoInitializeEx(0, windows.COINIT_APARTMENTTHREADED|windows.COINIT_DISABLE_OLE1DDE)
	if err != nil && !errors.Is(err, syscall.Errno(windows.S_FALSE)) { // it was so already
		return fmt.Errorf("begin COM: %w", err)
	}
	defer windows.CoUninitialize()
	return act()
}
