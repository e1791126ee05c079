// SPDX-License-Identifier: MIT

package reach

import (
	"context"
	"os"
	"time"

	"golang.org/x/sys/windows/registry"
)

const (
	rulesKey    = `SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules`
	profilesKey = `SOFTWARE\Microsoft\Windows NT\CurrentVersion\NetworkList\Profiles`
)

// askWall reads what Windows Firewall has been told about this program.
func askWall(context.Context) wall {
	program, err := os.Executable()
	if err != nil {
		return wall{}
	}
	return windowsWall(firewallRules(registry.LOCAL_MACHINE, rulesKey), program, currentProfile(registry.LOCAL_MACHINE, profilesKey))
}

// firewallRules returns the rules that are kept at path, none when they are not
// to be read.
func firewallRules(root registry.Key, path string) (rules []rule) {
	key, err := registry.OpenKey(root, path, registry.QUERY_VALUE)
	if err != nil {
		return nil
	}
	defer func() { _ = key.Close() }() // only read from
	names, err := key.ReadValueNames(0)
	if err != nil {
		return nil
	}
	for _, name := range names {
		text, _, err := key.GetStringValue(name)
		if err != nil {
			continue
		}
		r := parseRule(text)
		if program, err := registry.ExpandString(r.program); err == nil {
			r.program = program
		}
		rules = append(rules, r)
	}
	return rules
}

// currentProfile returns that of the network, among those kept at path, that was
// joined last. It is private when Windows does not say: then there is nothing to
// advise.
func currentProfile(root registry.Key, path string) profile {
	networks, err := registry.OpenKey(root, path, registry.ENUMERATE_SUB_KEYS)
	if err != nil {
		return privateNetwork
	}
	defer func() { _ = networks.Close() }() // only read from
	names, err := networks.ReadSubKeyNames(0)
	if err != nil {
		return privateNetwork
	}
	found, latest := privateNetwork, time.Time{}
	for _, name := range names {
		if p, joined := networkProfile(networks, name); joined.After(latest) {
			found, latest = p, joined
		}
	}
	return found
}

// networkProfile returns the profile of a network, and when it was joined last;
// the zero time when it is not told.
func networkProfile(networks registry.Key, name string) (p profile, joined time.Time) {
	key, err := registry.OpenKey(networks, name, registry.QUERY_VALUE)
	if err != nil {
		return 0, time.Time{}
	}
	defer func() { _ = key.Close() }() // only read from
	category, _, err := key.GetIntegerValue("Category")
	if err != nil {
		return 0, time.Time{}
	}
	last, _, err := key.GetBinaryValue("DateLastConnected")
	if err != nil {
		return 0, time.Time{}
	}
	return profile(category), systemTime(last)
}
