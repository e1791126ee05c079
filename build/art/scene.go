// SPDX-License-Identifier: MIT

package art

import (
	"image"
	"math"
	"math/rand/v2"
)

// The painting is 2400 by 1600 units. Where its parts are:
//
//	   0  +--------------------------------------+
//	      |  stars        moon                   |
//	      |        clouds                        |
//	 920  |~ afterglow ~~~ hills ~~~~~~~~~~~~~~~~|  the horizon lies behind the hills
//	1128  | trees            house, ground       |
//	1180  |--------------------------------------|  shore
//	      |  water, a picture of all above       |
//	1600  | reeds -------------------------------+
const (
	horizon = 960
	ground  = 1128
	shore   = 1180
)

// photo paints the house by the lake at dusk.
func photo(width int) *image.NRGBA {
	c := newCanvas(2400, 1600, width)
	paintSky(c)
	paintHills(c)
	paintTrees(c, rand.New(rand.NewPCG(7, 19)))
	paintSmoke(c)
	paintHouse(c)
	paintBank(c)
	paintLights(c)
	paintWater(c)
	paintReeds(c, rand.New(rand.NewPCG(3, 41)))
	develop(c)
	return c.image(nil)
}

// develop turns amounts of light into a photograph: darker corners, a film's
// soft shoulder, sRGB, and grain.
func develop(c *canvas) {
	grain, tint := noise(901), noise(977)
	c.cover(func(x, y float64, light rgb) rgb {
		corner := math.Hypot((x-1250)/1500, (y-900)/1100)
		light = light.times(1.4 * (1 - 0.38*step(0.45, 1.35, corner)))
		px, py := int(x*c.scale), int(y*c.scale)
		all := 0.0135 * bell(grain, px, py)
		return rgb{
			film(light.r) + all + 0.004*bell(tint, px, py),
			film(light.g) + all,
			film(light.b) + all + 0.006*bell(tint+1, px, py),
		}
	})
}

// film is how bright a print gets from an amount of light: it never quite burns
// out, has the gamma of sRGB, and a little more contrast in the middle.
func film(v float64) float64 {
	v = 1 - math.Exp(-max(v, 0))
	if v <= 0.0031308 {
		v *= 12.92
	} else {
		v = 1.055*math.Pow(v, 1/2.4) - 0.055
	}
	return lerp(v, v*v*(3-2*v), 0.5)
}

// bell is a number around 0 for a pixel, with a spread of about 1.
func bell(n noise, x, y int) float64 {
	return 1.73 * (n.hash(x, y) + (n+5).hash(x, y) + (n+9).hash(x, y) + (n+13).hash(x, y) - 2)
}
