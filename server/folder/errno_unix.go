// SPDX-License-Identifier: MIT

//go:build unix

package folder

import (
	"errors"
	"net/http"
	"syscall"
)

// statusOf returns the status code that an error of the system stands for.
func statusOf(err error) int {
	errno, ok := errors.AsType[syscall.Errno](err)
	if !ok {
		return http.StatusInternalServerError
	}
	switch errno {
	case syscall.ENOENT, syscall.ENOTDIR, syscall.ENAMETOOLONG, syscall.ELOOP:
		return http.StatusNotFound
	case syscall.EACCES, syscall.EPERM, syscall.EROFS:
		return http.StatusForbidden
	case syscall.ENXIO, syscall.ENODEV, syscall.EOPNOTSUPP: // a socket, or a device that nobody drives
		return http.StatusForbidden
	case syscall.EMFILE, syscall.ENFILE:
		return http.StatusServiceUnavailable
	case syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG:
		return http.StatusInsufficientStorage
	}
	return http.StatusInternalServerError
}
