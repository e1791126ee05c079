// SPDX-License-Identifier: MIT

package lobby

import (
	"html/template"
	"strconv"
	"strings"
	"sync"

	"porchlight/assets"
)

// What stands in the rendered page where figures belong. The template runs once
// only: its stack would stay with each connection of a crowd.
const (
	titleMark = "title-goes-here"
	aheadMark = "ahead-goes-here"
	waitMark  = "4242"
)

// pageRoom is what a page takes, in bytes.
const pageRoom = 2560

// The figures of a page.
const (
	theTitle = iota
	theAhead
	theWait
	figures
)

// pieces are the page cut where figures belong: each piece but the first begins
// with the byte of the figure before it.
var pieces = sync.OnceValue(func() []string {
	const cut = "\x1f"
	return strings.Split(strings.NewReplacer(
		titleMark, cut+string(rune(theTitle)),
		aheadMark, cut+string(rune(theAhead)),
		waitMark, cut+string(rune(theWait)),
	).Replace(rendered()), cut)
})

func rendered() string {
	t := template.Must(template.New("full").Parse(assets.FullPage()))
	var page strings.Builder
	err := t.Execute(&page, struct{ Title, Ahead, Wait string }{titleMark, aheadMark, waitMark})
	if err != nil {
		return titleMark + ". " + aheadMark
	}
	return page.String()
}

// page tells a browser its place in the line, 0 when it has none, behind those
// who wait in the queue. Nothing in it comes from a request.
func page(place, waiting, wait int) []byte {
	title := "You are number " + strconv.Itoa(place) + " in line"
	ahead := "About " + requests(waiting+place-1) + " ahead of you."
	switch {
	case place == 0:
		title = "There is a long line"
		ahead = "More than " + requests(waiting+mostTickets) + " ahead of you."
	case waiting+place == 1:
		ahead = "Nobody is ahead of you."
	}
	says := [figures]string{theTitle: title, theAhead: ahead, theWait: strconv.Itoa(wait)}
	text := make([]byte, 0, pageRoom)
	for i, piece := range pieces() {
		if i > 0 {
			text = append(text, says[piece[0]]...)
			piece = piece[1:]
		}
		text = append(text, piece...)
	}
	return text
}

func requests(n int) string {
	if n == 1 {
		return "1 request is"
	}
	return strconv.Itoa(n) + " requests are"
}
