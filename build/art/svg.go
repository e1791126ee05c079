// SPDX-License-Identifier: MIT

package art

import (
	"fmt"
	"strconv"
	"strings"
)

// svg writes a drawing of size by size units as a page of its own.
func svg(size float64, layers []layer) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]s %[1]s">`+"\n", short(size))
	for i, layer := range layers {
		value, definition := layer.brush.svg("b" + strconv.Itoa(i))
		if definition != "" {
			fmt.Fprintf(&b, "<defs>%s</defs>\n", definition)
		}
		for _, l := range layer.lines {
			b.WriteString(l.svg(value) + "\n")
		}
	}
	b.WriteString("</svg>\n")
	return []byte(b.String())
}

// svg is the line as a path of a colour.
func (l line) svg(value string) string {
	var d strings.Builder
	for i, p := range l.points {
		verb := "L"
		if i == 0 {
			verb = "M"
		}
		d.WriteString(verb + short(p.x) + " " + short(p.y))
	}
	if l.width == 0 {
		return fmt.Sprintf(`<path d="%sZ" fill="%s"/>`, &d, value)
	}
	return fmt.Sprintf(`<path d="%s" fill="none" stroke="%s" stroke-width="%s" stroke-linecap="round" stroke-linejoin="round"/>`,
		&d, value, short(l.width))
}

func (f flat) svg(string) (value, definition string) { return fmt.Sprintf("#%06x", uint32(f)), "" }

func (f fall) svg(id string) (value, definition string) {
	top, _ := f.top.svg("")
	bottom, _ := f.bottom.svg("")
	return "url(#" + id + ")", fmt.Sprintf(`<linearGradient id="%s" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="0" y2="%s">`+
		`<stop offset="0" stop-color="%s"/><stop offset="1" stop-color="%s"/></linearGradient>`, id, short(f.height), top, bottom)
}

// svg takes samples of the shine: an SVG knows straight passages only.
func (g glow) svg(id string) (value, definition string) {
	const steps = 20
	var b strings.Builder
	fmt.Fprintf(&b, `<radialGradient id="%s" gradientUnits="userSpaceOnUse" cx="%s" cy="%s" r="%s">`,
		id, short(g.middle.x), short(g.middle.y), short(g.reach))
	for i := range steps + 1 {
		t := float64(i) / steps
		c, cover := g.shine(t * g.reach)
		fmt.Fprintf(&b, `<stop offset="%s" stop-color="#%02x%02x%02x" stop-opacity="%s"/>`,
			short(t), level(c.r), level(c.g), level(c.b), short(cover))
	}
	b.WriteString("</radialGradient>")
	return "url(#" + id + ")", b.String()
}

// short writes a number with two decimals at most, and none that are not needed.
func short(v float64) string {
	text := strings.TrimRight(strconv.FormatFloat(v, 'f', 2, 64), "0")
	return strings.TrimSuffix(text, ".")
}
