// SPDX-License-Identifier: MIT

package bench

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// alternative is the picture for those who do not see it.
const alternative = "Requests a second of porchlight and net/http in terms of nginx, and what a request and an idle connection cost as their number grows"

// Measures of the picture, in pixels.
const (
	pictureWidth = 760
	margin       = 24
	barsLeft     = 226 // where bars begin, after their names
	barsRight    = pictureWidth - margin - 40
	barsTop      = 74
	barStep      = 27
	barHeight    = 9
	panelHeight  = 150
	panelGap     = 46
)

// Picture draws the report. It needs nginx, in whose terms the bars are.
func (r *Report) Picture() ([]byte, error) {
	var bars []result
	for _, row := range r.results {
		if _, ok := row.ratio(ours); ok {
			bars = append(bars, row)
		}
	}
	if len(bars) == 0 {
		return nil, errors.New("draw picture: there are no ratios to nginx, get nginx and wrk first")
	}
	var d drawing
	d.text(margin, 36, "title", "Requests a second, nginx = 1")
	d.legend()
	bottom := d.bars(bars)
	width := (pictureWidth - 2*margin - 2*panelGap) / 3.0
	top := bottom + 62
	for i, p := range r.panels() {
		left := margin + float64(i)*(width+panelGap)
		d.panel(p, box{left + 20, top, width - 20, panelHeight})
	}
	return d.finish(point{pictureWidth, top + panelHeight + 46}, alternative), nil
}

// legend names the colours at the right of the title.
func (d *drawing) legend() {
	x := float64(pictureWidth - margin)
	for _, name := range []string{nethttp, nginx, ours} {
		x -= float64(len(name))*7 + 34 // what the letters are wide, nearly
		d.rect(box{x, 26, 11, 11}, classOf(name))
		d.text(x+16, 36, "soft", name)
	}
}

// bars draws a pair for each row: ours, with the least and the most of its
// rounds, and net/http. It returns where they end.
func (d *drawing) bars(rows []result) (bottom float64) {
	most := 1.0
	for _, row := range rows {
		for _, name := range []string{ours, nethttp} {
			s, _ := row.ratio(name)
			most = max(most, s.median)
		}
	}
	most = math.Ceil(most*2.4) / 2 // what reaches beyond is cut off: one disturbed round is no news
	at := func(ratio float64) float64 { return barsLeft + ratio/most*(barsRight-barsLeft) }
	bottom = barsTop + float64(len(rows)*barStep)
	for ratio := 0.0; ratio <= most; ratio += 0.5 {
		d.line(point{at(ratio), barsTop - 8}, point{at(ratio), bottom}, "grid")
		d.text(at(ratio), barsTop-14, "soft middle", short(ratio))
	}
	d.line(point{at(1), barsTop - 8}, point{at(1), bottom}, "one")
	for i, row := range rows {
		y := barsTop + float64(i*barStep)
		d.text(barsLeft-10, y+14, "end", row.row.name)
		own, _ := row.ratio(ours)
		d.rect(box{barsLeft, y, at(own.median) - barsLeft, barHeight}, classOf(ours))
		end := at(min(own.most, most))
		d.line(point{at(own.least), y + barHeight/2}, point{end, y + barHeight/2}, "reach")
		d.text(end+6, y+barHeight, "figure", fmt.Sprintf("%.2f", own.median))
		if other, ok := row.ratio(nethttp); ok {
			d.rect(box{barsLeft, y + barHeight + 1, at(other.median) - barsLeft, barHeight - 2}, classOf(nethttp))
		}
	}
	return bottom
}

// panel is what grows with a number: a value for each of them and each server.
type panel struct {
	title, unit string
	labels      []string
	values      map[string][]float64
}

// panels are those three things that should not grow.
func (r *Report) panels() []panel {
	return []panel{
		r.panel("CPU µs a request", "connections", func(row row) int {
			if row.path == smallPath && !row.idle && !row.close && !row.logged {
				return row.connections
			}
			return 0
		}),
		r.panel("CPU µs a request", "files in the folder, at random", func(row row) int { return row.files }),
		r.panel("KiB an idle connection", "connections", func(row row) int {
			if row.idle {
				return row.connections
			}
			return 0
		}),
	}
}

// panel collects the rows to which number gives one.
func (r *Report) panel(title, unit string, number func(row) int) panel {
	p := panel{title: title, unit: unit, values: map[string][]float64{}}
	for _, row := range r.results {
		n := number(row.row)
		if n == 0 {
			continue
		}
		p.labels = append(p.labels, brief(n))
		for _, name := range []string{ours, nginx, nethttp} {
			s, ok := row.of(name, costOf)
			if row.row.idle {
				s, ok = row.of(name, memoryOf)
				s.median = max(0, s.median/1024)
			}
			if ok {
				p.values[name] = append(p.values[name], s.median)
			}
		}
	}
	return p
}

// brief writes thousands as k.
func brief(n int) string {
	if n >= 1000 && n%1000 == 0 {
		return strconv.Itoa(n/1000) + "k"
	}
	return strconv.Itoa(n)
}

// panel draws one, its axes at the edges of b; one of nothing is left white.
func (d *drawing) panel(p panel, b box) {
	if len(p.labels) == 0 {
		return
	}
	most := 0.0
	for _, values := range p.values {
		for _, v := range values {
			most = max(most, v)
		}
	}
	scale := ticks(most)
	most = scale[len(scale)-1]
	place := func(i int, v float64) point {
		step := b.width / float64(len(p.labels))
		return point{b.x + (float64(i)+0.5)*step, b.y + b.height*(1-v/most)}
	}
	d.text(b.x-20, b.y-20, "title", p.title)
	for _, v := range scale {
		y := place(0, v).y
		d.line(point{b.x, y}, point{b.x + b.width, y}, "grid")
		d.text(b.x-6, y+4, "soft end", strconv.FormatFloat(v, 'g', 3, 64))
	}
	for i, label := range p.labels {
		d.text(place(i, 0).x, b.y+b.height+16, "soft middle", label)
	}
	d.text(b.x+b.width/2, b.y+b.height+32, "soft middle", p.unit)
	var last []figure
	for _, name := range []string{nethttp, nginx, ours} { // ours on top
		var points []point
		for i, v := range p.values[name] {
			points = append(points, place(i, v))
		}
		if n := len(points); n > 0 {
			d.path(points, classOf(name))
			last = append(last, figure{p.values[name][n-1], points[n-1]})
		}
	}
	d.figures(last)
}

// figure is a value and where it is.
type figure struct {
	value float64
	point
}

// figures writes values beside their points, the least first and none over
// another.
func (d *drawing) figures(all []figure) {
	slices.SortFunc(all, func(a, b figure) int { return cmp.Compare(a.value, b.value) })
	const height = 13
	below := math.Inf(1)
	for _, f := range all {
		below = min(f.y+4, below-height)
		d.text(f.x+8, below, "figure", strconv.FormatFloat(f.value, 'f', 1, 64))
	}
}
