// SPDX-License-Identifier: MIT

package art

// pen says where lettering begins (the top of the small letters), how many units
// a unit of the letters is, and how thick a line is.
type pen struct {
	at          point
	size, width float64
}

// glyph is a letter of lines: small letters reach from 0 down to 100, long ones
// up to -62 or down to 150.
type glyph struct {
	wide  float64
	lines [][]point
}

// letterGap lies between the middle lines of neighbours, beside their widths.
const letterGap = 44

// letter writes the word in cream and returns where the dot of its i belongs.
func letter(c *canvas, word string, p pen) (dot point) {
	s := c.shape()
	alphabet := glyphs()
	x := p.at.x
	for _, r := range word {
		g := alphabet[r]
		for _, line := range g.lines {
			placed := make([]point, len(line))
			for i, q := range line {
				placed[i] = point{x + q.x*p.size, p.at.y + q.y*p.size}
			}
			s.stroke(p.width, placed...)
		}
		if r == 'i' {
			dot = point{x, p.at.y - 44*p.size}
		}
		x += (g.wide + letterGap) * p.size
	}
	c.fill(s.mask(), flat(cream).on)
	return dot
}

// glyphs are the letters of the name, made of circles and upright lines.
func glyphs() map[rune]glyph {
	stem := func(x, top, bottom float64) []point { return []point{{x, top}, {x, bottom}} }
	ring := arc(point{50, 50}, 50, 0, 360)
	arch := append(arc(point{42, 42}, 42, 180, 360), point{84, 100})
	return map[rune]glyph{
		'p': {100, [][]point{stem(0, 0, 150), ring}},
		'o': {100, [][]point{ring}},
		'r': {56, [][]point{stem(0, 0, 100), arc(point{42, 42}, 42, 180, 295)}},
		'c': {82, [][]point{arc(point{50, 50}, 50, 48, 312)}},
		'h': {84, [][]point{stem(0, -62, 100), arch}},
		'l': {0, [][]point{stem(0, -62, 100)}},
		'i': {0, [][]point{stem(0, 0, 100)}},
		'g': {100, [][]point{ring, stem(100, 0, 104), arc(point{50, 104}, 50, 0, 150)}},
		't': {34, [][]point{stem(10, -36, 100), {{-16, 0}, {40, 0}}}},
	}
}
