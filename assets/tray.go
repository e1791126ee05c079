// SPDX-License-Identifier: MIT

package assets

// TrayIcon is the icon for a level of the server ("off", "calm", "busy", "full"
// or "failed") in the form that the tray of this system takes: an ICO of many
// sizes on Windows; a black template of 16 points on macOS, which the menu bar
// colours; a PNG of 64 pixels elsewhere. For any other level it is that of
// "failed".
func TrayIcon(level string) []byte {
	icon, err := trayIcons.ReadFile(trayFolder + "/" + level + trayFormat)
	if err != nil && level != "failed" {
		return TrayIcon("failed")
	}
	return icon
}
