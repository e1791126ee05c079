// SPDX-License-Identifier: MIT

package assets

import "embed"

const (
	trayFolder = "tray/template"
	trayFormat = ".png"
)

//go:embed tray/template/*.png
var trayIcons embed.FS
