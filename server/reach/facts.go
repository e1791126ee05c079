// SPDX-License-Identifier: MIT

package reach

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// facts are what is known about the way from a visitor to a share.
type facts struct {
	lent    netip.AddrPort // the address that visitors are given; zero when there is none
	answers bool           // a connection from here gets through
	on      string         // the interface that has the address; "" when none has
	out     string         // the interface by which traffic leaves; "" when there is no network
	tunnel  bool           // that one is a VPN's
	wall    wall
}

// wall is what the system's firewall does, as far as it says so to everybody.
type wall struct {
	name    string // "Windows Firewall", "ufw"; "" when there is none, or it does not say
	blocks  bool   // it is certain that it keeps visitors out
	program string // which program it has been told to block
}

// dialTime is how long a connection to ourselves may take.
const dialTime = 2 * time.Second

// gather learns the facts about the first of these addresses that others can
// reach.
func gather(ctx context.Context, lent []netip.AddrPort) facts {
	f := facts{lent: forOthers(lent)}
	if !f.lent.IsValid() {
		return f
	}
	ways := interfaces()
	f.out, f.tunnel = wayOut(ctx, ways)
	at := f.lent
	if at.Addr().IsUnspecified() {
		f.on = f.out
	} else {
		f.on = nameOf(ways, at.Addr())
	}
	f.answers = answers(ctx, at)
	f.wall = askWall(ctx)
	return f
}

// forOthers returns the first address that is not for this machine alone.
func forOthers(lent []netip.AddrPort) netip.AddrPort {
	i := slices.IndexFunc(lent, func(a netip.AddrPort) bool { return a.IsValid() && !a.Addr().Unmap().IsLoopback() })
	if i < 0 {
		return netip.AddrPort{}
	}
	return netip.AddrPortFrom(lent[i].Addr().Unmap(), lent[i].Port())
}

// answers reports whether a listener takes a connection. It says nothing on it.
func answers(ctx context.Context, at netip.AddrPort) bool {
	dialer := net.Dialer{Timeout: dialTime}
	conn, err := dialer.DialContext(ctx, "tcp", at.String())
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

// way is an interface that is up.
type way struct {
	name   string
	tunnel bool
	at     []netip.Addr
}

func interfaces() (ways []way) {
	all, err := net.Interfaces()
	if err != nil {
		return nil
	}
	for _, i := range all {
		if i.Flags&net.FlagUp == 0 {
			continue
		}
		w := way{name: i.Name, tunnel: isTunnel(i.Name, i.Flags)}
		addresses, _ := i.Addrs() // an interface that has gone in between has none
		for _, a := range addresses {
			if n, ok := a.(*net.IPNet); ok {
				addr, _ := netip.AddrFromSlice(n.IP)
				w.at = append(w.at, addr.Unmap())
			}
		}
		ways = append(ways, w)
	}
	return ways
}

// tunnelNames are what interfaces of VPNs are called, in lower case; Windows
// shows them by the name of their driver or product.
var tunnelNames = []string{"tun", "tap", "wg", "ppp", "ipsec", "utun", "tailscale", "zt", "nordlynx", "proton", "wireguard", "openvpn", "vpn", "zerotier", "mullvad"}

// isTunnel reports whether an interface leads into a VPN.
func isTunnel(name string, flags net.Flags) bool {
	name = strings.ToLower(name)
	for _, tunnel := range tunnelNames {
		if strings.HasPrefix(name, tunnel) || len(tunnel) > 4 && strings.Contains(name, tunnel) {
			return true
		}
	}
	return strings.Contains(name, "vpn") || flags&net.FlagPointToPoint != 0
}

// wayOut finds the interface that traffic to the world leaves by. The address is
// one for documentation (RFC 5737): the system chooses the way, and nothing is
// sent.
func wayOut(ctx context.Context, ways []way) (name string, tunnel bool) {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "udp4", "192.0.2.1:9")
	if err != nil {
		return "", false
	}
	defer conn.Close()
	from, ok := conn.LocalAddr().(*net.UDPAddr)
	if !ok {
		return "", false
	}
	name = nameOf(ways, from.AddrPort().Addr().Unmap())
	i := slices.IndexFunc(ways, func(w way) bool { return w.name == name })
	return name, i >= 0 && ways[i].tunnel
}

// nameOf returns the interface that has an address, or "".
func nameOf(ways []way, addr netip.Addr) string {
	for _, w := range ways {
		if slices.Contains(w.at, addr.WithZone("")) {
			return w.name
		}
	}
	return ""
}
