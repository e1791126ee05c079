// SPDX-License-Identifier: MIT

package desktop

import (
	"fmt"
	"os/exec"
	"strings"
)

// entryGroup is the group of a desktop entry that says what to start.
const entryGroup = "[Desktop Entry]"

// autostart returns the desktop entry that starts program at login. A program
// that is gone is passed over because of TryExec, instead of complained about.
func autostart(program string) (string, error) {
	if strings.Contains(program, "=") {
		return "", fmt.Errorf("%q: a path with an equals sign, which no desktop entry may name", program)
	}
	lines := []string{
		entryGroup,
		"Type=Application",
		"Name=" + appName,
		"Comment=Lends a folder to the network",
		"Icon=" + appID,
		"TryExec=" + escapeValue(program),
		"Exec=" + execValue(program),
		"Terminal=false",
		"X-GNOME-Autostart-enabled=true",
	}
	return strings.Join(lines, "\n") + "\n", nil
}

// execValue quotes a program for the key Exec, by the rules of three readers
// from the last to the first: what is special within quotes has a backslash,
// a percent sign is not a field code if doubled, and then the whole is a value
// as any other, so that each backslash is doubled once more.
func execValue(program string) string {
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", `$`, `\$`, `%`, `%%`).Replace(program)
	return escapeValue(`"` + quoted + `"`)
}

// escapeValue escapes a value of a desktop entry.
func escapeValue(value string) string {
	return strings.ReplaceAll(value, `\`, `\\`)
}

// autostarts reports whether a session would start what a desktop entry
// names: GNOME's settings say no by a key of their own.
func autostarts(entry string) bool {
	keys := entryKeys(entry)
	if keys["Hidden"] == "true" || keys["X-GNOME-Autostart-enabled"] == "false" || keys["Exec"] == "" {
		return false
	}
	program := strings.ReplaceAll(keys["TryExec"], `\\`, `\`)
	if program == "" {
		return true
	}
	_, err := exec.LookPath(program)
	return err == nil
}

// entryKeys reads the keys of the group that counts.
func entryKeys(entry string) map[string]string {
	keys := map[string]string{}
	within := false
	for line := range strings.Lines(entry) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			within = line == entryGroup
		}
		key, value, ok := strings.Cut(line, "=")
		if within && ok && !strings.HasPrefix(line, "#") {
			keys[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	return keys
}
