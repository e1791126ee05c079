// SPDX-License-Identifier: MIT

package network

import (
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// ask adds the ways out.
func (m *machine) ask() {
	routes, _ := os.ReadFile("/proc/net/route") // without it no way out is known
	stations, _ := os.ReadFile("/proc/net/arp") // without it no gateway's hardware is known
	m.ways = parseRoutes(string(routes), string(stations))
}

// parseRoutes returns the default routes in a table of proc_net(5), with what that
// of the neighbours knows of their gateways. One into a tunnel has no gateway.
func parseRoutes(table, stations string) (ways []way) {
	const via, flags, metric, mask = 2, 3, 6, 7
	for line := range strings.Lines(table) {
		f := strings.Fields(line)
		if len(f) <= mask || f[mask] != "00000000" {
			continue
		}
		set, _ := strconv.ParseUint(f[flags], 16, 16)
		cost, err := strconv.Atoi(f[metric])
		gateway, ok := parseHexIPv4(f[via])
		if up := set&1 != 0; err != nil || !ok || !up {
			continue
		}
		if gateway.IsUnspecified() {
			gateway = netip.Addr{}
		}
		ways = append(ways, way{f[0], cost, gateway, parseStations(stations, gateway, f[0])})
	}
	return ways
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
