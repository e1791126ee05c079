// SPDX-License-Identifier: MIT

package network

import (
	"errors"
	"net/netip"
	"unsafe"

	"golang.org/x/sys/windows"
)

// theWayOut takes the interface with a gateway and the smallest metric.
func theWayOut() (out way) {
	least := uint32(0)
	for a := adapters(); a != nil; a = a.Next {
		if a.OperStatus != windows.IfOperStatusUp || out.index != 0 && a.Ipv4Metric >= least {
			continue
		}
		for g := a.FirstGatewayAddress; g != nil; g = g.Next {
			if ip, ok := netip.AddrFromSlice(g.Address.IP()); ok && ip.Unmap().Is4() {
				out, least = way{index: int(a.IfIndex), gateway: ip.Unmap()}, a.Ipv4Metric
				break
			}
		}
	}
	return out
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
