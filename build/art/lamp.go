// SPDX-License-Identifier: MIT

package art

import (
	"image"
	"math"
)

// lamp is what the tray shows at one level of the server, in a square of 16
// units: a pixel each where the tray is smallest.
type lamp struct {
	level       string
	colour, rim flat
	body        []line
	sign        []line // on the body, in the colour of ink
	ink         flat
}

// rim is how wide the dark edge is that sets a lamp off from a light panel.
const rim = 0.8

// lamps are the levels of the server. Each has a silhouette of its own, for eyes
// that do not see the colours and for panels that show none:
//
//	off      a ring
//	calm     a disc
//	busy     a disc with rays
//	full     an octagon with a bar, as where nobody may enter
//	failed   a triangle with a mark
func lamps() []lamp {
	middle := point{8, 8}
	return []lamp{
		{
			level: "off", colour: 0x9097A4, rim: 0x434853,
			body: []line{stroke(2.4, arc(middle, 5.4, 0, 360)...)},
		},
		{
			level: "calm", colour: 0x33C159, rim: 0x0D4A20,
			body: []line{area(arc(middle, 6.6, 0, 360)...)},
		},
		{
			level: "busy", colour: 0xFFB02E, rim: 0x6B3D00,
			body: append(rays(middle, 4.5, 6.95), area(arc(middle, 3.4, 0, 360)...)),
		},
		{
			level: "full", colour: 0xEB4040, rim: 0x5A0D12,
			body: []line{area(octagon(middle, 6.8)...)},
			sign: []line{box(3.9, 6.9, 12.1, 9.1)}, ink: 0xFFFFFF,
		},
		{
			level: "failed", colour: 0xA7ADB8, rim: 0x3A3F49,
			body: []line{area(triangle()...), stroke(2.2, append(triangle(), triangle()[0])...)},
			sign: []line{box(6.9, 5, 9.1, 10), box(6.9, 11, 9.1, 13)}, ink: 0x1D2027,
		},
	}
}

// draw draws the lamp in its colours. What is transparent has the colour of the
// rim, so that nothing else gets into the edge when a panel scales the icon.
func (l lamp) draw(width int) *image.NRGBA {
	c := newCanvas(16, 16, width)
	c.cover(l.rim.on)
	c.fill(c.outline(l.body, 0), l.colour.on)
	c.fill(c.outline(c.crisp(l.sign), 0), l.ink.on)
	return c.image(c.outline(l.body, rim))
}

// template draws the lamp as macOS wants it: black, for the menu bar to colour,
// with the sign cut out.
func (l lamp) template(width int) *image.NRGBA {
	c := newCanvas(16, 16, width)
	alpha, hole := c.outline(l.body, 0), c.outline(c.crisp(l.sign), 0)
	for i := range alpha.Pix {
		alpha.Pix[i] -= min(alpha.Pix[i], hole.Pix[i])
	}
	return c.image(alpha)
}

// crisp moves the corners of lines to where pixels meet.
func (c *canvas) crisp(lines []line) []line {
	var all []line
	for _, l := range lines {
		moved := line{width: l.width}
		for _, p := range l.points {
			moved.points = append(moved.points, point{math.Round(p.x*c.scale) / c.scale, math.Round(p.y*c.scale) / c.scale})
		}
		all = append(all, moved)
	}
	return all
}

// rays lists eight short wedges around a lamp, between two distances.
func rays(middle point, from, to float64) []line {
	var lines []line
	for i := range 8 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 4)
		at := func(along, across float64) point {
			return point{middle.x + along*cos - across*sin, middle.y + along*sin + across*cos}
		}
		lines = append(lines, area(at(from, -1.2), at(to, -0.5), at(to, 0.5), at(from, 1.2)))
	}
	return lines
}

// octagon stands on one of its sides, which all have the given distance from
// the middle.
func octagon(middle point, distance float64) []point {
	var corners []point
	for i := range 8 {
		sin, cos := math.Sincos((float64(i) + 0.5) * math.Pi / 4)
		radius := distance / math.Cos(math.Pi/8)
		corners = append(corners, point{middle.x + radius*cos, middle.y + radius*sin})
	}
	return corners
}

func triangle() []point { return []point{{8, 2.7}, {13.6, 13.1}, {2.4, 13.1}} }
