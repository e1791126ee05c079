// SPDX-License-Identifier: MIT

package art

import "math"

// noise is a field of smooth randomness over the plane; its value is the seed.
// Everything in the painting that looks grown, blown or rippled comes from it.
type noise uint32

// hash is a number from 0 to below 1 that belongs to a point of the lattice.
func (n noise) hash(x, y int) float64 {
	h := uint32(n)*0x9E3779B1 ^ uint32(x)*0x85EBCA77 ^ uint32(y)*0xC2B2AE3D
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 12
	h *= 0x297A2D39
	h ^= h >> 15
	return float64(h) / (1 << 32)
}

// slope is what the gradient of the lattice point (x, y) adds at the distance (dx, dy).
func (n noise) slope(x, y int, dx, dy float64) float64 {
	gx := 2*n.hash(x, y) - 1
	gy := 2*(n+0x51ED).hash(x, y) - 1
	return gx*dx + gy*dy
}

// at is gradient noise: about -1 to 1, 0 on the lattice, one bump a unit.
func (n noise) at(x, y float64) float64 {
	fx, fy := math.Floor(x), math.Floor(y)
	ix, iy := int(fx), int(fy)
	dx, dy := x-fx, y-fy
	u, v := fade(dx), fade(dy)
	top := lerp(n.slope(ix, iy, dx, dy), n.slope(ix+1, iy, dx-1, dy), u)
	bottom := lerp(n.slope(ix, iy+1, dx, dy-1), n.slope(ix+1, iy+1, dx-1, dy-1), u)
	return 1.6 * lerp(top, bottom, v)
}

// fractal sums octaves of noise, each twice as fine and half as strong.
func (n noise) fractal(x, y float64, octaves int) float64 {
	sum, strength := 0.0, 0.5
	for i := range octaves {
		sum += strength * (n+noise(i)).at(x, y)
		x, y, strength = 2*x+17.3, 2*y+9.1, strength/2
	}
	return sum
}

// fade has no slope and no bend at 0 and 1, so that the lattice does not show.
func fade(t float64) float64 { return t * t * t * (t*(t*6-15) + 10) }

func lerp(a, b, t float64) float64 { return a + (b-a)*t }

// step rises smoothly from 0 at from to 1 at to; from may be the larger one.
func step(from, to, x float64) float64 {
	t := min(max((x-from)/(to-from), 0), 1)
	return t * t * (3 - 2*t)
}
