// SPDX-License-Identifier: MIT

//go:build !linux && !windows

package network

import (
	"net"
	"net/netip"
	"slices"
)

// theWayOut asks the system which address it would send from, to a network that
// is kept for examples (RFC 5737); nothing is sent. The gateway stays unknown.
func theWayOut() way {
	conn, err := net.Dial("udp4", "192.0.2.1:9")
	if err != nil {
		return way{}
	}
	defer conn.Close()
	from := conn.LocalAddr().(*net.UDPAddr).AddrPort().Addr().Unmap()
	interfaces, _ := net.Interfaces() // none: no way out
	for _, i := range interfaces {
		addresses, _ := i.Addrs()
		if slices.ContainsFunc(addresses, func(a net.Addr) bool {
			p, err := netip.ParsePrefix(a.String())
			return err == nil && p.Addr().Unmap() == from
		}) {
			return way{index: i.Index}
		}
	}
	return way{}
}
