// SPDX-License-Identifier: MIT

package network

import (
	"fmt"
	"net"
	"net/netip"
)

// machine is what the system says about its networks.
type machine struct {
	interfaces []iface
	ways       []way
}

// iface is one interface with its addresses.
type iface struct {
	name     string
	index    int
	flags    net.Flags
	prefixes []netip.Prefix // its addresses, each with the length of its network
	device   string         // what its driver calls it; "" where the system does not tell
	medium   medium         // 0 where the system does not tell
}

// way is a default route of IPv4; the zero way is none.
type way struct {
	on      string     // name of its interface
	metric  int        // the smaller one is taken
	gateway netip.Addr // the zero Addr where there is none, or the system does not tell
	station string     // hardware address of the gateway, "" when it is not known now
}

// way returns the default route that is taken, of those on one interface or, for
// "", of all. A VPN that takes all traffic leaves the interface below it the
// route that it had.
func (m machine) way(on string) (best way) {
	for _, w := range m.ways {
		if (on == "" || w.on == on) && (best.on == "" || w.metric < best.metric) {
			best = w
		}
	}
	return best
}

// look asks the system: package net, and ask of route_*.go for what that does not
// tell.
func look() (machine, error) {
	found, err := net.Interfaces()
	if err != nil {
		return machine{}, fmt.Errorf("list the network interfaces: %w", err)
	}
	var m machine
	for _, i := range found {
		one := iface{name: i.Name, index: i.Index, flags: i.Flags}
		addresses, err := i.Addrs()
		if err != nil {
			continue // it has gone meanwhile
		}
		for _, a := range addresses {
			if n, ok := a.(*net.IPNet); ok {
				ip, _ := netip.AddrFromSlice(n.IP)
				bits, _ := n.Mask.Size()
				one.prefixes = append(one.prefixes, netip.PrefixFrom(ip.Unmap(), bits))
			}
		}
		m.interfaces = append(m.interfaces, one)
	}
	m.ask()
	return m, nil
}
