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
	Place     Place // the network that it is on
	Interface string
	Index     int // of the interface
	Kind      Kind
	Default   bool // what goes to everywhere else leaves by its interface
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

// Choices returns those of Addresses that a folder may be lent on when nobody has
// chosen one, at least one: private ones, and never one of a VPN or of a virtual
// network. The error says what to do.
func Choices() ([]Address, error) {
	m, err := look()
	if err != nil {
		return nil, err
	}
	return m.choices()
}

func (m machine) addresses() (all []Address) {
	out := m.way("").on
	for _, i := range m.interfaces {
		if i.flags&net.FlagUp == 0 || i.flags&net.FlagLoopback != 0 {
			continue
		}
		way := m.way(i.name)
		for _, p := range i.prefixes {
			if ip := p.Addr(); ip.IsGlobalUnicast() {
				place := Place{p.Masked(), way.gateway, way.station}
				all = append(all, Address{ip, place, i.name, i.index, kindOf(i, ip), i.name == out})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Address) int { return slices.Compare(a.rank(), b.rank()) })
	for n, a := range all {
		if a.IP.Is6() { // its prefix changes where the provider likes that: the best address beside it says more
			best := slices.IndexFunc(all, func(b Address) bool { return b.Interface == a.Interface })
			all[n].Place = all[best].Place
		}
	}
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

func (m machine) choices() ([]Address, error) {
	all := m.addresses()
	if len(all) == 0 {
		return nil, errNoNetwork
	}
	own := slices.DeleteFunc(slices.Clone(all), func(a Address) bool { return !a.ownChoice() })
	if len(own) == 0 {
		var names []string
		for _, a := range all {
			names = append(names, a.String())
		}
		return nil, fmt.Errorf("no network for a share: there is only %s; name one with lan to share there", strings.Join(names, ", "))
	}
	return own, nil
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

// errNoNetwork is the error of Choices on a machine that is on none.
var errNoNetwork = errors.New("no network: join a Wi-Fi, or plug in a cable")
