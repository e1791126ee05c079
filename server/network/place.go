// SPDX-License-Identifier: MIT

package network

import "net/netip"

// Place is a network, as this machine can tell it from others: by its prefix, by
// the gateway of the interface that is on it, and, where the system tells, by the
// gateway's hardware address, because every second home is 192.168.1.0/24. Which
// interface the traffic to everywhere else leaves by has no part in it. A network
// that imitates all of these is taken for the same.
type Place struct {
	Prefix  netip.Prefix
	Gateway netip.Addr // the zero Addr where the interface has no way out, or it is not known
	Station string     // hardware address of the gateway; "" when it is not known
}

// Same reports whether two looks saw one network. A gateway that one of them did
// not see makes them two: nobody can say then. What one of them could not see of
// the gateway's hardware says nothing: the system forgets it and asks again now
// and then.
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
