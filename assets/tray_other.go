// SPDX-License-Identifier: MIT

//go:build !windows && !darwin

package assets

import "embed"

const (
	trayFolder = "tray/png"
	trayFormat = ".png"
)

//go:embed tray/png/*.png
var trayIcons embed.FS
