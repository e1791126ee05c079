// SPDX-License-Identifier: MIT

package reach

import (
	"strings"
	"time"
)

// profile is a kind of network in Windows, with the numbers of the registry.
type profile uint64

const (
	publicNetwork profile = iota
	privateNetwork
	domainNetwork
)

// profileNames are those of firewall rules.
var profileNames = map[string]profile{"public": publicNetwork, "private": privateNetwork, "domain": domainNetwork}

// rule is what matters here of a rule of Windows Firewall. The registry has each
// as one text (MS-FASP §2.2.3):
//
//	v2.31|Action=Block|Active=TRUE|Dir=In|Protocol=6|Profile=Public|App=C:\porchlight.exe|Name=porchlight|
type rule struct {
	blocks, active, incoming bool
	protocol                 string    // a number; "" for any
	profiles                 []profile // none for all
	program                  string
}

// tcpProtocol is the number of TCP (RFC 9293).
const tcpProtocol = "6"

// parseRule reads a rule. What it does not know it passes by; a text that is no
// rule gives one that does nothing.
func parseRule(text string) (r rule) {
	for part := range strings.SplitSeq(text, "|") {
		key, value, _ := strings.Cut(part, "=")
		switch strings.ToLower(key) {
		case "action":
			r.blocks = strings.EqualFold(value, "Block")
		case "active":
			r.active = strings.EqualFold(value, "TRUE")
		case "dir":
			r.incoming = strings.EqualFold(value, "In")
		case "protocol":
			r.protocol = value
		case "profile":
			if p, known := profileNames[strings.ToLower(value)]; known {
				r.profiles = append(r.profiles, p)
			}
		case "app":
			r.program = value
		}
	}
	return r
}

// concerns reports whether a rule is about what comes in to a program over TCP,
// while the network has profile p. The path of the rule has no variables left.
func (r rule) concerns(program string, p profile) bool {
	if !r.active || !r.incoming || r.protocol != "" && r.protocol != tcpProtocol {
		return false
	}
	everywhere := len(r.profiles) == 0
	for _, q := range r.profiles {
		everywhere = everywhere || q == p
	}
	return everywhere && r.program != "" && strings.EqualFold(plainPath(r.program), plainPath(program))
}

// plainPath makes two ways to write a path of Windows alike, but for their case.
func plainPath(path string) string {
	return strings.TrimPrefix(strings.ReplaceAll(path, "/", `\`), `\\?\`)
}

// windowsWall judges the rules of Windows Firewall for a program. A rule that
// blocks wins over all that allow.
func windowsWall(rules []rule, program string, p profile) wall {
	allowed := false
	for _, r := range rules {
		switch {
		case !r.concerns(program, p):
		case r.blocks:
			return wall{name: windowsFirewall, blocks: true, program: program[strings.LastIndexAny(program, `\/`)+1:]}
		default:
			allowed = true
		}
	}
	if p == publicNetwork && !allowed {
		return wall{name: windowsFirewall}
	}
	return wall{}
}

// systemTime reads a SYSTEMTIME as the registry keeps it: year, month, day of
// the week, day, hour, minute, second and millisecond, two bytes each, in local
// time. It returns the zero time for anything else.
func systemTime(b []byte) time.Time {
	if len(b) != 16 {
		return time.Time{}
	}
	at := func(i int) int { return int(b[2*i]) | int(b[2*i+1])<<8 }
	return time.Date(at(0), time.Month(at(1)), at(3), at(4), at(5), at(6), at(7)*int(time.Millisecond), time.Local)
}
