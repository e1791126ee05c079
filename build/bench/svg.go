// SPDX-License-Identifier: MIT

package bench

import (
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// drawing is an SVG in the making. Places are in pixels; what a thing looks like
// is its class.
type drawing struct{ strings.Builder }

// style has the colours of the project, for light and for dark.
const style = `<style>
text { font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1c2540; }
.title { font-weight: 600; font-size: 14px; }
.soft { fill: #4d5674; }
.figure { font-weight: 600; paint-order: stroke; stroke: #fdf8ee; stroke-width: 4; }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
.paper { fill: #fdf8ee; }
.grid { stroke: #e6dac2; }
.one { stroke: #4d5674; stroke-width: 1.5; stroke-dasharray: 4 3; }
.reach { stroke: #1c2540; stroke-opacity: .55; }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
.porchlight { fill: #e08a00; stroke: #e08a00; }
.nginx { fill: #5d6b8c; stroke: #5d6b8c; }
.nethttp { fill: #3d8fd6; stroke: #3d8fd6; }
.line.porchlight, .line.nginx, .line.nethttp { fill: none; }
rect, circle { stroke: none !important; }
@media (prefers-color-scheme: dark) {
text { fill: #ebe7dc; }
.soft { fill: #b3b9cf; }
.paper { fill: #0b1228; }
.figure { stroke: #0b1228; }
.grid { stroke: #29345f; }
.one { stroke: #b3b9cf; }
.reach { stroke: #8088a6; stroke-opacity: 1; }
.porchlight { fill: #ffb547; stroke: #ffb547; }
.nginx { fill: #a4aecb; stroke: #a4aecb; }
.nethttp { fill: #5aa9ee; stroke: #5aa9ee; }
}
</style>
`

// classOf is the class of what belongs to a server.
func classOf(server string) string { return strings.ReplaceAll(server, "/", "") }

func (d *drawing) text(x, y float64, class, words string) {
	fmt.Fprintf(d, `<text x="%s" y="%s" class="%s">`, short(x), short(y), class)
	_ = xml.EscapeText(d, []byte(words)) // a Builder takes everything
	d.WriteString("</text>\n")
}

// box is a rectangle by its place and size.
type box struct{ x, y, width, height float64 }

func (d *drawing) rect(b box, class string) {
	fmt.Fprintf(d, `<rect x="%s" y="%s" width="%s" height="%s" rx="2" class="%s"/>`+"\n",
		short(b.x), short(b.y), short(b.width), short(b.height), class)
}

// point is a place.
type point struct{ x, y float64 }

func (d *drawing) line(from, to point, class string) {
	fmt.Fprintf(d, `<line x1="%s" y1="%s" x2="%s" y2="%s" class="%s"/>`+"\n",
		short(from.x), short(from.y), short(to.x), short(to.y), class)
}

// path is a line through points, with a dot on each.
func (d *drawing) path(points []point, class string) {
	places := make([]string, len(points))
	for i, p := range points {
		places[i] = short(p.x) + "," + short(p.y)
	}
	fmt.Fprintf(d, `<polyline points="%s" class="line %s"/>`+"\n", strings.Join(places, " "), class)
	for _, p := range points {
		fmt.Fprintf(d, `<circle cx="%s" cy="%s" r="3.5" class="%s"/>`+"\n", short(p.x), short(p.y), class)
	}
}

// finish returns the drawing as a page of its own.
func (d *drawing) finish(size point, words string) []byte {
	var label strings.Builder
	_ = xml.EscapeText(&label, []byte(words)) // a Builder takes everything
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]s" height="%[2]s" viewBox="0 0 %[1]s %[2]s" role="img" aria-label="%[3]s">`+
		"\n%[4]s"+`<rect width="%[1]s" height="%[2]s" rx="10" class="paper"/>`+"\n%[5]s</svg>\n",
		short(size.x), short(size.y), &label, style, d.String())
}

// short writes a number with one decimal at most, and none that is not needed.
func short(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}

// ticks are round numbers from 0 to most or just above, at most five.
func ticks(most float64) []float64 {
	if most <= 0 {
		return []float64{0, 1}
	}
	step := math.Pow(10, math.Floor(math.Log10(most/4)))
	for _, factor := range []float64{1, 2, 2.5, 5, 10} {
		if most <= 4*step*factor {
			step *= factor
			break
		}
	}
	all := []float64{0}
	for v := step; v < most+step; v += step {
		all = append(all, v)
	}
	return all
}
