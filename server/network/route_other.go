// SPDX-License-Identifier: MIT

//go:build !linux && !windows

package network

import (
	"net"
	"net/netip"
	"slices"
)

// ask adds the way that is taken: it asks the system which address it would send
// from, to a network that is kept for examples (RFC 5737); nothing is sent. The
// gateway stays unknown.
func (m *machine) ask() {
	conn, err := net.Dial("udp4", "192.0.2.1:9")
	if err != nil {
		return
	}
	defer conn.Close()
	from := conn.LocalAddr().(*net.UDPAddr).AddrPort().Addr().Unmap()
	for _, i := range m.interfaces {
		if slices.ContainsFunc(i.prefixes, func(p netip.Prefix) bool { return p.Addr() == from }) {
			m.ways = []way{{on: i.name}}
		}
	}
}
