// SPDX-License-Identifier: MIT

package art

import (
	"math"
	"math/rand/v2"
	"slices"
)

// paintWater covers all below the shore with what the lake shows: the picture
// above, upside down, broken by ripples that grow towards the viewer.
func paintWater(c *canvas) {
	above := &canvas{w: c.w, h: c.h, scale: c.scale, pix: slices.Clone(c.pix)}
	water := c.shape().polygon(shoreLine()...)
	c.fill(water.mask(), func(x, y float64, _ rgb) rgb {
		depth := (y - shore) / (1600 - shore)
		deep := rgb{0.008, 0.016, 0.034}
		seen := reflection(above, x, y, depth)
		wind := step(0.10, 0.42, noise(607).fractal(x/800, y/(16+40*depth), 4))
		mirror := lerp(0.80, 0.52, depth) * (1 - 0.25*wind)
		sky := rgb{0.030, 0.048, 0.110}.times(wind * 0.35)
		return deep.plus(seen.times(mirror)).plus(sky)
	})
}

// shoreLine is the outline of the lake; the near bank has small bays.
func shoreLine() []point {
	outline := []point{{2400, 1600}, {0, 1600}}
	for x := 0.0; x <= 2400; x += 4 {
		outline = append(outline, point{x, shore - 4 + 7*noise(601).fractal(x/170, 0.5, 4)})
	}
	return outline
}

// reflection is the mean of a few facets of the ripple, which lean towards and
// away from the viewer: so lights become long in the water.
func reflection(above *canvas, x, y, depth float64) rgb {
	ripple := noise(613)
	fine := 5 + 26*depth
	sway := ripple.fractal(x/(fine*5.5), y/fine, 4)
	lean := (ripple + 31).fractal(x/(fine*4.2), y/(fine*0.8), 4)
	reach := 3 + 62*depth
	var sum rgb
	const facets = 7
	for i := range facets {
		spread := (float64(i)/(facets-1) - 0.5) * (4 + 46*depth)
		up := 2*shore - y - 12*depth + reach*lean + spread
		sum = sum.plus(above.at(x+(4+30*depth)*sway, min(up, shore-3)))
	}
	return sum.times(1.0 / facets)
}

// paintReeds grows reeds in the near corner, dark against the water.
func paintReeds(c *canvas, r *rand.Rand) {
	s := c.shape()
	for range 95 {
		x := -40 + 760*math.Pow(r.Float64(), 1.5)
		height := (120 + 300*r.Float64()) * (1 - 0.55*max(x, 0)/760)
		reed(s, x, height, (r.Float64()-0.35)*0.5)
	}
	c.fill(s.mask(), func(x, y float64, _ rgb) rgb {
		return rgb{0.007, 0.009, 0.014}.plus(rgb{0.020, 0.012, 0.010}.times(step(1600, 1250, y)))
	})
}

// reed adds a stem that leans, thinner towards its tip; tall ones carry a cob.
func reed(s *shape, x, height, lean float64) {
	at := func(t float64) point {
		return point{x + lean*height*t*t, 1612 - height*t}
	}
	const joints = 10
	for i := range joints {
		t := float64(i) / joints
		s.stroke(5.5-4*t, at(t), at(t+1.0/joints))
	}
	if height > 260 {
		s.stroke(11, at(0.86), at(0.94))
	}
}
