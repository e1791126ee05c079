// SPDX-License-Identifier: MIT

package art

import (
	"image"
	"image/color"
	"math"
	"runtime"
	"sync"
)

// rgb is a colour as amounts of light. The painting keeps them linear and
// without an upper limit; the logos keep them as sRGB from 0 to 1.
type rgb struct{ r, g, b float64 }

func (c rgb) times(k float64) rgb { return rgb{c.r * k, c.g * k, c.b * k} }
func (c rgb) plus(d rgb) rgb      { return rgb{c.r + d.r, c.g + d.g, c.b + d.b} }

// mix is c at 0 and d at 1.
func (c rgb) mix(d rgb, t float64) rgb {
	return rgb{lerp(c.r, d.r, t), lerp(c.g, d.g, t), lerp(c.b, d.b, t)}
}

// hex is the colour that a style sheet writes as #rrggbb.
func hex(v uint32) rgb {
	return rgb{float64(v >> 16), float64(v >> 8 & 0xFF), float64(v & 0xFF)}.times(1.0 / 255)
}

// canvas is the picture in the making. Places on it are given in the units of
// the drawing, whatever its size in pixels: scale pixels are one unit, and the
// place (0, 0) lies at the pixel origin.
type canvas struct {
	w, h   int
	scale  float64
	origin point
	pix    []rgb
}

// paint is what a brush leaves at a place: the new colour, given the one there.
type paint func(x, y float64, under rgb) rgb

// newCanvas is a black canvas for a drawing of the given units, width pixels wide.
func newCanvas(unitsWide, unitsHigh float64, width int) *canvas {
	scale := float64(width) / unitsWide
	h := int(math.Round(unitsHigh * scale))
	return &canvas{w: width, h: h, scale: scale, pix: make([]rgb, width*h)}
}

// placed is the same canvas for a drawing inside the drawing, which has its
// corner at a place and is size times as large.
func (c *canvas) placed(at point, size float64) *canvas {
	inner := *c
	inner.origin = point{c.origin.x + at.x*c.scale, c.origin.y + at.y*c.scale}
	inner.scale = c.scale * size
	return &inner
}

// cover paints the whole canvas.
func (c *canvas) cover(p paint) { c.fill(nil, p) }

// fill paints where the mask covers, everywhere when it is nil.
func (c *canvas) fill(mask *image.Alpha, p paint) {
	var wg sync.WaitGroup
	lanes := runtime.GOMAXPROCS(0)
	for lane := range lanes {
		wg.Go(func() {
			for row := lane; row < c.h; row += lanes {
				c.fillRow(row, mask, p)
			}
		})
	}
	wg.Wait()
}

func (c *canvas) fillRow(row int, mask *image.Alpha, p paint) {
	y := (float64(row) + 0.5 - c.origin.y) / c.scale
	for col := range c.w {
		coverage := 1.0
		if mask != nil {
			coverage = float64(mask.Pix[row*mask.Stride+col]) / 255
		}
		if coverage == 0 {
			continue
		}
		under := &c.pix[row*c.w+col]
		*under = under.mix(p((float64(col)+0.5-c.origin.x)/c.scale, y, *under), coverage)
	}
}

// at is the colour of a place, between pixels too; beyond an edge it is the edge's.
func (c *canvas) at(x, y float64) rgb {
	px, py := x*c.scale-0.5, y*c.scale-0.5
	fx, fy := math.Floor(px), math.Floor(py)
	x0, y0 := int(fx), int(fy)
	top := c.pixel(x0, y0).mix(c.pixel(x0+1, y0), px-fx)
	bottom := c.pixel(x0, y0+1).mix(c.pixel(x0+1, y0+1), px-fx)
	return top.mix(bottom, py-fy)
}

func (c *canvas) pixel(x, y int) rgb {
	x, y = min(max(x, 0), c.w-1), min(max(y, 0), c.h-1)
	return c.pix[y*c.w+x]
}

// image turns the colours, taken as sRGB, into pixels; alpha may be nil.
func (c *canvas) image(alpha *image.Alpha) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, c.w, c.h))
	for i, p := range c.pix {
		a := uint8(255)
		if alpha != nil {
			a = alpha.Pix[i]
		}
		m.SetNRGBA(i%c.w, i/c.w, color.NRGBA{level(p.r), level(p.g), level(p.b), a})
	}
	return m
}

// level is a part of full brightness as a byte.
func level(v float64) uint8 { return uint8(math.Round(min(max(v, 0), 1) * 255)) }
