// SPDX-License-Identifier: MIT

package network

import (
	"encoding/binary"
	"encoding/hex"
	"net"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

func theWayOut() way {
	routes, err := os.ReadFile("/proc/net/route")
	if err != nil {
		return way{}
	}
	name, gateway := parseRoutes(string(routes))
	i, err := net.InterfaceByName(name)
	if err != nil {
		return way{}
	}
	stations, _ := os.ReadFile("/proc/net/arp") // without it the gateway's hardware is not known
	return way{i.Index, gateway, parseStations(string(stations), gateway, name)}
}

// parseRoutes finds the default route with the smallest metric in the table of
// proc_net(5): name and gateway, "" for none.
func parseRoutes(table string) (name string, gateway netip.Addr) {
	const destination, via, flags, metric, mask = 1, 2, 3, 6, 7
	least := -1
	for line := range strings.Lines(table) {
		f := strings.Fields(line)
		if len(f) <= mask || f[destination] != "00000000" || f[mask] != "00000000" {
			continue
		}
		set, _ := strconv.ParseUint(f[flags], 16, 16)
		cost, err := strconv.Atoi(f[metric])
		if up := set&1 != 0; err != nil || !up || least >= 0 && cost >= least {
			continue
		}
		if ip, ok := parseHexIPv4(f[via]); ok {
			name, gateway, least = f[0], ip, cost
		}
	}
	return name, gateway
}

// parseHexIPv4 reads an address as the kernel prints it, in the order of its own
// memory.
func parseHexIPv4(text string) (netip.Addr, bool) {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != 4 {
		return netip.Addr{}, false
	}
	var b [4]byte
	binary.NativeEndian.PutUint32(b[:], binary.BigEndian.Uint32(raw))
	return netip.AddrFrom4(b), true
}

// parseStations finds the hardware address of a neighbour in the table of
// proc_net(5); "" when it is not there or not complete.
func parseStations(table string, of netip.Addr, on string) string {
	const address, flags, station, device = 0, 2, 3, 5
	for line := range strings.Lines(table) {
		f := strings.Fields(line)
		if len(f) <= device || f[address] != of.String() || f[device] != on {
			continue
		}
		if set, err := strconv.ParseUint(strings.TrimPrefix(f[flags], "0x"), 16, 16); err == nil && set&2 != 0 {
			return f[station]
		}
	}
	return ""
}
