// SPDX-License-Identifier: MIT

package art

import "math"

// paintLights hangs the lantern up and lets the lights shine in the evening air.
func paintLights(c *canvas) {
	l := lampAt()
	iron := c.shape().stroke(3, point{l.x, l.y - 17}, point{l.x, l.y - 26}).
		polygon(point{l.x - 11, l.y - 9}, point{l.x + 11, l.y - 9}, point{l.x, l.y - 21}).
		box(l.x-9, l.y+12, l.x+9, l.y+16)
	c.fill(iron.mask(), flatLight(rgb{0.03, 0.02, 0.015}))
	glass := c.shape().polygon(point{l.x - 9, l.y - 9}, point{l.x + 9, l.y - 9}, point{l.x + 7, l.y + 12}, point{l.x - 7, l.y + 12})
	c.fill(glass.mask(), flatLight(rgb{7, 4.6, 2.0}))
	c.cover(shine(l, 15, rgb{2.2, 1.05, 0.27}))
	c.cover(shine(l, 75, rgb{0.34, 0.145, 0.030}))
	for _, w := range []point{{1714, 1027}, {1928, 1027}, {1574, 1018}, {1574, 872}, {1824, 1016}} {
		c.cover(shine(w, 34, rgb{0.10, 0.043, 0.009}))
	}
}

// shine is the light that the air around a lamp sends on; a quarter at the
// distance reach, and soon nothing.
func shine(lamp point, reach float64, light rgb) paint {
	return func(x, y float64, under rgb) rgb {
		d := math.Hypot(x-lamp.x, y-lamp.y) / reach
		if d > 16 {
			return under
		}
		near := 1 / (1 + d*d)
		return under.plus(light.times(near * near * step(16, 4, d)))
	}
}

// paintSmoke lets the chimney smoke, drawn away by a light wind.
func paintSmoke(c *canvas) {
	c.cover(func(x, y float64, under rgb) rgb {
		rise := 740 - y
		if rise < 0 || rise > 420 {
			return under
		}
		drift := 1856 + 0.0011*rise*rise + 26*noise(503).fractal(rise/150, 0.3, 3)*rise/150
		wide := 9 + 0.16*rise
		d := (x - drift) / wide
		puff := 0.55 + 0.9*noise(509).fractal(x/34, y/30, 4)
		thin := 0.5 * math.Exp(-d*d) * step(420, 60, rise) * max(puff, 0)
		return under.mix(rgb{0.17, 0.13, 0.17}, min(thin, 1))
	})
}
