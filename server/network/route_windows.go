// SPDX-License-Identifier: MIT

package network

import (
	"errors"
	"net/netip"
	"unsafe"

	"golang.org/x/sys/windows"
)

// ask adds the ways out, and what Windows says of the devices.
func (m *machine) ask() {
	for a := adapters(); a != nil; a = a.Next {
		name := windows.UTF16PtrToString(a.FriendlyName) // package net calls it so
		for n := range m.interfaces {
			if i := &m.interfaces[n]; i.name == name {
				i.device, i.medium = windows.UTF16PtrToString(a.Description), medium(a.IfType)
			}
		}
		if a.OperStatus != windows.IfOperStatusUp {
			continue
		}
		for g := a.FirstGatewayAddress; g != nil; g = g.Next {
			if ip, ok := netip.AddrFromSlice(g.Address.IP()); ok && ip.Unmap().Is4() {
				m.ways = append(m.ways, way{on: name, metric: int(a.Ipv4Metric), gateway: ip.Unmap()})
			}
		}
	}
}

// adapters returns the list that Windows has of its interfaces, nil when it does
// not tell.
func adapters() *windows.IpAdapterAddresses {
	const flags = windows.GAA_FLAG_INCLUDE_GATEWAYS | windows.GAA_FLAG_SKIP_ANYCAST | windows.GAA_FLAG_SKIP_MULTICAST | windows.GAA_FLAG_SKIP_DNS_SERVER
	size := uint32(16 << 10)
	for range 3 { // the list may have grown between two calls
		buffer := make([]byte, size)
		first := (*windows.IpAdapterAddresses)(unsafe.Pointer(&buffer[0])) //nolint:gosec // as large as it says
		err := windows.GetAdaptersAddresses(windows.AF_UNSPEC, flags, 0, first, &size)
		if err == nil {
			return first
		}
		if !errors.Is(err, windows.ERROR_BUFFER_OVERFLOW) {
			return nil
		}
	}
	return nil
}
