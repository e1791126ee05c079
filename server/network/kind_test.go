// SPDX-License-Identifier: MIT

package network

import (
	"net"
	"net/netip"
	"testing"
)

// TestKind has interfaces as systems name and describe them.
func TestKind(t *testing.T) {
	for _, tt := range []struct {
		name, device string
		medium       medium
		flags        net.Flags
		want         Kind
	}{
		{"eth0", "", 0, up, Wired},
		{"enp3s0", "", 0, up, Wired},
		{"en0", "", 0, up, Wired},
		{"wlp3s0", "", 0, up, Wireless},
		{"WLAN", "", 0, up, Wireless},
		{"WWAN0", "", 0, up, VPN},
		{"Docker0", "", 0, up, Virtual},
		{"tun0", "", 0, up, VPN},
		{"corp0", "", 0, p2p, VPN},
		{"Company VPN", "", 0, up, VPN},
		{"Local Area Connection (OpenVPN)", "", 0, up, VPN},
		{"Tailscale", "Tailscale Tunnel", 53, up, VPN},
		{"VirtualBox Host-Only Network #2", "", 0, up, Virtual},

		{"Ethernet", "Intel(R) Ethernet Connection (7) I219-V", 6, up, Wired},
		{"Ethernet 2", "Realtek PCIe GbE Family Controller", 6, up, Wired},
		{"Netzwerkverbindung", "Intel(R) Wi-Fi 6 AX201 160MHz", 71, up, Wireless},
		{"Ethernet 2", "VirtualBox Host-Only Ethernet Adapter", 6, up, Virtual},
		{"Ethernet 2", "VMware Virtual Ethernet Adapter for VMnet8", 6, up, Virtual},
		{"Ethernet 2", "Hyper-V Virtual Ethernet Adapter #2", 6, up, Virtual},
		{"Ethernet 2", "Microsoft KM-TEST Loopback Adapter", 6, up, Virtual},
		{"Ethernet 2", "TAP-Windows Adapter V9", 6, up, VPN},
		{"Ethernet 2", "TAP-Win32 Adapter V9", 6, up, VPN},
		{"Ethernet 2", "WireGuard Tunnel", 6, up, VPN},
		{"Ethernet 2", "WireGuard driver", 6, up, VPN},
		{"Ethernet 2", "Wintun Userspace", 6, up, VPN},
		{"Ethernet 2", "Tailscale", 6, up, VPN},
		{"Ethernet 2", "Mullvad Tunnel", 6, up, VPN},
		{"Ethernet 2", "OpenVPN Data Channel Offload", 6, up, VPN},
		{"Ethernet 2", "ZeroTier Virtual Port", 6, up, VPN},
		{"Ethernet 2", "LogMeIn Hamachi Virtual Ethernet Adapter", 6, up, VPN},
		{"Ethernet 2", "Cisco AnyConnect Virtual Miniport Adapter for Windows x64", 6, up, VPN},
		{"Ethernet 2", "Fortinet Virtual Ethernet Adapter (NDIS 6.30)", 6, up, VPN},
		{"Ethernet 2", "PANGP Virtual Ethernet Adapter #2", 6, up, VPN},
		{"Ethernet 2", "Juniper Networks Virtual Adapter", 6, up, VPN},
		{"Ethernet 2", "Check Point Virtual Network Adapter For Endpoint", 6, up, VPN},
		{"Ethernet 2", "Something", 53, up, VPN},
		{"Mobilfunk", "Generic Broadband Adapter", 243, up, VPN},
		{"Mobilfunk", "Generic Broadband Adapter", 244, up, VPN},
		// What a virtual machine has for a cable.
		{"Ethernet", "Microsoft Hyper-V Network Adapter", 6, up, Wired},
		{"Ethernet0", "VMware Accelerated AMD PCNet Adapter", 6, up, Wired},
		{"Ethernet", "Red Hat VirtIO Ethernet Adapter", 6, up, Wired},
		{"Ethernet", "Intel(R) 82599 Virtual Function", 6, up, Wired},
	} {
		i := iface{name: tt.name, device: tt.device, medium: tt.medium, flags: tt.flags}
		if got := kindOf(i, netip.MustParseAddr("192.168.1.2")); got != tt.want {
			t.Errorf("kindOf(%q, a %q of medium %d) = %v, want %v", tt.name, tt.device, tt.medium, got, tt.want)
		}
	}
	if got := kindOf(iface{name: "eth0", flags: up}, netip.MustParseAddr("100.64.0.1")); got != VPN {
		t.Errorf("kindOf(eth0 with 100.64.0.1) = %v, want that of a VPN", got)
	}
}
