// SPDX-License-Identifier: MIT

package network

import (
	"net"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	up   = net.FlagUp | net.FlagBroadcast | net.FlagMulticast
	loop = net.FlagUp | net.FlagLoopback
	p2p  = net.FlagUp | net.FlagPointToPoint
)

// on is an interface with addresses.
func on(index int, name string, flags net.Flags, prefixes ...string) iface {
	i := iface{name: name, index: index, flags: flags}
	for _, p := range prefixes {
		i.prefixes = append(i.prefixes, netip.MustParsePrefix(p))
	}
	return i
}

func through(index int, gateway string) way {
	return way{index: index, gateway: netip.MustParseAddr(gateway)}
}

// TestBest has whole machines, and the address that a person would choose.
func TestBest(t *testing.T) {
	lo := on(1, "lo", loop, "127.0.0.1/8", "::1/128")
	for _, tt := range []struct {
		name string
		m    machine
		want string // the order of all, or the beginning of the error after a "!"
	}{
		{"a laptop with containers and an overlay", machine{[]iface{
			lo, on(2, "docker0", up, "172.17.0.1/16"), on(3, "tailscale0", p2p, "100.101.1.2/32"), on(4, "wlp3s0", up, "192.168.1.23/24", "fe80::1/64", "2001:db8::7/64"),
			on(5, "veth12ab", up, "172.18.0.1/16"),
		}, through(4, "192.168.1.1")}, "192.168.1.23 2001:db8::7 100.101.1.2 172.17.0.1 172.18.0.1"},
		{"a VPN that takes all traffic", machine{[]iface{
			lo, on(2, "tun0", p2p, "10.8.0.2/24"), on(3, "eth0", up, "192.168.1.9/24"),
		}, through(2, "10.8.0.1")}, "192.168.1.9 10.8.0.2"},
		{"VirtualBox first in the list", machine{[]iface{
			on(7, "VirtualBox Host-Only Network", up, "192.168.56.1/24"), on(9, "Ethernet", up, "192.168.0.4/24"),
		}, through(9, "192.168.0.1")}, "192.168.0.4 192.168.56.1"},
		{"WSL and Hyper-V", machine{[]iface{
			on(3, "vEthernet (WSL)", up, "172.28.0.1/20"), on(4, "Wi-Fi", up, "10.0.0.5/24"),
		}, through(4, "10.0.0.1")}, "10.0.0.5 172.28.0.1"},
		{"two cables, the second leads out", machine{[]iface{
			on(2, "eth0", up, "10.1.0.2/24"), on(3, "eth1", up, "10.2.0.2/24"),
		}, through(3, "10.2.0.1")}, "10.2.0.2 10.1.0.2"},
		{"cable and Wi-Fi without a way out", machine{[]iface{
			on(2, "wlan0", up, "10.1.0.2/24"), on(3, "eth0", up, "10.2.0.2/24"),
		}, way{}}, "10.2.0.2 10.1.0.2"},
		{"a public address beside a private one", machine{[]iface{
			on(2, "eth0", up, "203.0.113.7/24", "192.168.3.3/24"),
		}, through(2, "203.0.113.1")}, "192.168.3.3 203.0.113.7"},
		{"IPv6 alone", machine{[]iface{on(2, "eth0", up, "2001:db8::7/64", "fd00::7/64", "fe80::7/64")}, way{}}, "!no network for a share: there is only eth0 (IPv6, fd00::7), eth0 (public, 2001:db8::7); name one"},
		{"an interface that is down", machine{[]iface{on(2, "eth0", net.FlagBroadcast, "192.168.1.2/24")}, way{}}, "!no network: join a Wi-Fi"},
		{"loopback alone", machine{[]iface{lo}, way{}}, "!no network: join a Wi-Fi"},
		{"no lease yet", machine{[]iface{on(2, "eth0", up, "169.254.3.4/16")}, way{}}, "!no network: join a Wi-Fi"},
		{"a public address alone", machine{[]iface{on(2, "eth0", up, "203.0.113.7/24")}, through(2, "203.0.113.1")}, "!no network for a share: there is only eth0 (public, 203.0.113.7); name one"},
		{"a VPN alone", machine{[]iface{lo, on(2, "wg0", p2p, "10.8.0.2/24")}, through(2, "10.8.0.1")}, "!no network for a share: there is only wg0 (VPN, 10.8.0.2); name one"},
		{"a modem alone", machine{[]iface{on(2, "wwan0", up, "10.45.3.2/30")}, through(2, "10.45.3.1")}, "!no network for a share: there is only wwan0 (VPN, 10.45.3.2); name one"},
		{"an overlay by its address alone", machine{[]iface{on(2, "eth0", up, "100.64.3.4/10")}, way{}}, "!no network for a share: there is only eth0 (VPN, 100.64.3.4)"},
		{"a tunnel by its flag alone", machine{[]iface{on(2, "corp0", p2p, "10.9.0.2/24")}, way{}}, "!no network for a share: there is only corp0 (VPN, 10.9.0.2)"},
		{"containers alone", machine{[]iface{on(2, "docker0", up, "172.17.0.1/16")}, way{}}, "!no network for a share: there is only docker0 (virtual, 172.17.0.1)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			best, err := tt.m.best()
			if want, fails := strings.CutPrefix(tt.want, "!"); fails {
				if err == nil || !strings.HasPrefix(err.Error(), want) {
					t.Errorf("best() = %v, %v, want the error %q", best, err, want)
				}
				return
			}
			var order []string
			for _, a := range tt.m.addresses() {
				order = append(order, a.IP.String())
			}
			if diff := cmp.Diff(strings.Fields(tt.want), order); diff != "" {
				t.Errorf("addresses() differ (-want +got):\n%s", diff)
			}
			if err != nil || best.IP.String() != order[0] {
				t.Errorf("best() = %v, %v, want %s", best, err, order[0])
			}
		})
	}
}

// TestHere tells networks apart, and does not mistake a forgetful system for
// another network.
func TestHere(t *testing.T) {
	home := machine{[]iface{on(2, "eth0", up, "192.168.1.23/24"), on(3, "eth1", up, "10.0.0.2/24")}, way{2, netip.MustParseAddr("192.168.1.1"), "aa:bb:cc:00:11:22"}}
	a := home.addresses()[0]
	place, ok := home.here(a)
	if want := (Place{netip.MustParsePrefix("192.168.1.0/24"), netip.MustParseAddr("192.168.1.1"), "aa:bb:cc:00:11:22"}); !ok || place != want {
		t.Fatalf("here(%v) = %v, %v, want %v", a, place, ok, want)
	}
	if got := place.String(); got != "192.168.1.0/24 by way of 192.168.1.1" {
		t.Errorf("String() = %q", got)
	}
	for _, tt := range []struct {
		name   string
		change func(*machine)
		same   bool
	}{
		{"nothing", func(*machine) {}, true},
		{"another lease", func(m *machine) { m.interfaces[0] = on(2, "eth0", up, "192.168.1.77/24") }, true},
		{"the gateway's hardware is not known now", func(m *machine) { m.way.station = "" }, true},
		{"another gateway's hardware", func(m *machine) { m.way.station = "de:ad:00:00:00:01" }, false},
		{"another gateway", func(m *machine) { m.way.gateway = netip.MustParseAddr("192.168.1.254") }, false},
		{"no way out", func(m *machine) { m.way = way{} }, false},
		{"another prefix", func(m *machine) { m.interfaces[0] = on(2, "eth0", up, "192.168.2.23/24") }, false},
	} {
		m := machine{append([]iface(nil), home.interfaces...), home.way}
		tt.change(&m)
		now := m.addresses()[0]
		if len(m.interfaces) > 0 && m.interfaces[0].index == 2 {
			now = Address{IP: m.interfaces[0].prefixes[0].Addr(), Index: 2}
		}
		got, ok := m.here(now)
		if !ok || got.Same(place) != tt.same || place.Same(got) != tt.same {
			t.Errorf("%s: here() = %v, %v, the same: %v, want %v", tt.name, got, ok, got.Same(place), tt.same)
		}
	}
	if p, ok := home.here(Address{IP: netip.MustParseAddr("192.168.9.9"), Index: 2}); ok {
		t.Errorf("here() of an address that has gone = %v, want none", p)
	}
	if p, ok := home.here(home.addresses()[1]); !ok || p.String() != "10.0.0.0/24" {
		t.Errorf("here() on a network without a gateway = %v, %v", p, ok)
	}
}

// TestThisMachine asks the system that the test runs on.
func TestThisMachine(t *testing.T) {
	all, err := Addresses()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if p, ok := Here(a); !ok || !p.Prefix.Contains(a.IP) {
			t.Errorf("Here(%v) = %v, %v, want its network", a, p, ok)
		}
	}
	best, err := Best()
	if (err == nil) != (len(all) > 0 && all[0].ownChoice()) {
		t.Errorf("Best() = %v, %v beside %v", best, err, all)
	}
}

func BenchmarkBest(b *testing.B) {
	for b.Loop() {
		_, _ = Best()
	}
}
