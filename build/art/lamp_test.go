// SPDX-License-Identifier: MIT

package art

import (
	"image"
	"math"
	"testing"
)

// sight turns amounts of red, green and blue light into those that an eye sees.
// Those of the eyes without one kind of cone are by Machado, Oliveira and
// Fernandes (2009), at full severity.
type sight [3]rgb

func sights() map[string]sight {
	grey := rgb{0.2126, 0.7152, 0.0722}
	return map[string]sight{
		"usual":        {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
		"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
		"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
		"greyscale":    {grey, grey, grey},
	}
}

func (s sight) sees(light rgb) rgb {
	row := func(k rgb) float64 { return k.r*light.r + k.g*light.g + k.b*light.b }
	return rgb{row(s[0]), row(s[1]), row(s[2])}
}

// panels are what trays stand on.
func panels() map[string]flat {
	return map[string]flat{"white": 0xFFFFFF, "light": 0xF0F0F0, "silver": 0xC8CCD4, "dark": 0x2B2B2E, "black": 0x000000}
}

// linear is a part of sRGB as an amount of light.
func linear(v float64) float64 {
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

// shown is the light of each pixel of an icon on a panel.
func shown(m *image.NRGBA, panel flat) []rgb {
	back := hex(uint32(panel))
	pixels := make([]rgb, len(m.Pix)/4)
	for i := range pixels {
		p := m.Pix[4*i:]
		front := rgb{float64(p[0]), float64(p[1]), float64(p[2])}.times(1.0 / 255)
		c := back.mix(front, float64(p[3])/255)
		pixels[i] = rgb{linear(c.r), linear(c.g), linear(c.b)}
	}
	return pixels
}

// lightness is how bright light looks, from 0 to 100 (CIE 1976).
func lightness(light rgb) float64 {
	y := max(0.2126*light.r+0.7152*light.g+0.0722*light.b, 0)
	return max(116*math.Cbrt(y)-16, 0)
}

// contrast is the ratio of the WCAG; 3 is what it asks of a sign.
func contrast(a, b rgb) float64 {
	y := func(c rgb) float64 { return 0.2126*c.r + 0.7152*c.g + 0.0722*c.b + 0.05 }
	return max(y(a)/y(b), y(b)/y(a))
}

// TestLampsDifferInShape compares them two by two without any colour: the mean
// difference of the coverage of 16 by 16 pixels.
func TestLampsDifferInShape(t *testing.T) {
	all := lamps()
	for i, a := range all {
		for _, b := range all[:i] {
			sum := 0.0
			ma, mb := a.template(16), b.template(16)
			for p := 3; p < len(ma.Pix); p += 4 {
				sum += math.Abs(float64(ma.Pix[p])-float64(mb.Pix[p])) / 255
			}
			if share := sum / 256; share < 0.1 {
				t.Errorf("%s and %s differ in %.1f %% of their shape, want 10 %%", a.level, b.level, 100*share)
			}
		}
	}
}

// TestLampsDifferToEveryEye compares the brightness that is left of them for
// each eye on each panel.
func TestLampsDifferToEveryEye(t *testing.T) {
	all := lamps()
	for eye, s := range sights() {
		for panel, colour := range panels() {
			for i, a := range all {
				for _, b := range all[:i] {
					if d := apart(s, shown(a.draw(16), colour), shown(b.draw(16), colour)); d < 5 {
						t.Errorf("%s and %s, seen with %s on %s, differ by %.1f of 100, want 5", a.level, b.level, eye, panel, d)
					}
				}
			}
		}
	}
}

// apart is the mean difference of the lightness of the pixels.
func apart(s sight, a, b []rgb) float64 {
	sum := 0.0
	for i := range a {
		sum += math.Abs(lightness(s.sees(a[i])) - lightness(s.sees(b[i])))
	}
	return sum / float64(len(a))
}

// TestLampsStandOut asks that on every panel enough pixels, out of 256, have the
// contrast of a sign.
func TestLampsStandOut(t *testing.T) {
	for _, l := range lamps() {
		for panel, colour := range panels() {
			back := hex(uint32(colour))
			back = rgb{linear(back.r), linear(back.g), linear(back.b)}
			n := 0
			for _, p := range shown(l.draw(16), colour) {
				if contrast(p, back) >= 3 {
					n++
				}
			}
			if n < 32 {
				t.Errorf("%s has %d pixels that stand out on %s, want 32", l.level, n, panel)
			}
		}
	}
}

func TestSignsStandOut(t *testing.T) {
	for _, l := range lamps() {
		if len(l.sign) == 0 {
			continue
		}
		ink, body := hex(uint32(l.ink)), hex(uint32(l.colour))
		light := func(c rgb) rgb { return rgb{linear(c.r), linear(c.g), linear(c.b)} }
		if got := contrast(light(ink), light(body)); got < 3 {
			t.Errorf("contrast of the sign of %s = %.1f, want 3", l.level, got)
		}
	}
}

// TestTemplates: black, from nothing to full, and nothing cut off at the edge.
func TestTemplates(t *testing.T) {
	for _, l := range lamps() {
		m := l.template(32)
		least, most := uint8(255), uint8(0)
		for i := 0; i < len(m.Pix); i += 4 {
			if m.Pix[i]|m.Pix[i+1]|m.Pix[i+2] != 0 {
				t.Fatalf("template of %s has the colour %v, want black", l.level, m.Pix[i:i+3])
			}
			least, most = min(least, m.Pix[i+3]), max(most, m.Pix[i+3])
		}
		if least != 0 || most != 255 {
			t.Errorf("alpha of the template of %s goes from %d to %d, want 0 to 255", l.level, least, most)
		}
	}
}

// TestNothingIsCutOff sees to it that the rim fits into the square.
func TestNothingIsCutOff(t *testing.T) {
	for _, l := range lamps() {
		m := l.draw(64)
		for i := range 64 {
			for _, c := range []image.Point{{i, 0}, {i, 63}, {0, i}, {63, i}} {
				if a := m.NRGBAAt(c.X, c.Y).A; a > 64 {
					t.Fatalf("alpha of %s at the edge %v = %d, want at most a quarter", l.level, c, a)
				}
			}
		}
	}
}
