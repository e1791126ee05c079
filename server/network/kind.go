// SPDX-License-Identifier: MIT

package network

import (
	"net"
	"net/netip"
	"slices"
	"strings"
)

// Kind is what an interface is. Its order is that of the choice.
type Kind int

// The kinds. Who is on a network of the first two may be reached by a phone
// beside this computer.
const (
	Wired    Kind = iota // or what nothing is known about
	Wireless             // Wi-Fi
	VPN                  // others reach it from far away, or not at all
	Virtual              // containers and virtual machines of this computer
)

func (k Kind) String() string {
	return [...]string{"wired", "Wi-Fi", "VPN", "virtual"}[k]
}

// The beginnings of names, in lower case, by which systems and programs call
// their interfaces.
var (
	wirelessNames = []string{"wl", "wifi", "wi-fi", "ath", "wireless"}
	vpnNames      = []string{"tun", "tap", "wg", "utun", "ppp", "ipsec", "tailscale", "zt", "nordlynx", "proton", "mullvad", "vpn", "gpd", "cscotun", "wwan", "wwp", "cellular", "mobile"} // a modem's network is a carrier's
	virtualNames  = []string{"docker", "br-", "veth", "virbr", "vmnet", "vmware", "vboxnet", "virtualbox", "vethernet", "hyper-v", "wsl", "lxc", "lxd", "incus", "cni", "podman", "flannel", "cali", "kube", "vnet", "bridge1", "feth", "awdl", "llw", "anpi"}
)

// sharedAddresses are those of carriers and of overlay networks (RFC 6598).
var sharedAddresses = netip.MustParsePrefix("100.64.0.0/10")

// kindOf tells by name, flags and address what an interface is.
func kindOf(name string, flags net.Flags, ip netip.Addr) Kind {
	name = strings.ToLower(name)
	begins := func(names []string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(name, n) })
	}
	switch {
	case begins(virtualNames):
		return Virtual
	case begins(vpnNames), flags&net.FlagPointToPoint != 0, sharedAddresses.Contains(ip):
		return VPN
	case begins(wirelessNames):
		return Wireless
	}
	return Wired
}
