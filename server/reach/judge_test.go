// SPDX-License-Identifier: MIT

package reach

import (
	"net/netip"
	"strings"
	"testing"
)

// right are facts with which nothing is wrong.
func right() facts {
	return facts{lent: netip.MustParseAddrPort("192.168.1.23:8080"), answers: true, on: "wlan0", out: "wlan0"}
}

func TestJudge(t *testing.T) {
	at := func(s string) func(*facts) { return func(f *facts) { f.lent = netip.MustParseAddrPort(s) } }
	for _, tt := range []struct {
		name   string
		change func(*facts)
		cause  string
		action string
	}{
		{"nothing wrong", func(*facts) {}, "Everything looks right", "Guest networks"},
		{"everywhere", at("0.0.0.0:8080"), "Everything looks right", "same Wi-Fi"},
		{"loopback only", func(f *facts) { f.lent = netip.AddrPort{} }, "this computer only", "Share a folder"},
		{"no network", func(f *facts) { f.on, f.out = "", "" }, "on no network", "Connect"},
		{"another network", func(f *facts) { f.on = "" }, "192.168.1.23 is no longer", "share again"},
		{"no listener", func(f *facts) { f.answers = false }, "Nothing answers at 192.168.1.23:8080", "another port"},
		{"no listener, and a firewall", func(f *facts) { f.answers, f.wall = false, wall{name: ufw} }, "Nothing answers", ""},
		{"blocked by Windows", func(f *facts) { f.wall = wall{name: windowsFirewall, blocks: true, program: "porchlight.exe"} }, "blocks porchlight.exe", "Allow an app"},
		{"blocked by Windows, and a VPN", func(f *facts) {
			f.wall, f.tunnel = wall{name: windowsFirewall, blocks: true, program: "porchlight.exe"}, true
		}, "blocks porchlight.exe", ""},
		{"blocked by macOS", func(f *facts) { f.wall = wall{name: macFirewall, blocks: true} }, "blocks all", "Options"},
		{"no router", at("169.254.7.8:8080"), "169.254.7.8 was made up", "router"},
		{"no router, IPv6", at("[fe80::1]:8080"), "made up", ""},
		{"a VPN beside", func(f *facts) { f.out, f.tunnel = "tun0", true }, "A VPN (tun0) takes all", "Switch it off"},
		{"on a VPN", func(f *facts) { f.on, f.out, f.tunnel = "tun0", "tun0", true }, "belongs to a VPN", "Wi-Fi"},
		{"everywhere, and a VPN", func(f *facts) {
			at("0.0.0.0:8080")(f)
			f.on, f.out, f.tunnel = "tun0", "tun0", true
		}, "A VPN (tun0)", ""},
		{"Tailscale", at("100.101.102.103:8080"), "Tailscale", "Wi-Fi"},
		{"beside Tailscale's range", at("100.63.0.1:8080"), "Everything", ""},
		{"another interface", func(f *facts) { f.on = "eth0" }, "You share on eth0", "address of wlan0"},
		{"an interface without a way out", func(f *facts) { f.on, f.out = "eth0", "" }, "Everything", ""},
		{"a public network", func(f *facts) { f.wall = wall{name: windowsFirewall} }, "public one", "Private network"},
		{"macOS", func(f *facts) { f.wall = wall{name: macFirewall} }, "macOS firewall is on", "allow incoming"},
		{"ufw", func(f *facts) { f.wall = wall{name: ufw} }, "ufw", "sudo ufw allow 8080/tcp"},
		{"firewalld", func(f *facts) { f.wall = wall{name: firewalld} }, "firewalld", "--add-port=8080/tcp"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := right()
			tt.change(&f)
			got := judge(f)
			if !strings.Contains(got.Cause, tt.cause) || !strings.Contains(got.Action, tt.action) || got.Action == "" {
				t.Errorf("judge(%+v) = %q, want %q and %q", f, got, tt.cause, tt.action)
			}
			for _, sentence := range []string{got.Cause, got.Action} {
				if !strings.HasSuffix(sentence, ".") && !strings.HasSuffix(sentence, "/tcp") {
					t.Errorf("judge(%+v) = %q, want sentences", f, sentence)
				}
			}
		})
	}
}
