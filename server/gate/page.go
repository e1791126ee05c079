// SPDX-License-Identifier: MIT

package gate

import (
	"bytes"
	"html/template"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"porchlight/assets"
)

// visit is a verdict on the way to somewhere.
type visit struct {
	verdict
	next  string
	asked bool // for the gate's page itself, which is then no refusal
}

// lookEvery is how often the page of somebody who waits looks again.
const lookEvery = 4 * time.Second

// again is when a page looks again by itself; zero is never.
func (v visit) again() time.Duration {
	switch v.state {
	case waiting:
		return lookEvery
	case crowded:
		return v.wait
	}
	return 0
}

// told is the answer to a program. A browser gets the status, with a page.
func (g *Gate) told(v visit) note {
	switch v.state {
	case stale:
		return note{http.StatusForbidden, "That link is not valid any more."}
	case wrong:
		return note{http.StatusForbidden, "That is not the code of this share."}
	case limited:
		return note{http.StatusTooManyRequests, "Too many wrong codes. Try again in " + strconv.Itoa(seconds(v.wait)) + " seconds."}
	case crowded:
		return note{http.StatusTooManyRequests, "Too many devices are asking. Try again in " + strconv.Itoa(seconds(v.wait)) + " seconds."}
	case blocked:
		return note{http.StatusForbidden, "The person who shares this does not let you in."}
	case foreign:
		return note{http.StatusForbidden, "Another page has sent this form. Only the page of the share itself may."}
	case ended:
		return note{http.StatusGone, "This share has ended."}
	}
	if g.options.Way == Ask {
		return note{http.StatusForbidden, "A person is asked first: open this address in a browser. For programs there is a code: curl -u :CODE ADDRESS"}
	}
	return note{http.StatusForbidden, "This share has a code: the person who shares it knows it. Then: curl -u :CODE ADDRESS"}
}

// answer tells a visitor that they are not in, and how they may be.
func (g *Gate) answer(w http.ResponseWriter, r *http.Request, v visit) {
	n := g.told(v)
	if n.status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", strconv.Itoa(seconds(v.wait)))
	}
	if !wantsPage(r) {
		switch {
		case v.state == ended:
			w.Header().Set("Share-Ended", "?1") // as of one who is sending files
		case v.state != nobody && v.state != wrong:
		case isBrowser(r): // the script of a page that was let in before
			n.message = "This page has to be let in again."
			w.Header().Set("Link", "<"+pageRoute+">; rel=alternate; type=text/html")
		default:
			n.status = http.StatusUnauthorized
			w.Header().Set("WWW-Authenticate", `Basic realm="porchlight", charset="UTF-8"`)
		}
		say(w, r, n)
		return
	}
	if v.asked && (v.state == nobody || v.state == waiting) {
		n.status = http.StatusOK
	}
	g.show(w, n.status, v)
}

// pageTemplate is parsed when the page is wanted first.
var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("gate").Parse(assets.GatePage()))
})

func (g *Gate) show(w http.ResponseWriter, status int, v visit) {
	var page bytes.Buffer
	err := pageTemplate().Execute(&page, map[string]any{
		"State": v.state, "Share": g.options.Share, "Next": v.next, "Number": v.number, "Left": v.left,
		"Wait": seconds(v.wait), "Again": seconds(v.again()), "Style": style.target(), "Script": script.target(),
	})
	if err != nil {
		g.options.Log.Error("render gate page", "err", err)
		status = http.StatusInternalServerError
	}
	write(w, status, "text/html; charset=utf-8", page.Bytes())
}

// seconds rounds up: who comes back then is not too early.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }
