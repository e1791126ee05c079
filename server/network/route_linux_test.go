// SPDX-License-Identifier: MIT

package network

import (
	"net/netip"
	"testing"
)

const head = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"

func TestParseRoutes(t *testing.T) {
	for _, tt := range []struct{ name, table, device, gateway string }{
		{"one", head + "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\neth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n", "eth0", "192.168.1.1"},
		{"the smaller metric", head + "wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\neth0\t00000000\t0100000A\t0003\t0\t0\t100\t00000000\t0\t0\t0\n", "eth0", "10.0.0.1"},
		{"not up", head + "eth0\t00000000\t0101A8C0\t0002\t0\t0\t100\t00000000\t0\t0\t0\n", "", ""},
		{"half of everything", head + "tun0\t00000000\t0100080A\t0003\t0\t0\t0\t00000080\t0\t0\t0\n", "", ""},
		{"nothing", head, "", ""},
		{"empty", "", "", ""},
		{"garbage", head + "eth0 00000000 zzz 0003 0 0 100 00000000\neth0\n\n", "", ""},
	} {
		device, gateway := parseRoutes(tt.table)
		want, _ := netip.ParseAddr(tt.gateway)
		if device != tt.device || gateway != want {
			t.Errorf("%s: parseRoutes() = %q, %v, want %q, %q", tt.name, device, gateway, tt.device, tt.gateway)
		}
	}
}

func TestParseStations(t *testing.T) {
	const table = "IP address       HW type     Flags       HW address            Mask     Device\n" +
		"192.168.1.1      0x1         0x2         aa:bb:cc:00:11:22     *        eth0\n" +
		"192.168.1.1      0x1         0x2         aa:bb:cc:99:99:99     *        wlan0\n" +
		"192.168.1.9      0x1         0x0         00:00:00:00:00:00     *        eth0\n"
	for _, tt := range []struct{ address, device, want string }{
		{"192.168.1.1", "eth0", "aa:bb:cc:00:11:22"},
		{"192.168.1.1", "eth1", ""},
		{"192.168.1.9", "eth0", ""}, // not complete
		{"192.168.1.7", "eth0", ""},
	} {
		if got := parseStations(table, netip.MustParseAddr(tt.address), tt.device); got != tt.want {
			t.Errorf("parseStations(%s on %s) = %q, want %q", tt.address, tt.device, got, tt.want)
		}
	}
	if got := parseStations("garbage\n\n", netip.Addr{}, "eth0"); got != "" {
		t.Errorf("parseStations(garbage) = %q, want none", got)
	}
}
