// SPDX-License-Identifier: MIT

package mdns

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"

	"golang.org/x/net/ipv4"
	"golang.org/x/net/ipv6"
)

// port and groups of Multicast DNS (RFC 6762 §3).
const port = 5353

var (
	group4 = &net.UDPAddr{IP: net.IPv4(224, 0, 0, 251), Port: port}
	group6 = &net.UDPAddr{IP: net.ParseIP("ff02::fb"), Port: port}
)

// hops is the TTL or hop limit of what is sent (RFC 6762 §11).
const hops = 255

// link is where packets come from and go to: one interface, by the IP versions
// of the service's addresses.
type link struct {
	sockets  []socket
	index    int            // of the interface
	prefixes []netip.Prefix // of the interface: who is on the link
}

// socket is one IP version of a link.
type socket struct {
	conn  net.PacketConn
	group *net.UDPAddr
	// read returns also the interface and the address that a packet came to,
	// or 0 and nil where the system does not tell.
	read func([]byte) (n, index int, to net.IP, from net.Addr, err error)
}

// openLink opens the sockets. It needs one of those that are wanted.
func openLink(s Service) (*link, error) {
	l := &link{index: s.Interface.Index}
	addresses, err := s.Interface.Addrs()
	if err != nil {
		return nil, fmt.Errorf("read addresses of %s: %w", s.Interface.Name, err)
	}
	for _, a := range addresses {
		if n, ok := a.(*net.IPNet); ok {
			ip, _ := netip.AddrFromSlice(n.IP)
			bits, _ := n.Mask.Size()
			l.prefixes = append(l.prefixes, netip.PrefixFrom(ip.Unmap(), bits))
		}
	}
	var faults []error
	open := func(wanted bool, open func(*net.Interface) (socket, error)) {
		if !wanted {
			return
		}
		socket, err := open(&s.Interface)
		if err != nil {
			faults = append(faults, fmt.Errorf("listen for multicast DNS on %s: %w", s.Interface.Name, err))
			return
		}
		l.sockets = append(l.sockets, socket)
	}
	is4 := func(ip netip.Addr) bool { return ip.Unmap().Is4() }
	is6 := func(ip netip.Addr) bool { return !is4(ip) }
	open(slices.ContainsFunc(s.IP, is4), openSocket4)
	open(slices.ContainsFunc(s.IP, is6), openSocket6)
	if len(l.sockets) == 0 {
		return nil, errors.Join(faults...)
	}
	return l, nil
}

// openSocket4 shares the port: net.ListenMulticastUDP sets what that needs.
// The loop is what lets other responders of this machine hear us.
func openSocket4(i *net.Interface) (socket, error) {
	conn, err := net.ListenMulticastUDP("udp4", i, group4)
	if err != nil {
		return socket{}, err
	}
	p := ipv4.NewPacketConn(conn)
	if err := errors.Join(p.SetMulticastInterface(i), p.SetMulticastTTL(hops), p.SetMulticastLoopback(true)); err != nil {
		return socket{}, errors.Join(err, conn.Close())
	}
	told := p.SetControlMessage(ipv4.FlagInterface|ipv4.FlagDst, true) == nil // Windows cannot
	return socket{conn, group4, func(b []byte) (n, index int, to net.IP, from net.Addr, err error) {
		n, about, from, err := p.ReadFrom(b)
		if told && about != nil {
			index, to = about.IfIndex, about.Dst
		}
		return n, index, to, from, err
	}}, nil
}

func openSocket6(i *net.Interface) (socket, error) {
	conn, err := net.ListenMulticastUDP("udp6", i, group6)
	if err != nil {
		return socket{}, err
	}
	p := ipv6.NewPacketConn(conn)
	if err := errors.Join(p.SetMulticastInterface(i), p.SetMulticastHopLimit(hops), p.SetMulticastLoopback(true)); err != nil {
		return socket{}, errors.Join(err, conn.Close())
	}
	told := p.SetControlMessage(ipv6.FlagInterface|ipv6.FlagDst, true) == nil
	return socket{conn, group6, func(b []byte) (n, index int, to net.IP, from net.Addr, err error) {
		n, about, from, err := p.ReadFrom(b)
		if told && about != nil {
			index, to = about.IfIndex, about.Dst
		}
		return n, index, to, from, err
	}}, nil
}

// receive waits for the next packet. A packet from another interface, or from
// a source that is not on the link, is not ok (RFC 6762 §11).
func (l *link) receive(s socket, buffer []byte) (p packet, ok bool, err error) {
	n, index, to, from, err := s.read(buffer)
	if err != nil {
		return packet{}, false, err
	}
	p = packet{data: buffer[:n], from: from.(*net.UDPAddr).AddrPort(), group: to == nil || to.IsMulticast()}
	return p, (index == 0 || index == l.index) && l.holds(p.from.Addr()), nil
}

// holds reports that an address is on the link.
func (l *link) holds(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	return slices.ContainsFunc(l.prefixes, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// own are the addresses of this machine on the link.
func (l *link) own() (own []netip.Addr) {
	for _, p := range l.prefixes {
		own = append(own, p.Addr())
	}
	return own
}

// send sends to one address, or to the group by all IP versions.
func (l *link) send(data []byte, to netip.AddrPort) error {
	var faults []error
	for _, s := range l.sockets {
		address := s.group
		if to.IsValid() {
			address = net.UDPAddrFromAddrPort(to)
			if (s.group == group4) != to.Addr().Unmap().Is4() {
				continue
			}
		}
		if _, err := s.conn.WriteTo(data, address); err != nil {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}

func (l *link) close() error {
	var faults []error
	for _, s := range l.sockets {
		faults = append(faults, s.conn.Close())
	}
	return errors.Join(faults...)
}
