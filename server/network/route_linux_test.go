// SPDX-License-Identifier: MIT

package network

import (
	"fmt"
	"net/netip"
	"os"
	"strings"
	"testing"
)

const head = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"

func TestParseRoutes(t *testing.T) {
	const wlan0 = "wlan0 00000000 0101A8C0 0003 0 0 600 00000000 0 0 0\n" // by 192.168.1.1
	for _, tt := range []struct{ name, table, want string }{
		{"one", head + wlan0 + "wlan0 0001A8C0 00000000 0001 0 0 600 00FFFFFF 0 0 0\n", "wlan0 600 192.168.1.1 aa:bb:cc:99:99:99"},
		{"one for each interface", head + wlan0 + "eth0 00000000 0100000A 0003 0 0 100 00000000 0 0 0\n", "wlan0 600 192.168.1.1 aa:bb:cc:99:99:99, eth0 100 10.0.0.1"},
		{"into a tunnel", head + "tun0 00000000 00000000 0001 0 0 50 00000000 0 0 0\n" + wlan0, "tun0 50 invalid IP, wlan0 600 192.168.1.1 aa:bb:cc:99:99:99"},
		{"not up", head + "eth0 00000000 0100000A 0002 0 0 100 00000000 0 0 0\n", ""},
		{"half of everything", head + "tun0 00000000 0100080A 0003 0 0 0 00000080 0 0 0\n", ""},
		{"nothing", head, ""},
		{"empty", "", ""},
		{"garbage", head + "eth0 00000000 zzz 0003 0 0 100 00000000\neth0 00000000 0101A8 0003 0 0 100 00000000\neth0 00000000 0101A8C0 0003 0 0 x 00000000\neth0\n\n", ""},
	} {
		var got []string
		for _, w := range parseRoutes(tt.table, neighbours) {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%s %d %s %s", w.on, w.metric, w.gateway, w.station)))
		}
		if text := strings.Join(got, ", "); text != tt.want {
			t.Errorf("%s: parseRoutes() = %s, want %s", tt.name, text, tt.want)
		}
	}
}

const neighbours = "IP address       HW type     Flags       HW address            Mask     Device\n" +
	"192.168.1.1      0x1         0x2         aa:bb:cc:00:11:22     *        eth0\n" +
	"192.168.1.1      0x1         0x2         aa:bb:cc:99:99:99     *        wlan0\n" +
	"192.168.1.9      0x1         0x0         00:00:00:00:00:00     *        eth0\n"

func TestParseStations(t *testing.T) {
	for _, tt := range []struct{ address, device, want string }{
		{"192.168.1.1", "eth0", "aa:bb:cc:00:11:22"},
		{"192.168.1.1", "eth1", ""},
		{"192.168.1.9", "eth0", ""}, // not complete
		{"192.168.1.7", "eth0", ""},
	} {
		if got := parseStations(neighbours, netip.MustParseAddr(tt.address), tt.device); got != tt.want {
			t.Errorf("parseStations(%s on %s) = %q, want %q", tt.address, tt.device, got, tt.want)
		}
	}
	if got := parseStations("garbage\n\n", netip.Addr{}, "eth0"); got != "" {
		t.Errorf("parseStations(garbage) = %q, want none", got)
	}
}

// TestAsk asks the kernel that the test runs on.
func TestAsk(t *testing.T) {
	routes, err := os.ReadFile("/proc/net/route")
	if err != nil {
		t.Skip(err)
	}
	m, err := look()
	if want := len(parseRoutes(string(routes), "")); err != nil || len(m.ways) != want {
		t.Errorf("look() = %+v, %v, want %d ways out", m, err, want)
	}
}
