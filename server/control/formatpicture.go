// SPDX-License-Identifier: MIT

package control

import (
	"fmt"
	"strings"

	"porchlight/server"
)

// picture is the last five minutes as paths of SVG: a unit across is a second, now
// is at the right; what waits stands on what is busy, beyond the line that all
// workers make.
type picture struct {
	Busy, Waiting, Line string
	Says                string // the same in words
}

// The size of a picture in its own units.
const (
	pictureWidth  = 300
	pictureHeight = 100
)

func pictureOf(history []server.Sample) picture {
	top, busy, waiting, workers := 1, 0, 0, 0
	for _, s := range history {
		top = max(top, s.Workers, s.Busy+s.Waiting)
		busy, waiting, workers = max(busy, s.Busy), max(waiting, s.Waiting), s.Workers
	}
	return picture{
		Busy:    area(steps(history, top, func(s server.Sample) int { return s.Busy })),
		Waiting: area(steps(history, top, func(s server.Sample) int { return s.Busy + s.Waiting })),
		Line:    widened(steps(history, top, func(s server.Sample) int { return s.Workers })),
		Says:    pictureSays(busy, waiting, workers),
	}
}

func pictureSays(busy, waiting, workers int) string {
	switch {
	case workers == 0:
		return "Nothing has been measured yet."
	case busy == 0 && waiting == 0:
		return fmt.Sprintf("Last five minutes: all %d workers were free.", workers)
	}
	waited := "nobody had to wait"
	if waiting > 0 {
		waited = fmt.Sprintf("at most %d had to wait", waiting)
	}
	return fmt.Sprintf("Last five minutes: at most %d of %d workers busy, %s.", busy, workers, waited)
}

// steps draws a value of each second; seconds that are alike make one line.
func steps(history []server.Sample, top int, value func(server.Sample) int) string {
	var path strings.Builder
	last := -1
	for i, s := range history {
		if v := value(s); v != last {
			x, y := pictureWidth-len(history)+i, heightOf(v, top)
			if last < 0 {
				fmt.Fprintf(&path, "M%d %d", x, y)
			} else {
				fmt.Fprintf(&path, "H%dV%d", x, y)
			}
			last = v
		}
	}
	if last >= 0 {
		fmt.Fprintf(&path, "H%d", pictureWidth)
	}
	return path.String()
}

// heightOf leaves a tenth free above the highest value.
func heightOf(value, top int) int { return pictureHeight - value*pictureHeight*9/(10*top) }

// area closes steps down to the ground.
func area(steps string) string {
	start, _, found := strings.Cut(strings.TrimPrefix(steps, "M"), " ")
	if !found {
		return ""
	}
	return fmt.Sprintf("%sV%dH%sz", steps, pictureHeight, start)
}

// widened lets a line begin at the left edge, although it was not measured there.
func widened(steps string) string {
	_, rest, found := strings.Cut(steps, " ")
	if !found {
		return ""
	}
	return "M0 " + rest
}
