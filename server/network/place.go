// SPDX-License-Identifier: MIT

package network

import (
	"net/netip"
	"slices"
)

// Place is a network, as this machine can tell it from others: by its prefix, by
// the address of its gateway, and, where the system tells, by the gateway's
// hardware address, because every second home is 192.168.1.0/24. A network that
// imitates all of these is taken for the same.
type Place struct {
	Prefix  netip.Prefix
	Gateway netip.Addr // the zero Addr where it is not known, or leads elsewhere
	Station string     // hardware address of the gateway; "" when it is not known
}

// Here returns the network that an address is on. It reports false when this
// machine has that address no longer.
func Here(a Address) (Place, bool) {
	m, err := look()
	if err != nil {
		return Place{}, false
	}
	return m.here(a)
}

func (m machine) here(a Address) (Place, bool) {
	for _, i := range m.interfaces {
		at := slices.IndexFunc(i.prefixes, func(p netip.Prefix) bool { return p.Addr() == a.IP })
		if at < 0 || i.index != a.Index {
			continue
		}
		p := Place{Prefix: i.prefixes[at].Masked()}
		if m.way.index == i.index && p.Prefix.Contains(m.way.gateway) {
			p.Gateway, p.Station = m.way.gateway, m.way.station
		}
		return p, true
	}
	return Place{}, false
}

// Same reports whether two looks saw one network. What one of them could not
// see of the gateway's hardware says nothing: the system forgets it and asks
// again now and then.
func (p Place) Same(q Place) bool {
	return p.Prefix == q.Prefix && p.Gateway == q.Gateway && (p.Station == "" || q.Station == "" || p.Station == q.Station)
}

// String names the place for people: "192.168.1.0/24 by way of 192.168.1.1".
func (p Place) String() string {
	if !p.Gateway.IsValid() {
		return p.Prefix.String()
	}
	return p.Prefix.String() + " by way of " + p.Gateway.String()
}
