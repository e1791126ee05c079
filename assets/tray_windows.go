// SPDX-License-Identifier: MIT

package assets

import "embed"

const (
	trayFolder = "tray/ico"
	trayFormat = ".ico"
)

//go:embed tray/ico/*.ico
var trayIcons embed.FS
