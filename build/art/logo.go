// SPDX-License-Identifier: MIT

package art

import (
	"image"
	"math"
)

// The colours of the logos; the pages of the site use the same.
const (
	nightTop    = 0x0B1634
	nightBottom = 0x2A4184
	cream       = 0xFBF1DC
	amber       = 0xFFB547
	flame       = 0xFFF3CF
)

// mark draws the mark in a square of 512 units: a roof, and a lit lantern under it.
func mark(width int) *image.NRGBA {
	return onTile(newCanvas(512, 512, width), lantern())
}

// onTile paints the layers by night and cuts the tile out.
func onTile(c *canvas, layers []layer) *image.NRGBA {
	c.cover(night(512).on)
	c.paint(layers)
	return c.image(c.outline([]line{tile()}, 0))
}

// wordMark draws the mark with the name beside it, 1200 by 400 units.
func wordMark(width int) *image.NRGBA {
	c := newCanvas(1200, 400, width)
	c.cover(night(400).on)
	c.placed(point{24, 26}, 0.68).paint(lantern())
	dot := letter(c, "porchlight", pen{at: point{408, 180}, size: 0.7, width: 17})
	c.cover(halo(dot, 32, 0.8).on)
	c.fill(c.shape().disc(dot, 14).mask(), flat(amber).on)
	c.fill(c.shape().disc(dot, 8).mask(), flat(flame).on)
	return c.image(c.outline([]line{area(roundedBox(1200, 400, 64)...)}, 0))
}

// lantern is the mark without its tile: what a night with a lamp in it shows.
func lantern() []layer {
	shine := halo(point{256, 300}, 105, 0.85)
	return []layer{
		{[]line{around()}, shine},
		{[]line{
			stroke(34, point{88, 226}, point{256, 92}, point{424, 226}),
			stroke(11, point{256, 110}, point{256, 200}),
			stroke(22, point{140, 432}, point{372, 432}),
			area(point{200, 234}, point{312, 234}, point{284, 194}, point{228, 194}),
			area(point{218, 356}, point{294, 356}, point{304, 378}, point{208, 378}),
		}, flat(cream)},
		{[]line{area(point{210, 244}, point{302, 244}, point{290, 348}, point{222, 348})}, wick(point{256, 302}, 62)},
	}
}

// smallLantern is the mark for less than 48 pixels: a roof and a lantern, whose
// edges lie between the pixels when there are 16 or 32 of them.
func smallLantern() []layer {
	shine := halo(point{256, 320}, 130, 0.85)
	return []layer{
		{[]line{around()}, shine},
		{[]line{
			stroke(56, point{76, 224}, point{256, 84}, point{436, 224}),
			area(point{160, 256}, point{352, 256}, point{304, 208}, point{208, 208}),
			area(point{160, 416}, point{352, 416}, point{352, 448}, point{160, 448}),
		}, flat(cream)},
		{[]line{area(point{192, 256}, point{320, 256}, point{320, 416}, point{192, 416})}, wick(point{256, 336}, 90)},
	}
}

// tile is the square with round corners that the mark stands on.
func tile() line { return area(roundedBox(512, 512, 116)...) }

// around is the air on all sides of the mark, as far as its shine is seen.
func around() line { return box(-512, -512, 1024, 1024) }

// night is a sky that grows lighter towards the ground, height units below.
func night(height float64) fall { return fall{nightTop, nightBottom, height} }

// halo is the shine of a lamp in the air: half of strength at the distance reach.
func halo(lamp point, reach, strength float64) glow {
	return glow{lamp, 3.4 * reach, func(distance float64) (rgb, float64) {
		d := distance / reach
		return hex(amber), strength * math.Exp2(-d*d)
	}}
}

// wick is the light behind the glass of the lantern.
func wick(middle point, reach float64) glow {
	return glow{middle, reach, func(distance float64) (rgb, float64) {
		return hex(flame).mix(hex(amber), step(8, reach, distance)), 1
	}}
}
