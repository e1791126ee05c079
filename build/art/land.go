// SPDX-License-Identifier: MIT

package art

import (
	"image"
	"math"
	"math/rand/v2"
)

// ridge is one range of hills, a silhouette that fades into the mist at its foot.
type ridge struct {
	seed        noise
	top, height float64
	length      float64
	colour      rgb
	trees, haze float64
}

func ridges() []ridge {
	return []ridge{
		{seed: 101, top: 905, height: 150, length: 620, colour: rgb{0.150, 0.110, 0.170}, trees: 3, haze: 0.75},
		{seed: 131, top: 968, height: 120, length: 480, colour: rgb{0.070, 0.062, 0.110}, trees: 7, haze: 0.60},
		{seed: 151, top: 1042, height: 90, length: 390, colour: rgb{0.026, 0.029, 0.054}, trees: 16, haze: 0.45},
	}
}

func paintHills(c *canvas) {
	for _, r := range ridges() {
		c.fill(r.mask(c), func(x, y float64, _ rgb) rgb {
			mist := rgb{0.13, 0.10, 0.15}.mix(rgb{0.62, 0.30, 0.20}, afterglow(x))
			depth := step(r.top-r.height*0.4, shore, y)
			patch := 0.80 + 0.3*(r.seed+7).fractal(x/240, y/40, 4)
			texture := 1 + 0.25*(r.seed+3).fractal(x/22, y/16, 4)
			return r.colour.times(texture).mix(mist, r.haze*depth*patch)
		})
	}
}

// mask is the area below the line of the hills, with the tops of far trees on it.
func (r ridge) mask(c *canvas) *image.Alpha {
	outline := []point{{2400, 1600}, {0, 1600}}
	for x := 0.0; x <= 2400; x += 2 {
		hill := r.seed.fractal(x/r.length, 0.5, 5)
		tops := math.Abs((r.seed+60).at(x/(2.2*r.trees), 3.5)) + 0.5*math.Abs((r.seed+61).at(x/r.trees, 8.5))
		outline = append(outline, point{x, r.top - r.height*hill - r.trees*tops})
	}
	return c.shape().polygon(outline...).mask()
}

// stand is a group of conifers between two places.
type stand struct {
	from, to  float64
	low, high float64
	count     int
	colour    rgb
}

func stands() []stand {
	return []stand{
		{0, 2400, 60, 130, 90, rgb{0.020, 0.024, 0.044}},
		{1180, 2400, 130, 330, 46, rgb{0.011, 0.014, 0.026}},
		{-40, 560, 140, 360, 26, rgb{0.009, 0.011, 0.020}},
		{2080, 2440, 260, 520, 11, rgb{0.006, 0.008, 0.014}},
		{-60, 210, 380, 690, 6, rgb{0.004, 0.005, 0.009}},
	}
}

func paintTrees(c *canvas, r *rand.Rand) {
	for _, s := range stands() {
		trees := c.shape()
		for range s.count {
			at := point{lerp(s.from, s.to, r.Float64()), ground + 14 + 14*r.Float64()}
			conifer(trees, at, lerp(s.low, s.high, r.Float64()), r)
		}
		c.fill(trees.mask(), func(x, y float64, _ rgb) rgb {
			needles := 1 + 0.8*noise(211).fractal(x/9, y/7, 3)
			return s.colour.times(needles)
		})
	}
}

// conifer adds a spruce that stands at a place: branches in tiers that hang a little.
func conifer(s *shape, at point, height float64, r *rand.Rand) {
	tiers := 9 + int(height/26)
	spread := height * (0.15 + 0.05*r.Float64())
	s.box(at.x-height*0.012, at.y-height*0.2, at.x+height*0.012, at.y+6)
	s.polygon(point{at.x, at.y - height}, point{at.x + height*0.02, at.y - height*0.1}, point{at.x - height*0.02, at.y - height*0.1})
	for i := range tiers {
		t := float64(i+1) / float64(tiers)
		y := at.y - height*(1-0.93*t)
		reach := spread * math.Pow(t, 0.85)
		left, right := reach*(0.7+0.45*r.Float64()), reach*(0.7+0.45*r.Float64())
		thick := height / float64(tiers) * 1.15
		s.polygon(point{at.x, y - thick}, point{at.x + right*0.55, y - thick*0.25}, point{at.x + right, y + thick*0.35},
			point{at.x + right*0.4, y + thick*0.12}, point{at.x, y + thick*0.3})
		s.polygon(point{at.x, y - thick}, point{at.x - left*0.55, y - thick*0.25}, point{at.x - left, y + thick*0.35},
			point{at.x - left*0.4, y + thick*0.12}, point{at.x, y + thick*0.3})
	}
}

// paintBank covers the ground between the house and the water with grass, which
// the lamp lights in front of the porch.
func paintBank(c *canvas) {
	outline := []point{{2400, shore + 6}, {0, shore + 6}}
	for x := 0.0; x <= 2400; x += 2 {
		blades := 7 * math.Abs(noise(307).at(x/5, 2.5))
		rise := 20*noise(301).fractal(x/420, 1.5, 3) + 26*step(500, 60, x)
		level := step(1360, 1460, x) * step(2090, 1990, x)
		rise, blades = lerp(rise, -9, level), blades*(1-0.6*level)
		outline = append(outline, point{x, ground - rise - blades})
	}
	c.fill(c.shape().polygon(outline...).mask(), func(x, y float64, _ rgb) rgb {
		grass := 1 + 0.9*noise(311).fractal(x/10, y/4, 4)
		dark := rgb{0.010, 0.014, 0.018}.mix(rgb{0.045, 0.028, 0.026}, afterglow(x)*step(shore, ground-20, y))
		spill := lampLight(point{x, y + 2*(y-ground)}, 120) * step(ground-6, ground+10, y)
		return dark.plus(rgb{0.34, 0.20, 0.055}.times(spill)).times(grass)
	})
}
