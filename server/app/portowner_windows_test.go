// SPDX-License-Identifier: MIT

package app

import (
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"
)

// TestTCPTable reads tables as the documentation lays them out.
func TestTCPTable(t *testing.T) {
	for _, table := range tcpTables {
		t.Run(fmt.Sprint("family ", table.family), func(t *testing.T) {
			b := make([]byte, 4+3*table.row+10) // there may be more room than rows
			for i := range b {
				b[i] = 0xee
			}
			binary.LittleEndian.PutUint32(b, 2)
			for i, port := range []uint16{80, 8080} {
				row := b[4+i*table.row:]
				binary.BigEndian.PutUint16(row[table.port:], port)
				binary.LittleEndian.PutUint32(row[table.process:], uint32(port)+70_000)
			}
			for port, want := range map[int]uint32{80: 70_080, 8080: 78_080, 81: 0, 0xeeee: 0} {
				if got := table.owner(b, port); got != want {
					t.Errorf("owner(%d) = %d, want %d", port, got, want)
				}
			}
			if got := table.owner(b[:4+table.row], 8080); got != 0 {
				t.Errorf("owner(8080) in half a table = %d, want 0", got)
			}
		})
	}
}

// TestTCPTableIsReal finds a port of our own in the table of the system. Wine
// has the port in it, but not whose it is.
func TestTCPTableIsReal(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	table, port := tcpTables[0], l.Addr().(*net.TCPAddr).Port
	rows := table.read()
	count := int(binary.LittleEndian.Uint32(rows))
	found := false
	for i := range count {
		found = found || int(binary.BigEndian.Uint16(rows[4+i*table.row+table.port:])) == port
	}
	if !found {
		t.Errorf("port %d is not in the table of %d rows", port, count)
	}
	if got := int(table.owner(rows, port)); got != os.Getpid() && got != 0 {
		t.Errorf("owner(%d) = %d, want %d", port, got, os.Getpid())
	}
}

func TestProcessName(t *testing.T) {
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("%s (process %d)", filepath.Base(executable), os.Getpid())
	if got := processName(uint32(os.Getpid())); got != want {
		t.Errorf("processName() = %q, want %q", got, want)
	}
	if got := processName(0); got != "" {
		t.Errorf("processName(0) = %q, want none", got)
	}
}
