// SPDX-License-Identifier: MIT

package assets

import (
	"bytes"
	"io/fs"
	"testing"
)

func levels() []string { return []string{"off", "calm", "busy", "full", "failed"} }

func TestTrayIcon(t *testing.T) {
	seen := map[string]string{}
	for _, level := range levels() {
		icon := TrayIcon(level)
		if len(icon) == 0 {
			t.Errorf("TrayIcon(%q) is empty, want an icon", level)
		}
		if other, ok := seen[string(icon)]; ok {
			t.Errorf("TrayIcon(%q) = TrayIcon(%q), want icons that differ", level, other)
		}
		seen[string(icon)] = level
	}
	for _, level := range []string{"", "none", "../png/off"} {
		if !bytes.Equal(TrayIcon(level), TrayIcon("failed")) {
			t.Errorf("TrayIcon(%q) differs from TrayIcon(failed), want the same", level)
		}
	}
}

// TestOneFormIsCompiledIn sees to it that no system carries the icons of another.
func TestOneFormIsCompiledIn(t *testing.T) {
	names, err := fs.Glob(trayIcons, "tray/*/*")
	if err != nil || len(names) != len(levels()) {
		t.Errorf("embedded icons = %q, %v, want one for each of %q", names, err, levels())
	}
}
