// SPDX-License-Identifier: MIT

package app

import (
	"net/netip"
	"strings"
	"testing"

	"porchlight/server/network"
)

// spot is an address of a machine that is described in a test: "wlan0 192.168.1.23
// 192.168.1.1 aa:aa" has the gateway and its hardware address, where they are known.
func spot(text string) network.Address {
	f := append(strings.Fields(text), "", "")
	a := network.Address{IP: netip.MustParseAddr(f[1]), Interface: f[0]}
	a.Place.Prefix = netip.PrefixFrom(a.IP, 24).Masked()
	a.Place.Gateway, _ = netip.ParseAddr(f[2])
	a.Place.Station = f[3]
	return a
}

// machine is a machine with these addresses, the best first. What is no VPN may be
// chosen unasked.
func machine(texts ...string) surroundings {
	var all, own []network.Address
	for _, text := range texts {
		all = append(all, spot(text))
		if !strings.HasPrefix(text, "tun") {
			own = append(own, spot(text))
		}
	}
	return surroundings{
		choices:   func() ([]network.Address, error) { return own, nil },
		addresses: func() ([]network.Address, error) { return all, nil },
	}
}

// look has a share look where it is, as App does, and returns the addresses that it
// listens on then, or "!" and why it pauses.
func (s *share) look(at surroundings) string {
	s.addresses, s.paused = at.where(s)
	if s.paused != "" {
		return "!" + s.paused
	}
	var ips []string
	for _, a := range s.addresses {
		ips = append(ips, a.IP.String())
	}
	return strings.Join(ips, " ")
}

const (
	wifi    = "wlan0 192.168.1.23 192.168.1.1 aa:aa"
	noWay   = "wlan0 192.168.1.23"
	cable   = "eth0 10.2.0.2 10.2.0.1 cc:cc"
	vpn     = "tun0 10.8.0.2"
	another = "!This is another network than 192.168.1.0/24 by way of 192.168.1.1, where the share began."
)

// TestSharePlace has shares that began on the first machine, and what becomes of
// them on those that it is then.
func TestSharePlace(t *testing.T) {
	type machines [][]string
	for _, tt := range []struct {
		name, lan string
		on        machines
		want      []string // the addresses, or the beginning of why it pauses after a "!"
	}{
		{"a VPN comes and goes", "auto", machines{{wifi}, {wifi, vpn}, {wifi}}, []string{"192.168.1.23", "192.168.1.23", "192.168.1.23"}},
		{"a VPN is no place of it", "all", machines{{wifi}, {wifi, vpn}}, []string{"192.168.1.23", "192.168.1.23"}},
		{"a VPN that was chosen with the rest", "all", machines{{wifi, vpn}, {wifi}, {vpn}}, []string{"192.168.1.23 10.8.0.2", "192.168.1.23", another}},
		{"a cable to elsewhere, which is the better one", "auto", machines{{wifi}, {cable, wifi}, {cable}}, []string{"192.168.1.23", "192.168.1.23", another}},
		{"another lease, and the order changes", "auto", machines{{cable, wifi}, {wifi, "eth0 10.2.0.9 10.2.0.1 cc:cc"}}, []string{"10.2.0.2", "10.2.0.9"}},
		{"a cable that is not asked for", "wlan0", machines{{wifi}, {cable, wifi}}, []string{"192.168.1.23", "192.168.1.23"}},
		{"an address that was asked for", "192.168.1.23", machines{{wifi}, {cable, wifi}}, []string{"192.168.1.23", "192.168.1.23"}},
		{"a cable to the same network, and the Wi-Fi off", "auto", machines{{wifi}, {"eth0 192.168.1.7 192.168.1.1 aa:aa", wifi}, {"eth0 192.168.1.7 192.168.1.1 aa:aa"}}, []string{"192.168.1.23", "192.168.1.23", "192.168.1.7"}},
		{"the order of two changes", "all", machines{{wifi, cable}, {cable, wifi}}, []string{"192.168.1.23 10.2.0.2", "192.168.1.23 10.2.0.2"}},
		{"the way goes elsewhere, and comes back", "auto", machines{{wifi}, {noWay, vpn}, {wifi}}, []string{
			"192.168.1.23",
			"!The way to 192.168.1.1 is gone, so this may be another network than 192.168.1.0/24; a VPN may have taken it.",
			"192.168.1.23",
		}},
		{"a way where there was none", "auto", machines{{noWay}, {wifi}}, []string{"192.168.1.23", "!This is another network than 192.168.1.0/24, where"}},
		{"no way anywhere", "auto", machines{{noWay}, {noWay}, {"wlan0 10.2.0.9"}}, []string{"192.168.1.23", "192.168.1.23", "!This is another network than 192.168.1.0/24, where"}},
		{"the Wi-Fi of somebody else below a cable", "auto", machines{{wifi}, {cable, "wlan0 192.168.1.23 192.168.1.1 bb:bb"}}, []string{"192.168.1.23", another}},
		{"another lease", "auto", machines{{wifi}, {"wlan0 192.168.1.99 192.168.1.1 aa:aa"}}, []string{"192.168.1.23", "192.168.1.99"}},
		{"the hardware of the gateway is learnt", "auto", machines{
			{"wlan0 192.168.1.23 192.168.1.1"},
			{wifi},
			{"wlan0 192.168.1.23 192.168.1.1"},
			{"wlan0 192.168.1.23 192.168.1.1 bb:bb"},
			{wifi},
		}, []string{"192.168.1.23", "192.168.1.23", "192.168.1.23", another, "192.168.1.23"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sh := &share{lan: tt.lan}
			for step, on := range tt.on {
				got, want := sh.look(machine(on...)), tt.want[step]
				if got != want && (want[0] != '!' || !strings.HasPrefix(got, want)) {
					t.Errorf("on %v: %q, want %q", on, got, want)
				}
			}
		})
	}
}

// TestShareStaysOpen has an App see more of the network that its share is on, which
// opens nothing again, and then another one with the same addresses.
func TestShareStaysOpen(t *testing.T) {
	h, road := newStreet(t)
	h.lend()
	look := func() *share {
		h.lookAfterShare()
		h.mu.Lock()
		defer h.mu.Unlock()
		return h.share
	}
	before := look()
	for _, station := range []string{"aa:aa", "", "aa:aa"} {
		road.put(func(s *street) { s.station = station })
		if look() != before {
			t.Errorf("with the gateway's hardware %q the share was opened again", station)
		}
	}
	road.put(func(s *street) { s.station = "bb:bb" })
	if now := look(); now.paused == "" {
		t.Error("the share goes on behind another gateway")
	}
}

// TestShareFollowsItsInterface has the interface of a share come again as another
// one: it is announced there.
func TestShareFollowsItsInterface(t *testing.T) {
	h, road := newStreet(t)
	h.lend()
	road.put(func(s *street) { s.index = 7 })
	h.lookAfterShare()
	h.mu.Lock()
	defer h.mu.Unlock()
	if got := h.share.addresses[0].Index; got != 7 {
		t.Errorf("the share is on interface %d, want 7", got)
	}
}
