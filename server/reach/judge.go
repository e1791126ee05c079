// SPDX-License-Identifier: MIT

package reach

import (
	"fmt"
	"net/netip"
)

// Advice is the likeliest cause, and what to do about it: a sentence each. The
// zero Advice is none.
type Advice struct{ Cause, Action string }

// String joins both.
func (a Advice) String() string {
	if a.Cause == "" {
		return a.Action
	}
	return a.Cause + " " + a.Action
}

// judge gives one piece of advice: first what is certain, then what is likely,
// and in the end what nobody can see from here.
func judge(f facts) Advice {
	if a, found := broken(f); found {
		return a
	}
	if f.wall.blocks {
		return blocked(f)
	}
	if a, found := astray(f); found {
		return a
	}
	if f.wall.name != "" {
		return guarded(f)
	}
	return Advice{
		"Everything looks right on this computer.",
		"Is the phone on the same Wi-Fi, not on mobile data? Guest networks keep devices apart: use the main one.",
	}
}

// broken is what is wrong on this machine, whatever the network does.
func broken(f facts) (Advice, bool) {
	switch {
	case !f.lent.IsValid():
		return Advice{
			"Porchlight listens for this computer only.",
			"Share a folder, or set the host to an address of your network.",
		}, true
	case f.out == "" && f.on == "":
		return Advice{"This computer is on no network.", "Connect it to the same Wi-Fi as the others."}, true
	case f.on == "":
		return Advice{
			fmt.Sprintf("The address %s is no longer one of this computer.", f.lent.Addr()),
			"Stop sharing and share again: the new address is chosen then.",
		}, true
	case !f.answers:
		return Advice{
			fmt.Sprintf("Nothing answers at %s, not even from here.", f.lent),
			"Stop sharing and share again. If that does not help, choose another port.",
		}, true
	}
	return Advice{}, false
}

// astray is an address that visitors have no way to.
func astray(f facts) (Advice, bool) {
	addr := f.lent.Addr()
	switch {
	case addr.IsLinkLocalUnicast():
		return Advice{
			fmt.Sprintf("The address %s was made up by this computer, because no router gave it one.", addr),
			"Connect to the Wi-Fi again, or restart the router.",
		}, true
	case f.tunnel && f.on == f.out && !addr.IsUnspecified():
		return Advice{
			"The address belongs to a VPN: only devices in the same VPN reach it.",
			"Switch the VPN off while you share, or share on the address of your Wi-Fi.",
		}, true
	case f.tunnel:
		return Advice{
			fmt.Sprintf("A VPN (%s) takes all traffic, and many keep devices nearby out.", f.out),
			"Switch it off while you share, or allow local network access in its settings.",
		}, true
	case shared.Contains(addr):
		return Advice{
			fmt.Sprintf("The address %s belongs to a VPN such as Tailscale, or to your provider: devices nearby do not reach it.", addr),
			"Share on the address of your Wi-Fi.",
		}, true
	case f.out != "" && f.on != f.out:
		return Advice{
			fmt.Sprintf("You share on %s, but this computer is connected to the world by %s: visitors may be there.", f.on, f.out),
			fmt.Sprintf("Stop sharing and share again, on the address of %s.", f.out),
		}, true
	}
	return Advice{}, false
}

// shared is what providers and Tailscale give to many (RFC 6598).
var shared = netip.MustParsePrefix("100.64.0.0/10")
