// SPDX-License-Identifier: MIT

package qrcode

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"rsc.io/qr"
)

// quietZone is the light edge, in modules (ISO/IEC 18004 §9.1).
const quietZone = 4

// code is a QR code with its edge.
type code struct {
	*qr.Code
	side int // modules, with the edge on both sides
}

// encode fails only for a text that is too long: more than 2 KB.
func encode(text string) (code, error) {
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		return code{}, fmt.Errorf("draw %.40q as a QR code: %w", text, err)
	}
	return code{c, c.Size + 2*quietZone}, nil
}

// dark reports whether a module is dark; the edge is not.
func (c code) dark(x, y int) bool { return c.Black(x-quietZone, y-quietZone) }

// SVG draws text as one element, a module to a unit.
func SVG(text string) ([]byte, error) {
	c, err := encode(text)
	if err != nil {
		return nil, err
	}
	var path strings.Builder
	for y := range c.side {
		for x := range c.side {
			if c.dark(x, y) {
				fmt.Fprintf(&path, "M%d %dh1v1h-1z", x, y)
			}
		}
	}
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]d %[1]d" shape-rendering="crispEdges">`+
		`<rect width="%[1]d" height="%[1]d" fill="#fff"/><path d="%[2]s"/></svg>`, c.side, path.String()), nil
}

// moduleSize is the side of a module in a PNG, in pixels.
const moduleSize = 8

// PNG draws text for a file or a chat.
func PNG(text string) ([]byte, error) {
	c, err := encode(text)
	if err != nil {
		return nil, err
	}
	picture := image.NewPaletted(image.Rect(0, 0, c.side*moduleSize, c.side*moduleSize), color.Palette{color.White, color.Black})
	for y := range picture.Rect.Dy() {
		for x := range picture.Rect.Dx() {
			if c.dark(x/moduleSize, y/moduleSize) {
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	var out bytes.Buffer
	err = png.Encode(&out, picture)
	return out.Bytes(), err
}

// Text draws text for a terminal with half blocks, two rows of modules to a
// line. Light modules are what is printed: most terminals are dark, and where
// one is light, readers take an inverted code as well. With color the ground is
// set, and the code is right on both.
func Text(text string, color bool) (string, error) {
	c, err := encode(text)
	if err != nil {
		return "", err
	}
	begin, end := "", "\n"
	if color {
		begin, end = "\x1b[97;40m", "\x1b[0m\n" // white on black
	}
	var out strings.Builder
	for y := 0; y < c.side; y += 2 {
		out.WriteString(begin)
		for x := range c.side {
			below := y+1 < c.side && !c.dark(x, y+1)
			switch above := !c.dark(x, y); {
			case above && below:
				out.WriteRune('█')
			case above:
				out.WriteRune('▀')
			case below:
				out.WriteRune('▄')
			default:
				out.WriteByte(' ')
			}
		}
		out.WriteString(end)
	}
	return out.String(), nil
}
