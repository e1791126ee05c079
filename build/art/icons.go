// SPDX-License-Identifier: MIT

package art

import (
	"fmt"
	"image"
	"image/png"
)

// Icons draws what the desktop shows: the lamps of the tray, as package assets
// compiles them in, and the icons that packages install.
func Icons() ([]File, error) { return drawn(append(trayIcons(), packageIcons()...)) }

// trayIcons has each lamp in the form that each system wants.
func trayIcons() []picture {
	var all []picture
	for _, l := range lamps() {
		all = append(all,
			// One size, which the panel scales down: large enough for 32 at twice the density.
			picture{"assets/tray/png/" + l.level + ".png", func() ([]byte, error) { return pngOf(twofold(l.draw(64)), png.DefaultCompression) }},
			picture{"assets/tray/ico/" + l.level + ".ico", func() ([]byte, error) { return ico(l.draw, 16, 20, 24, 32, 48, 64) }},
			// The menu bar gives 16 points, which are 32 pixels on nearly every Mac.
			picture{"assets/tray/template/" + l.level + ".png", func() ([]byte, error) { return pngOf(l.template(32), png.DefaultCompression) }},
		)
	}
	return all
}

// packageIcons are the mark in the sizes and forms that launchers look for.
func packageIcons() []picture {
	const dir = "build/package/icons/"
	all := []picture{
		{dir + "porchlight.ico", func() ([]byte, error) { return ico(appIcon, 16, 20, 24, 32, 40, 48, 64, 256) }},
		{dir + "porchlight.icns", func() ([]byte, error) { return icns(macIcon) }},
		{dir + "hicolor/scalable/apps/porchlight.svg", func() ([]byte, error) {
			background := layer{[]line{tile()}, night(512)}
			return svg(512, append([]layer{background}, lantern()...)), nil
		}},
	}
	for _, n := range []int{16, 22, 24, 32, 48, 64, 128, 256, 512} {
		name := fmt.Sprintf("%shicolor/%dx%d/apps/porchlight.png", dir, n, n)
		all = append(all, picture{name, func() ([]byte, error) { return pngOf(appIcon(n), png.DefaultCompression) }})
	}
	return all
}

// appIcon is the mark, with fewer and thicker lines where pixels are few.
func appIcon(width int) *image.NRGBA {
	if width < 48 {
		return onTile(newCanvas(512, 512, width), smallLantern())
	}
	return mark(width)
}

// macIcon is the same with the margin that icons have in a Dock.
func macIcon(width int) *image.NRGBA {
	c := newCanvas(1024, 1024, width).placed(point{100, 100}, 824.0/512)
	if width < 48 {
		return onTile(c, smallLantern())
	}
	return onTile(c, lantern())
}
