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

// medium is the type of an interface as IANA counts them (ifType of RFC 2863).
// Those of PPP and of tunnels have a flag of package net.
type medium uint32

const (
	mediumProgram medium = 53 // WireGuard, OpenVPN
	mediumWiFi    medium = 71
	mediumGSM     medium = 243 // a modem
	mediumCDMA    medium = 244 // a modem
)

// The beginnings of names, in lower case, by which systems and programs call
// their interfaces.
var (
	wirelessNames = []string{"wl", "wifi", "wi-fi", "ath", "wireless"}
	vpnNames      = []string{"tun", "tap", "wg", "utun", "ppp", "ipsec", "zt", "nordlynx", "proton", "mullvad", "gpd", "cscotun", "wwan", "wwp", "cellular", "mobile"} // a modem's network is a carrier's
	virtualNames  = []string{"docker", "br-", "veth", "virbr", "vmnet", "vmware", "vboxnet", "vethernet", "hyper-v", "wsl", "lxc", "lxd", "incus", "cni", "podman", "flannel", "cali", "kube", "vnet", "bridge1", "feth", "awdl", "llw", "anpi"}
)

// Words, in lower case, that tell anywhere in the name of an interface or of its
// device. On Windows a name is "Ethernet 2" whatever it belongs to. The card that
// a virtual machine sees is no virtual one to it: "Microsoft Hyper-V Network
// Adapter" and "VMware Accelerated AMD PCNet Adapter" are not meant.
var (
	vpnWords     = []string{"vpn", "tunnel", "tap-", "wireguard", "wintun", "tailscale", "zerotier", "hamachi", "anyconnect", "fortinet", "pangp", "juniper", "check point virtual"}
	virtualWords = []string{"virtualbox", "vmware virtual", "hyper-v virtual", "loopback"}
)

// sharedAddresses are those of carriers and of overlay networks (RFC 6598).
var sharedAddresses = netip.MustParsePrefix("100.64.0.0/10")

// kindOf tells what an interface is: by its name and flags, by what the system
// says of its device, and by its address.
func kindOf(i iface, ip netip.Addr) Kind {
	name := strings.ToLower(i.name)
	both := name + "\n" + strings.ToLower(i.device)
	begins := func(names []string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(name, n) })
	}
	tells := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(both, w) })
	}
	switch {
	case begins(virtualNames), tells(virtualWords):
		return Virtual
	case begins(vpnNames), tells(vpnWords), i.medium.remote(), i.flags&net.FlagPointToPoint != 0, sharedAddresses.Contains(ip):
		return VPN
	case begins(wirelessNames), i.medium == mediumWiFi:
		return Wireless
	}
	return Wired
}

// remote reports whether those on a medium are not beside this computer.
func (m medium) remote() bool {
	switch m {
	case mediumProgram, mediumGSM, mediumCDMA:
		return true
	}
	return false
}
