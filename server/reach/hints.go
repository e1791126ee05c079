// SPDX-License-Identifier: MIT

package reach

import (
	"io/fs"
	"strings"
)

// linuxWall finds the firewall that runs on a Linux whose files are in fsys.
func linuxWall(fsys fs.FS) wall {
	if conf, err := fs.ReadFile(fsys, "etc/ufw/ufw.conf"); err == nil && ufwIsOn(string(conf)) {
		return wall{name: ufw}
	}
	for _, running := range []string{"run/firewalld.pid", "run/firewalld/firewalld.pid"} {
		if _, err := fs.Stat(fsys, running); err == nil {
			return wall{name: firewalld}
		}
	}
	return wall{}
}

// ufwIsOn reads ufw.conf, a file of shell assignments: the last one holds.
func ufwIsOn(conf string) (on bool) {
	for line := range strings.Lines(conf) {
		if value, found := strings.CutPrefix(strings.TrimSpace(line), "ENABLED="); found {
			on = strings.EqualFold(strings.Trim(value, `"' `), "yes")
		}
	}
	return on
}

// macWall reads what socketfilterfw says of its state: `Firewall is enabled.
// (State = 1)`, where 2 is to block everything.
func macWall(out string) wall {
	switch {
	case strings.Contains(out, "State = 2"):
		return wall{name: macFirewall, blocks: true}
	case strings.Contains(out, "State = 1"):
		return wall{name: macFirewall}
	}
	return wall{}
}
