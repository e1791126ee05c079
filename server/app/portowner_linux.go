// SPDX-License-Identifier: MIT

package app

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// portOwner names the program that listens on a TCP port, "" when the system
// does not tell: it tells about programs of the same user only.
func portOwner(port int) string {
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		if inode := listenerInode(table, port); inode != "" {
			return inodeOwner(inode)
		}
	}
	return ""
}

// listenerInode finds the socket that listens on a port in a table of the
// kernel: its lines have the local address, the state and the inode in columns
// 2, 4 and 10 (proc(5)).
func listenerInode(table string, port int) string {
	const listening = "0A"
	file, err := os.Open(table)
	if err != nil {
		return ""
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		columns := strings.Fields(lines.Text())
		if len(columns) > 9 && columns[3] == listening && strings.HasSuffix(columns[1], fmt.Sprintf(":%04X", port)) {
			return columns[9]
		}
	}
	return ""
}

// inodeOwner finds the process that has a socket open.
func inodeOwner(inode string) string {
	descriptors, _ := filepath.Glob("/proc/[0-9]*/fd/*") // the pattern is a right one
	for _, descriptor := range descriptors {
		if to, err := os.Readlink(descriptor); err != nil || to != "socket:["+inode+"]" {
			continue
		}
		process := filepath.Dir(filepath.Dir(descriptor))
		name, err := os.ReadFile(filepath.Join(process, "comm"))
		if err != nil {
			return ""
		}
		return fmt.Sprintf("%s (process %s)", strings.TrimSpace(string(name)), filepath.Base(process))
	}
	return ""
}
