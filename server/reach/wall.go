// SPDX-License-Identifier: MIT

package reach

import "fmt"

// Firewalls by their names. Where a computer has another one, it says nothing.
const (
	windowsFirewall = "Windows Firewall"
	macFirewall     = "the macOS firewall"
	ufw             = "ufw"
	firewalld       = "firewalld"
)

// blocked is the advice about a firewall that keeps visitors out for certain.
func blocked(f facts) Advice {
	switch {
	case f.wall.name == macFirewall:
		return Advice{
			"The macOS firewall blocks all incoming connections.",
			"Open System Settings, Network, Firewall, Options, and switch that off.",
		}
	case f.wall.program != "":
		return Advice{
			fmt.Sprintf("Windows Firewall blocks %s.", f.wall.program),
			"Open “Allow an app through Windows Firewall”, choose Change settings, and tick porchlight for private networks.",
		}
	}
	return Advice{
		fmt.Sprintf("%s keeps visitors out.", f.wall.name),
		fmt.Sprintf("Allow incoming connections to TCP port %d.", f.lent.Port()),
	}
}

// guarded is the advice about a firewall that is on and may keep visitors out.
func guarded(f facts) Advice {
	port := f.lent.Port()
	switch f.wall.name {
	case windowsFirewall:
		return Advice{
			"Windows takes this network for a public one, and hides this computer there.",
			"If it is your own, open Settings, Network & internet, its properties, and choose Private network.",
		}
	case macFirewall:
		return Advice{
			"The macOS firewall is on.",
			"Open System Settings, Network, Firewall, Options, and allow incoming connections for porchlight.",
		}
	case ufw:
		return Advice{
			"The firewall of this computer (ufw) is on, and may keep visitors out.",
			fmt.Sprintf("Allow the port: sudo ufw allow %d/tcp", port),
		}
	case firewalld:
		return Advice{
			"The firewall of this computer (firewalld) is on, and may keep visitors out.",
			fmt.Sprintf("Allow the port until the next restart: sudo firewall-cmd --add-port=%d/tcp", port),
		}
	}
	return Advice{
		fmt.Sprintf("%s is on, and may keep visitors out.", f.wall.name),
		fmt.Sprintf("Allow incoming connections to TCP port %d.", port),
	}
}
