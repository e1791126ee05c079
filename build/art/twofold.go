// SPDX-License-Identifier: MIT

package art

import (
	"image"
	"image/color"
)

// twofold makes a picture of 16 bits a channel that is right for two readers.
//
// One is every decoder of PNG. The other is the tray library on Linux, which
// takes the low byte of each premultiplied channel where the protocol of the
// tray wants the straight colour: that is right where a pixel is opaque, and
// puts a fringe of wrong colours on every soft edge. So the low byte of the
// premultiplied value is the straight colour, and the high byte what it has to
// be, or one less.
func twofold(m *image.NRGBA) *image.NRGBA64 {
	wide := image.NewNRGBA64(m.Rect)
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			c := m.NRGBAAt(x, y)
			wide.SetNRGBA64(x, y, color.NRGBA64{twice(c.R, c.A), twice(c.G, c.A), twice(c.B, c.A), uint16(c.A) * 0x101})
		}
	}
	return wide
}

// twice is the straight channel of 16 bits from which v is read twice.
func twice(v, alpha uint8) uint16 {
	if alpha == 0 {
		return 0
	}
	whole := uint64(alpha) * 0x101
	premultiplied := uint64(v)*uint64(alpha)/255<<8 | uint64(v)
	if premultiplied > whole {
		premultiplied -= 0x100
	}
	// Rounded up, for color.NRGBA64 rounds down on the way back.
	return uint16((premultiplied*0xFFFF + whole - 1) / whole)
}
