// SPDX-License-Identifier: MIT

package art

import (
	"image"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// point is a place in the units of the drawing, y downwards.
type point struct{ x, y float64 }

// shape collects outlines. All of them run the same way round, so that those
// that overlap add up to one area.
type shape struct {
	outlines *vector.Rasterizer
	scale    float64
	origin   point
	w, h     int
}

// shape begins an empty shape for this canvas.
func (c *canvas) shape() *shape {
	return &shape{outlines: vector.NewRasterizer(c.w, c.h), scale: c.scale, origin: c.origin, w: c.w, h: c.h}
}

// mask is the coverage of all that was added.
func (s *shape) mask() *image.Alpha {
	m := image.NewAlpha(image.Rect(0, 0, s.w, s.h))
	s.outlines.DrawOp = draw.Src
	s.outlines.Draw(m, m.Bounds(), image.Opaque, image.Point{})
	return m
}

// polygon adds a closed outline, turned to run clockwise.
func (s *shape) polygon(points ...point) *shape {
	area := 0.0
	for i, p := range points {
		q := points[(i+1)%len(points)]
		area += p.x*q.y - q.x*p.y
	}
	for i := range points {
		p := points[i]
		if area < 0 {
			p = points[len(points)-1-i]
		}
		s.to(p, i == 0)
	}
	s.outlines.ClosePath()
	return s
}

func (s *shape) to(p point, first bool) {
	x, y := float32(s.origin.x+p.x*s.scale), float32(s.origin.y+p.y*s.scale)
	if first {
		s.outlines.MoveTo(x, y)
		return
	}
	s.outlines.LineTo(x, y)
}

// box adds an upright rectangle from its left, top, right and bottom edge.
func (s *shape) box(left, top, right, bottom float64) *shape {
	return s.polygon(point{left, top}, point{right, top}, point{right, bottom}, point{left, bottom})
}

// disc adds a full circle.
func (s *shape) disc(centre point, radius float64) *shape {
	return s.polygon(arc(centre, radius, 0, 360)...)
}

// stroke adds a line through the points, width wide, with round ends and corners.
func (s *shape) stroke(width float64, points ...point) *shape {
	for i, p := range points {
		s.disc(p, width/2)
		if i == 0 {
			continue
		}
		q := points[i-1]
		length := math.Hypot(p.x-q.x, p.y-q.y)
		nx, ny := (p.y-q.y)/length*width/2, (q.x-p.x)/length*width/2
		s.polygon(point{q.x + nx, q.y + ny}, point{p.x + nx, p.y + ny}, point{p.x - nx, p.y - ny}, point{q.x - nx, q.y - ny})
	}
	return s
}

// roundedBox lists points around the rectangle from (0, 0) to (w, h) with round corners.
func roundedBox(w, h, radius float64) []point {
	var outline []point
	outline = append(outline, arc(point{w - radius, radius}, radius, 270, 360)...)
	outline = append(outline, arc(point{w - radius, h - radius}, radius, 0, 90)...)
	outline = append(outline, arc(point{radius, h - radius}, radius, 90, 180)...)
	outline = append(outline, arc(point{radius, radius}, radius, 180, 270)...)
	return outline
}

// arc lists points on a circle between two angles in degrees, clockwise from three o'clock.
func arc(centre point, radius, from, to float64) []point {
	const steps = 48
	points := make([]point, 0, steps+1)
	for i := range steps + 1 {
		a := lerp(from, to, float64(i)/steps) * math.Pi / 180
		points = append(points, point{centre.x + radius*math.Cos(a), centre.y + radius*math.Sin(a)})
	}
	return points
}
