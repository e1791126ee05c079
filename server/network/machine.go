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
	way        way
}

// iface is one interface with its addresses.
type iface struct {
	name     string
	index    int
	flags    net.Flags
	prefixes []netip.Prefix // its addresses, each with the length of its network
}

// way is the default route of IPv4; the zero way is none.
type way struct {
	index   int        // of its interface
	gateway netip.Addr // the zero Addr where the system does not tell
	station string     // hardware address of the gateway, "" when it is not known now
}

func look() (machine, error) {
	found, err := net.Interfaces()
	if err != nil {
		return machine{}, fmt.Errorf("list the network interfaces: %w", err)
	}
	m := machine{way: theWayOut()}
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
	return m, nil
}
