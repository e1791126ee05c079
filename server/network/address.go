// SPDX-License-Identifier: MIT

package network

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// Address is one address of this machine.
type Address struct {
	IP        netip.Addr
	Prefix    netip.Prefix // of its network
	Interface string
	Index     int // of the interface
	Kind      Kind
	Default   bool // its interface leads to everywhere else
}

// Addresses returns those that others may reach, the best first: those of
// private networks before public ones, IPv4 before IPv6, the interface with the
// default route before others, VPNs and virtual networks last. Loopback and
// link-local addresses are none.
func Addresses() ([]Address, error) {
	m, err := look()
	if err != nil {
		return nil, err
	}
	return m.addresses(), nil
}

// Best returns the address to lend a folder on when nobody has chosen one: a
// private one, and never one of a VPN or of a virtual network. The error says
// what to do.
func Best() (Address, error) {
	m, err := look()
	if err != nil {
		return Address{}, err
	}
	return m.best()
}

func (m machine) addresses() (all []Address) {
	for _, i := range m.interfaces {
		if i.flags&net.FlagUp == 0 || i.flags&net.FlagLoopback != 0 {
			continue
		}
		for _, p := range i.prefixes {
			if ip := p.Addr(); ip.IsGlobalUnicast() && !ip.IsLinkLocalUnicast() {
				all = append(all, Address{ip, p.Masked(), i.name, i.index, kindOf(i.name, i.flags, ip), i.index == m.way.index})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Address) int { return slices.Compare(a.rank(), b.rank()) })
	return all
}

// rank is smaller for the better address, by its first number that differs.
func (a Address) rank() []int {
	not := func(good bool) int {
		if good {
			return 0
		}
		return 1
	}
	return []int{
		cmp.Compare(a.Kind, Wireless+1) + 1, // those that are chosen, before those that are not
		not(a.IP.IsPrivate()), not(a.IP.Is4()), not(a.Default), int(a.Kind),
	}
}

// ownChoice reports whether an address may be chosen without asking: one of a
// private network, not one that others reach from far away, and one that a person
// can type.
func (a Address) ownChoice() bool { return a.Kind <= Wireless && a.IP.IsPrivate() && a.IP.Is4() }

func (m machine) best() (Address, error) {
	all := m.addresses()
	if len(all) == 0 {
		return Address{}, errNoNetwork
	}
	if !all[0].ownChoice() {
		var names []string
		for _, a := range all {
			names = append(names, a.String())
		}
		return Address{}, fmt.Errorf("no network for a share: there is only %s; name one with lan to share there", strings.Join(names, ", "))
	}
	return all[0], nil
}

// String names the address for people, with what it is: "tun0 (VPN, 10.8.0.2)".
func (a Address) String() string {
	kind := a.Kind.String()
	if a.Kind <= Wireless && !a.IP.IsPrivate() {
		kind = "public"
	} else if a.Kind <= Wireless && a.IP.Is6() {
		kind = "IPv6"
	}
	return fmt.Sprintf("%s (%s, %s)", a.Interface, kind, a.IP)
}

// errNoNetwork is the error of Best on a machine that is on none.
var errNoNetwork = errors.New("no network: join a Wi-Fi, or plug in a cable")
