// SPDX-License-Identifier: MIT

package main

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
func mark(width int) image.Image {
	c := newCanvas(512, 512, width)
	c.cover(dusk(512))
	drawMark(c, point{}, 1)
	return c.image(c.shape().rounded(512, 512, 116).mask())
}

// wordMark draws the mark with the name beside it, 1200 by 400 units.
func wordMark(width int) image.Image {
	c := newCanvas(1200, 400, width)
	c.cover(dusk(400))
	drawMark(c, point{24, 26}, 0.68)
	dot := letter(c, "porchlight", pen{at: point{408, 180}, size: 0.7, width: 17})
	c.cover(halo(dot, 32, 0.8))
	c.fill(c.shape().disc(dot, 14).mask(), flat(amber))
	c.fill(c.shape().disc(dot, 8).mask(), flat(flame))
	return c.image(c.shape().rounded(1200, 400, 64).mask())
}

// drawMark draws the mark with its upper left corner at a place, size times as large.
func drawMark(c *canvas, at point, size float64) {
	p := func(x, y float64) point { return point{at.x + x*size, at.y + y*size} }
	c.cover(halo(p(256, 300), 105*size, 0.85))
	frame := c.shape().
		stroke(34*size, p(88, 226), p(256, 92), p(424, 226)).
		stroke(11*size, p(256, 110), p(256, 200)).
		stroke(22*size, p(140, 432), p(372, 432)).
		polygon(p(200, 234), p(312, 234), p(284, 194), p(228, 194)).
		polygon(p(218, 356), p(294, 356), p(304, 378), p(208, 378))
	c.fill(frame.mask(), flat(cream))
	glass := c.shape().polygon(p(210, 244), p(302, 244), p(290, 348), p(222, 348))
	centre := p(256, 302)
	c.fill(glass.mask(), func(x, y float64, _ rgb) rgb {
		d := math.Hypot(x-centre.x, y-centre.y) / size
		return hex(flame).mix(hex(amber), step(8, 62, d))
	})
}

// dusk is a sky that grows lighter towards the ground, height units below.
func dusk(height float64) paint {
	return func(_, y float64, _ rgb) rgb { return hex(nightTop).mix(hex(nightBottom), y/height) }
}

// flat covers with one colour.
func flat(colour uint32) paint {
	c := hex(colour)
	return func(_, _ float64, _ rgb) rgb { return c }
}

// halo is the shine of a lamp in the air: half of strength at the distance reach.
func halo(lamp point, reach, strength float64) paint {
	return func(x, y float64, under rgb) rgb {
		d := math.Hypot(x-lamp.x, y-lamp.y) / reach
		return under.mix(hex(amber), strength*math.Exp2(-d*d))
	}
}
