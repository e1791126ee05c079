// SPDX-License-Identifier: MIT

package reach

import (
	"context"
	"net"
	"net/netip"
	"testing"
)

func TestForOthers(t *testing.T) {
	for _, tt := range []struct {
		lent []string
		want string
	}{
		{nil, "invalid AddrPort"},
		{[]string{"127.0.0.1:80", "[::1]:80"}, "invalid AddrPort"},
		{[]string{"127.0.0.1:80", "192.168.1.2:80", "10.0.0.1:80"}, "192.168.1.2:80"},
		{[]string{"[::ffff:10.0.0.1]:80"}, "10.0.0.1:80"},
		{[]string{"0.0.0.0:80"}, "0.0.0.0:80"},
	} {
		var lent []netip.AddrPort
		for _, at := range tt.lent {
			lent = append(lent, netip.MustParseAddrPort(at))
		}
		if got := forOthers(lent).String(); got != tt.want {
			t.Errorf("forOthers(%v) = %s, want %s", tt.lent, got, tt.want)
		}
	}
}

func TestIsTunnel(t *testing.T) {
	const up = net.FlagUp
	for name, want := range map[string]bool{
		"eth0": false, "wlan0": false, "en0": false, "Wi-Fi": false, "Ethernet 2": false, "enp3s0": false, "br0": false,
		"tun0": true, "wg0": true, "wg-home": true, "utun4": true, "ppp0": true, "tailscale0": true, "ztabcdef": true,
		"NordLynx": true, "Local Area Connection (OpenVPN)": true, "Company VPN": true, "ProtonVPN TUN": true,
	} {
		if got := isTunnel(name, up); got != want {
			t.Errorf("isTunnel(%q) = %v, want %v", name, got, want)
		}
	}
	if !isTunnel("p2p", up|net.FlagPointToPoint) {
		t.Error("isTunnel of an interface from point to point = false, want true")
	}
}

// TestGather asks this machine, whatever it is.
func TestGather(t *testing.T) {
	listener, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	port := uint16(listener.Addr().(*net.TCPAddr).Port)
	at := netip.AddrPortFrom(netip.IPv4Unspecified(), port)
	if f := gather(t.Context(), []netip.AddrPort{at}); !f.answers || f.lent != at {
		t.Errorf("gather(%s) = %+v, want a listener that answers", at, f)
	}
	listener.Close()
	if f := gather(t.Context(), []netip.AddrPort{at}); f.answers {
		t.Errorf("gather(%s) = %+v, want nobody to answer", at, f)
	}
	for _, w := range interfaces() {
		for _, addr := range w.at {
			if got := nameOf(interfaces(), addr); got == "" {
				t.Errorf("nameOf(%s) = nothing, want an interface such as %s", addr, w.name)
			}
		}
	}
	gone := netip.MustParseAddrPort("192.0.2.77:8080")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if f := gather(ended, []netip.AddrPort{gone}); f.on != "" || f.answers {
		t.Errorf("gather(%s) = %+v, want an address that is not ours", gone, f)
	}
	if Check(t.Context(), nil).Action == "" {
		t.Error("Check(nothing lent) = no action, want one")
	}
}
