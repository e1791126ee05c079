// SPDX-License-Identifier: MIT

package art

import "math"

// sunset is where the sun went down behind the hills.
const sunset = 690

// colourStop is the colour of a gradient at a part of its length.
type colourStop struct {
	at     float64
	colour rgb
}

// near and away are the sky from the zenith to the horizon: above the sunset,
// and on the other side.
func near() []colourStop {
	return []colourStop{
		{0, rgb{0.006, 0.016, 0.062}},
		{0.34, rgb{0.020, 0.048, 0.140}},
		{0.58, rgb{0.085, 0.105, 0.225}},
		{0.75, rgb{0.330, 0.200, 0.260}},
		{0.88, rgb{0.860, 0.370, 0.200}},
		{1, rgb{1.300, 0.640, 0.230}},
	}
}

func away() []colourStop {
	return []colourStop{
		{0, rgb{0.005, 0.013, 0.050}},
		{0.40, rgb{0.014, 0.034, 0.105}},
		{0.70, rgb{0.050, 0.066, 0.160}},
		{0.88, rgb{0.150, 0.110, 0.190}},
		{1, rgb{0.260, 0.170, 0.200}},
	}
}

// gradient is the colour at a part of the length, from 0 to 1.
func gradient(stops []colourStop, at float64) rgb {
	for i := 1; i < len(stops); i++ {
		if a, b := stops[i-1], stops[i]; at <= b.at {
			return a.colour.mix(b.colour, step(a.at, b.at, at)*0.5+0.5*(at-a.at)/(b.at-a.at))
		}
	}
	return stops[len(stops)-1].colour
}

// afterglow is how much of the sunset's light is in the air: 1 at the sunset.
func afterglow(x float64) float64 {
	d := (x - sunset) / 880
	return math.Exp(-d * d)
}

func paintSky(c *canvas) {
	warm, cold := near(), away()
	c.cover(func(x, y float64, _ rgb) rgb {
		at := min(y/horizon, 1)
		sky := gradient(cold, at).mix(gradient(warm, at), afterglow(x))
		return clouds(x, y, sky.plus(star(x, y)))
	})
	moon := point{1130, 262}
	c.cover(airlight(moon, 60, rgb{0.030, 0.036, 0.050}))
	c.fill(c.shape().disc(moon, 27).mask(), func(x, y float64, under rgb) rgb {
		lit := step(26.5, 29, math.Hypot(x-moon.x-11, y-moon.y+13))
		return under.plus(rgb{0.014, 0.017, 0.026}).mix(rgb{1.5, 1.35, 1.1}, lit)
	})
}

// star is the light of the one star that a square of 30 units may hold.
func star(x, y float64) rgb {
	const cell = 30.0
	field := noise(11)
	ix, iy := int(x/cell), int(y/cell)
	chance := field.hash(ix, iy)
	if chance < 0.80 {
		return rgb{}
	}
	sx := (float64(ix) + 0.2 + 0.6*(field+1).hash(ix, iy)) * cell
	sy := (float64(iy) + 0.2 + 0.6*(field+2).hash(ix, iy)) * cell
	bright := math.Pow((field+3).hash(ix, iy), 5)
	d := math.Hypot(x-sx, y-sy) / (0.9 + 0.9*bright)
	light := (0.05 + 1.3*bright) * math.Exp(-d*d) * step(640, 120, y) * (1 - 0.5*afterglow(x))
	return rgb{0.9, 0.95, 1.1}.times(light)
}

// clouds lays long banks of cloud over the sky. Their undersides still catch the
// sun; what is above is already in the shadow of the earth.
func clouds(x, y float64, sky rgb) rgb {
	thick := cloudAt(x, y)
	if thick <= 0 {
		return sky
	}
	under := step(-0.10, 0.16, thick-cloudAt(x+6, y+26))
	low := step(200, 860, y)
	lit := rgb{1.00, 0.33, 0.20}.times(0.15+0.95*low).mix(rgb{0.20, 0.13, 0.22}, 1-afterglow(x))
	shade := rgb{0.055, 0.055, 0.105}.times(0.45 + 0.9*low)
	return sky.mix(shade.mix(lit, under*low), 0.86*step(0, 0.30, thick))
}

// cloudAt is how thick the clouds are: 0 or less where there are none.
func cloudAt(x, y float64) float64 {
	wind := noise(23)
	bend := 130 * wind.fractal(x/900, y/300, 3)
	bank := (wind + 40).fractal((x+bend)/760, (y+0.35*bend+0.05*x)/105, 6)
	band := step(180, 430, y) * step(930, 760, y)
	return (bank - 0.10 - 0.16*(1-band)) * band * 1.3
}

// airlight is the shine of a lamp in the air as light that is added.
func airlight(lamp point, reach float64, light rgb) paint {
	return func(x, y float64, under rgb) rgb {
		d := math.Hypot(x-lamp.x, y-lamp.y) / reach
		return under.plus(light.times(1 / (1 + d*d)))
	}
}
