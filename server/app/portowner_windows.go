// SPDX-License-Identifier: MIT

package app

import (
	"encoding/binary"
	"fmt"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/windows"
)

var getExtendedTCPTable = windows.NewLazySystemDLL("iphlpapi.dll").NewProc("GetExtendedTcpTable")

// tcpTable says how the rows of a table of listeners are laid out: offsets in
// bytes (MIB_TCPROW_OWNER_PID, MIB_TCP6ROW_OWNER_PID).
type tcpTable struct{ family, row, port, process int }

var tcpTables = []tcpTable{
	{windows.AF_INET, 24, 8, 20},
	{windows.AF_INET6, 56, 20, 52},
}

// portOwner names the program that listens on a TCP port, "" when the system
// does not tell.
func portOwner(port int) string {
	for _, t := range tcpTables {
		if process := t.owner(t.read(), port); process != 0 {
			return processName(process)
		}
	}
	return ""
}

// read returns the table as it is now; without rows when the system refuses.
func (t tcpTable) read() []byte {
	const listeners = 3 // TCP_TABLE_OWNER_PID_LISTENER
	table := make([]byte, 64<<10)
	size := uint32(len(table))
	status, _, _ := getExtendedTCPTable.Call(uintptr(unsafe.Pointer(&table[0])), uintptr(unsafe.Pointer(&size)), 0, uintptr(t.family), listeners, 0)
	if status != 0 {
		clear(table)
	}
	return table
}

// owner returns the process that listens on a port, 0 when none does, or when
// it is not known.
func (t tcpTable) owner(table []byte, port int) uint32 {
	count := int(binary.LittleEndian.Uint32(table))
	for rows := table[4:]; count > 0 && len(rows) >= t.row; count, rows = count-1, rows[t.row:] {
		if int(binary.BigEndian.Uint16(rows[t.port:])) == port {
			return binary.LittleEndian.Uint32(rows[t.process:])
		}
	}
	return 0
}

func processName(process uint32) string {
	handle, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, process)
	if err != nil {
		return ""
	}
	defer func() { _ = windows.CloseHandle(handle) }()
	path := make([]uint16, windows.MAX_LONG_PATH)
	size := uint32(len(path))
	if err := windows.QueryFullProcessImageName(handle, 0, &path[0], &size); err != nil {
		return ""
	}
	return fmt.Sprintf("%s (process %d)", filepath.Base(windows.UTF16ToString(path[:size])), process)
}
