// SPDX-License-Identifier: MIT

package art

import (
	"image"
	"math"
)

// layer is a piece of a drawing that is kept as data, so that it can become
// pixels of any number as well as an SVG: some lines, and how they are coloured.
type layer struct {
	lines []line
	brush brush
}

// line is drawn width wide, with round ends and corners. With no width it is
// the outline of an area.
type line struct {
	width  float64
	points []point
}

func area(points ...point) line                  { return line{points: points} }
func stroke(width float64, points ...point) line { return line{width, points} }

func box(left, top, right, bottom float64) line {
	return area(point{left, top}, point{right, top}, point{right, bottom}, point{left, bottom})
}

// brush colours a layer.
type brush interface {
	// on is the colour that it leaves at a place.
	on(x, y float64, under rgb) rgb
	// svg is the value for a fill or a stroke, and what it refers to by the
	// name id, if anything.
	svg(id string) (value, definition string)
}

// flat covers with one colour, #rrggbb.
type flat uint32

func (f flat) on(_, _ float64, _ rgb) rgb { return hex(uint32(f)) }

// fall passes from one colour at the top of the drawing to another at height.
type fall struct {
	top, bottom flat
	height      float64
}

func (f fall) on(_, y float64, _ rgb) rgb {
	return hex(uint32(f.top)).mix(hex(uint32(f.bottom)), y/f.height)
}

// glow is round: its colour and how much that covers follow from the distance
// to the middle, and nobody sees it beyond its reach.
type glow struct {
	middle point
	reach  float64
	shine  func(distance float64) (colour rgb, cover float64)
}

func (g glow) on(x, y float64, under rgb) rgb {
	colour, cover := g.shine(math.Hypot(x-g.middle.x, y-g.middle.y))
	return under.mix(colour, cover)
}

// paint draws the layers from back to front.
func (c *canvas) paint(layers []layer) {
	for _, l := range layers {
		c.fill(c.outline(l.lines, 0), l.brush.on)
	}
}

// outline is what the lines cover, with a rim of the given width around them.
func (c *canvas) outline(lines []line, rim float64) *image.Alpha {
	s := c.shape()
	for _, l := range lines {
		if l.width == 0 {
			s.polygon(l.points...)
		}
		if wide := l.width + 2*rim; wide > 0 {
			s.stroke(wide, l.along()...)
		}
	}
	return s.mask()
}

// along is the way of a pen: around an area it comes back to where it began.
func (l line) along() []point {
	if l.width == 0 {
		return append(l.points[:len(l.points):len(l.points)], l.points[0])
	}
	return l.points
}
