// SPDX-License-Identifier: MIT

package app

import (
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"strconv"
	"strings"

	"porchlight/server"
	"porchlight/server/config"
)

// problemOf makes an error the Problem that is shown, nil for none. Of several
// faults of the configuration it shows the first, without the folder of the
// file: a tool tip has no room for it. For a port that is taken it says by whom,
// where the system tells, and which one is free.
func problemOf(err error, c config.Config) *Problem {
	if err == nil {
		return nil
	}
	p := &Problem{Text: err.Error()}
	if fault, ok := errors.AsType[*config.Problem](err); ok {
		p.Text, p.Line = filepath.Base(fault.Source)+": "+fault.Text, lineOf(fault.Source)
	}
	if errors.Is(err, server.ErrInUse) {
		if owner := portOwner(c.Port); owner != "" {
			p.Text = fmt.Sprintf("listen on %s port %d: %s uses it, choose another port (0 is any free one)", c.Host, c.Port, owner)
		}
		p.FreePort = freePort(c.Host, c.Port)
	}
	return p
}

// lineOf returns the line that a source such as "/home/a/config.toml:5" names,
// 0 for others.
func lineOf(source string) int {
	line, err := strconv.Atoi(source[strings.LastIndexByte(source, ':')+1:])
	if err != nil {
		return 0
	}
	return line
}

// freePort returns the next port above a taken one that opens, 0 when none of
// the next hundred does.
func freePort(host string, taken int) int {
	for port := taken + 1; port <= min(taken+100, 65535); port++ {
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
		if err == nil {
			l.Close()
			return port
		}
	}
	return 0
}
