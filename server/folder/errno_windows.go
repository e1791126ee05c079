// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"net/http"
	"syscall"

	"golang.org/x/sys/windows"
)

// statusOf returns the status code that an error of the system stands for.
func statusOf(err error) int {
	errno, ok := errors.AsType[syscall.Errno](err)
	if !ok {
		return http.StatusInternalServerError
	}
	switch errno {
	case windows.ERROR_FILE_NOT_FOUND, windows.ERROR_PATH_NOT_FOUND, windows.ERROR_DIRECTORY,
		windows.ERROR_INVALID_NAME, windows.ERROR_BAD_PATHNAME, windows.ERROR_FILENAME_EXCED_RANGE,
		syscall.ELOOP, syscall.ENAMETOOLONG: // which os makes up
		return http.StatusNotFound
	case windows.ERROR_ACCESS_DENIED, windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION,
		windows.ERROR_WRITE_PROTECT:
		return http.StatusForbidden
	case windows.ERROR_TOO_MANY_OPEN_FILES, windows.ERROR_NO_SYSTEM_RESOURCES:
		return http.StatusServiceUnavailable
	case windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED:
		return http.StatusInsufficientStorage
	}
	return http.StatusInternalServerError
}
