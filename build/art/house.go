// SPDX-License-Identifier: MIT

package art

import (
	"image"
	"math"
)

// lampAt is the lantern on the wall of the porch, beside the door.
func lampAt() point { return point{1777, 1004} }

// lampLight is how brightly the lantern lights a place: 1 close to it, a half at
// the distance reach.
func lampLight(at point, reach float64) float64 {
	l := lampAt()
	d := math.Hypot(at.x-l.x, at.y-l.y) / reach
	return 1 / (1 + d*d)
}

// part is a piece of the house: its outline, and how it is painted.
type part struct {
	mask  *image.Alpha
	brush paint
}

// paintHouse paints the cottage from its back to its front.
func paintHouse(c *canvas) {
	for _, p := range houseParts(c) {
		c.fill(p.mask, p.brush)
	}
}

func houseParts(c *canvas) []part {
	roofs := c.shape().
		box(1836, 742, 1876, 880).box(1830, 738, 1882, 750).
		polygon(point{1560, 944}, point{1600, 806}, point{1930, 806}, point{1996, 944})
	wall := c.shape().box(1640, 930, 1966, ground+24).box(1650, 1112, 1986, ground+24).
		polygon(point{1486, ground + 24}, point{1486, 932}, point{1574, 806}, point{1662, 932}, point{1662, ground + 24})
	eaves := c.shape().
		stroke(13, point{1466, 952}, point{1574, 797}, point{1682, 952}).
		polygon(point{1652, 952}, point{1668, 922}, point{1974, 922}, point{1998, 952}).
		box(1652, 950, 1998, 960)
	glass := c.shape().
		box(1686, 992, 1742, 1062).box(1900, 992, 1956, 1062).
		box(1540, 976, 1608, 1060).disc(point{1574, 872}, 17)
	door := c.shape().box(1796, 984, 1852, 1112)
	bars := c.shape().
		box(1712, 990, 1715, 1064).box(1684, 1024, 1744, 1027).box(1926, 990, 1929, 1064).box(1898, 1024, 1958, 1027).
		box(1572, 974, 1576, 1062).box(1538, 1014, 1610, 1018).box(1572, 854, 1576, 890).box(1556, 870, 1592, 874)
	return []part{
		{roofs.mask(), shingles},
		{wall.mask(), clapboard},
		{glass.mask(), window},
		{door.mask(), doorLeaf},
		{bars.mask(), flatLight(rgb{0.020, 0.013, 0.010})},
		{porchFloor(c), deck},
		{porchFrame(c), timber},
		{eaves.mask(), shingles},
	}
}

// porchFloor is the deck and the three steps that lead down to the grass.
func porchFloor(c *canvas) *image.Alpha {
	return c.shape().box(1650, 1106, 1990, 1118).box(1784, 1116, 1866, 1124).
		box(1776, 1122, 1874, 1131).box(1768, 1129, 1882, 1138).mask()
}

// porchFrame is the posts, and the railing on both sides of the steps.
func porchFrame(c *canvas) *image.Alpha {
	s := c.shape()
	for _, x := range []float64{1664, 1756, 1882, 1976} {
		s.box(x-4, 956, x+4, 1108)
		s.polygon(point{x - 20, 958}, point{x + 20, 958}, point{x + 4, 976}, point{x - 4, 976})
	}
	for _, bay := range [][2]float64{{1664, 1756}, {1882, 1976}} {
		s.box(bay[0], 1062, bay[1], 1067).box(bay[0], 1098, bay[1], 1102)
		for x := bay[0] + 10; x < bay[1]-4; x += 11 {
			s.box(x-1.4, 1064, x+1.4, 1100)
		}
	}
	return s.mask()
}

// The brushes of the house. All know the dusk from the left, and the lamp.

func shingles(x, y float64, _ rgb) rgb {
	row := math.Mod(y, 9) / 9
	slate := 0.75 + 0.35*row + 0.5*noise(401).fractal(x/13, math.Floor(y/9), 2)
	return rgb{0.020, 0.020, 0.032}.plus(rgb{0.050, 0.024, 0.018}.times(step(1760, 1450, x))).times(slate)
}

func clapboard(x, y float64, _ rgb) rgb {
	board := 0.72 + 0.28*step(0, 2.4, math.Mod(y, 8.5))
	wood := board * (1 + 0.22*noise(409).fractal(x/60, y/3, 3))
	dusk := rgb{0.024, 0.025, 0.044}.plus(rgb{0.075, 0.034, 0.022}.times(step(1690, 1470, x)))
	inside := step(1636, 1668, x)
	lamp := rgb{1.35, 0.58, 0.13}.times(lampLight(point{x, y}, 58) * inside)
	under := 1 - 0.6*step(966, 950, y)*inside
	return dusk.plus(lamp).times(wood * under)
}

func window(x, y float64, _ rgb) rgb {
	room := 0.85 + 0.5*noise(419).fractal(x/38, y/46, 3)
	drape := 1 - 0.35*math.Abs(noise(421).at(x/6, 0.5))
	return rgb{1.30, 0.53, 0.10}.times(room * drape)
}

func doorLeaf(x, y float64, _ rgb) rgb {
	if x > 1806 && x < 1842 && y > 994 && y < 1038 {
		return rgb{0.95, 0.43, 0.10}
	}
	frame := 1.0
	if x < 1800 || x > 1848 || y < 988 {
		frame = 2.4
	}
	return rgb{0.030, 0.022, 0.024}.plus(rgb{0.30, 0.10, 0.05}.times(lampLight(point{x, y}, 62))).times(frame)
}

func deck(x, y float64, _ rgb) rgb {
	lamp := lampLight(point{x, y - 40}, 90)
	return rgb{0.022, 0.020, 0.028}.plus(rgb{0.55, 0.29, 0.09}.times(lamp))
}

func timber(x, y float64, _ rgb) rgb {
	return rgb{0.018, 0.015, 0.018}.plus(rgb{0.26, 0.13, 0.045}.times(lampLight(point{x, y}, 46)))
}

func flatLight(light rgb) paint {
	return func(_, _ float64, _ rgb) rgb { return light }
}
