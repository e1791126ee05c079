// SPDX-License-Identifier: MIT

package network

import (
	"net"
	"net/netip"
	"slices"
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

// through is one way out.
func through(on, gateway string) []way {
	return []way{{on: on, gateway: netip.MustParseAddr(gateway)}}
}

// TestChoices has whole machines, and the address that a person would choose.
func TestChoices(t *testing.T) {
	lo := on(1, "lo", loop, "127.0.0.1/8", "10.255.255.254/32", "::1/128") // as in WSL
	for _, tt := range []struct {
		name string
		m    machine
		want string // the order of all, or the beginning of the error after a "!"
	}{
		{"a laptop with containers and an overlay", machine{[]iface{
			lo, on(2, "docker0", up, "172.17.0.1/16"), on(3, "tailscale0", p2p, "100.101.1.2/32"), on(4, "wlp3s0", up, "192.168.1.23/24", "fe80::1/64", "2001:db8::7/64"),
			on(5, "veth12ab", up, "172.18.0.1/16"),
		}, through("wlp3s0", "192.168.1.1")}, "192.168.1.23 2001:db8::7 100.101.1.2 172.17.0.1 172.18.0.1"},
		{"a VPN that takes all traffic", machine{[]iface{
			lo, on(2, "tun0", p2p, "10.8.0.2/24"), on(3, "eth0", up, "192.168.1.9/24"),
		}, through("tun0", "10.8.0.1")}, "192.168.1.9 10.8.0.2"},
		{"VirtualBox first in the list", machine{[]iface{
			on(7, "VirtualBox Host-Only Network", up, "192.168.56.1/24"), on(9, "Ethernet", up, "192.168.0.4/24"),
		}, through("Ethernet", "192.168.0.1")}, "192.168.0.4 192.168.56.1"},
		{"WSL and Hyper-V", machine{[]iface{
			on(3, "vEthernet (WSL)", up, "172.28.0.1/20"), on(4, "Wi-Fi", up, "10.0.0.5/24"),
		}, through("Wi-Fi", "10.0.0.1")}, "10.0.0.5 172.28.0.1"},
		{"two cables, the second leads out", machine{[]iface{
			on(2, "eth0", up, "10.1.0.2/24"), on(3, "eth1", up, "10.2.0.2/24"),
		}, through("eth1", "10.2.0.1")}, "10.2.0.2 10.1.0.2"},
		{"IPv6 first in the list, and the way out", machine{[]iface{
			on(2, "eth0", up, "fd00::7/64"), on(3, "wlan0", up, "fd01::7/64", "192.168.1.2/24"),
		}, through("eth0", "10.0.0.1")}, "192.168.1.2 fd00::7 fd01::7"},
		{"two ways out", machine{[]iface{
			on(2, "eth0", up, "10.1.0.2/24"), on(3, "eth1", up, "10.2.0.2/24"), on(4, "eth2", up, "10.3.0.2/24"),
		}, []way{{on: "eth2", metric: 600}, {on: "eth1", metric: 100}, {on: "eth0", metric: 200}}}, "10.2.0.2 10.1.0.2 10.3.0.2"},
		{"cable and Wi-Fi without a way out", machine{[]iface{
			on(2, "wlan0", up, "10.1.0.2/24"), on(3, "eth0", up, "10.2.0.2/24"),
		}, nil}, "10.2.0.2 10.1.0.2"},
		{"a public address beside a private one", machine{[]iface{
			on(2, "eth0", up, "203.0.113.7/24", "192.168.3.3/24"),
		}, through("eth0", "203.0.113.1")}, "192.168.3.3 203.0.113.7"},
		{"IPv6 alone", machine{[]iface{on(2, "eth0", up, "2001:db8::7/64", "fd00::7/64", "fe80::7/64")}, nil}, "!no network for a share: there is only eth0 (IPv6, fd00::7), eth0 (public, 2001:db8::7); name one"},
		{"an interface that is down", machine{[]iface{on(2, "eth0", net.FlagBroadcast, "192.168.1.2/24")}, nil}, "!no network: join a Wi-Fi"},
		{"loopback alone", machine{[]iface{lo}, nil}, "!no network: join a Wi-Fi"},
		{"no lease yet", machine{[]iface{on(2, "eth0", up, "169.254.3.4/16")}, nil}, "!no network: join a Wi-Fi"},
		{"a public address alone", machine{[]iface{on(2, "eth0", up, "203.0.113.7/24")}, through("eth0", "203.0.113.1")}, "!no network for a share: there is only eth0 (public, 203.0.113.7); name one"},
		{"a VPN alone", machine{[]iface{lo, on(2, "wg0", p2p, "10.8.0.2/24")}, through("wg0", "10.8.0.1")}, "!no network for a share: there is only wg0 (VPN, 10.8.0.2); name one"},
		{"a modem alone", machine{[]iface{on(2, "wwan0", up, "10.45.3.2/30")}, through("wwan0", "10.45.3.1")}, "!no network for a share: there is only wwan0 (VPN, 10.45.3.2); name one"},
		{"an overlay by its address alone", machine{[]iface{on(2, "eth0", up, "100.64.3.4/10")}, nil}, "!no network for a share: there is only eth0 (VPN, 100.64.3.4)"},
		{"a tunnel by its flag alone", machine{[]iface{on(2, "corp0", p2p, "10.9.0.2/24")}, nil}, "!no network for a share: there is only corp0 (VPN, 10.9.0.2)"},
		{"containers alone", machine{[]iface{on(2, "docker0", up, "172.17.0.1/16")}, nil}, "!no network for a share: there is only docker0 (virtual, 172.17.0.1)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			choices, err := tt.m.choices()
			if want, fails := strings.CutPrefix(tt.want, "!"); fails {
				if err == nil || !strings.HasPrefix(err.Error(), want) {
					t.Errorf("choices() = %v, %v, want the error %q", choices, err, want)
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
			if err != nil || choices[0].IP.String() != order[0] || slices.ContainsFunc(choices, func(a Address) bool { return !a.ownChoice() }) {
				t.Errorf("choices() = %v, %v, want %s first, and none that is not chosen unasked", choices, err, order[0])
			}
		})
	}
}

// TestPlaces has the network of each address of a machine, and tells that by the
// gateway of its own interface.
func TestPlaces(t *testing.T) {
	m := machine{[]iface{
		on(2, "eth0", up, "2001:db8::7/64", "192.168.1.23/24", "10.9.0.2/24"), on(3, "wlan0", up, "192.168.1.24/24"), on(4, "tun0", p2p, "10.8.0.2/24"), on(5, "eth1", up, "fd00::7/64"), on(6, "eth2", up, "10.3.0.2/24"),
	}, []way{
		{"eth0", 900, netip.MustParseAddr("192.168.1.9"), "99:99"},
		{"wlan0", 600, netip.MustParseAddr("192.168.1.1"), "aa:aa"},
		{"eth0", 700, netip.MustParseAddr("192.168.1.7"), "77:77"},
		{"eth0", 800, netip.MustParseAddr("192.168.1.8"), "88:88"},
		{on: "tun0", metric: 50},
	}}
	got := map[string]string{}
	for _, a := range m.addresses() {
		got[a.IP.String()] = strings.TrimSpace(a.Place.String() + " " + a.Place.Station)
	}
	want := map[string]string{
		"192.168.1.23": "192.168.1.0/24 by way of 192.168.1.7 77:77",
		"10.9.0.2":     "10.9.0.0/24 by way of 192.168.1.7 77:77", // whose prefix may be a stranger's too
		"2001:db8::7":  "192.168.1.0/24 by way of 192.168.1.7 77:77",
		"192.168.1.24": "192.168.1.0/24 by way of 192.168.1.1 aa:aa",
		"10.8.0.2":     "10.8.0.0/24",
		"fd00::7":      "fd00::/64",
		"10.3.0.2":     "10.3.0.0/24",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the places differ (-want +got):\n%s", diff)
	}
}

// TestSame tells networks apart, and does not mistake a forgetful system, or a way
// out elsewhere, for another network.
func TestSame(t *testing.T) {
	wifi := on(2, "wlan0", up, "192.168.1.23/24")
	way1 := way{"wlan0", 600, netip.MustParseAddr("192.168.1.1"), "aa:bb:cc:00:11:22"}
	place := machine{[]iface{wifi}, []way{way1}}.addresses()[0].Place
	if want := (Place{netip.MustParsePrefix("192.168.1.0/24"), netip.MustParseAddr("192.168.1.1"), "aa:bb:cc:00:11:22"}); place != want {
		t.Fatalf("the place is %v, want %v", place, want)
	}
	changed := func(change func(*way)) []way {
		w := way1
		change(&w)
		return []way{w}
	}
	for _, tt := range []struct {
		name string
		m    machine
		same bool
	}{
		{"nothing", machine{[]iface{wifi}, []way{way1}}, true},
		{"another lease", machine{[]iface{on(2, "wlan0", up, "192.168.1.77/24")}, []way{way1}}, true},
		{"a VPN that takes all traffic", machine{[]iface{on(5, "tun0", p2p, "10.8.0.2/24"), wifi}, []way{{on: "tun0", metric: 50}, way1}}, true},
		{"a VPN that took the way itself", machine{[]iface{on(5, "tun0", p2p, "10.8.0.2/24"), wifi}, []way{{on: "tun0", metric: 50}}}, false},
		{"a VPN that took the way, with its gateway", machine{[]iface{wifi}, []way{{"tun0", 50, way1.gateway, way1.station}}}, false},
		{"a second cable", machine{[]iface{on(3, "eth0", up, "192.168.1.9/24"), wifi}, []way{{on: "eth0", metric: 100}, way1}}, true},
		{"the gateway's hardware is not known now", machine{[]iface{wifi}, changed(func(w *way) { w.station = "" })}, true},
		{"another gateway's hardware", machine{[]iface{wifi}, changed(func(w *way) { w.station = "de:ad:00:00:00:01" })}, false},
		{"another gateway", machine{[]iface{wifi}, changed(func(w *way) { w.gateway = netip.MustParseAddr("192.168.1.254") })}, false},
		{"no way out", machine{[]iface{wifi}, nil}, false},
		{"another prefix", machine{[]iface{on(2, "wlan0", up, "192.168.2.23/24")}, []way{way1}}, false},
	} {
		all := tt.m.addresses()
		got := all[slices.IndexFunc(all, func(a Address) bool { return a.Interface == "wlan0" })].Place
		if got.Same(place) != tt.same || place.Same(got) != tt.same {
			t.Errorf("%s: %v is the same: %v, want %v", tt.name, got, got.Same(place), tt.same)
		}
	}
}

// TestThisMachine asks the system that the test runs on.
func TestThisMachine(t *testing.T) {
	all, err := Addresses()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if !a.Place.Prefix.IsValid() || a.IP.Is4() && !a.Place.Prefix.Contains(a.IP) {
			t.Errorf("%v is on %v, want its network", a, a.Place)
		}
	}
	choices, err := Choices()
	if (err == nil) != (len(all) > 0 && all[0].ownChoice()) {
		t.Errorf("Choices() = %v, %v beside %v", choices, err, all)
	}
}

func BenchmarkChoices(b *testing.B) {
	for b.Loop() {
		_, _ = Choices()
	}
}
