// SPDX-License-Identifier: MIT

package control

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// The rhythm of a stream: what moves is told once a second, and a page that has
// gone is noticed by a remark every quarter of a minute.
const (
	beat  = time.Second
	quiet = 15 * time.Second
)

// serveEvents sends what is shown whenever it changes, as server-sent events
// (WHATWG HTML §9.2) of JSON, until the page goes or the program ends.
func (c *Control) serveEvents(w http.ResponseWriter, r *http.Request) *refusal {
	select {
	case c.streams <- struct{}{}:
		defer func() { <-c.streams }()
	default:
		w.Header().Set("Retry-After", "5")
		return &refusal{http.StatusServiceUnavailable, "Too many control pages are open. Close one."}
	}
	w.Header().Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		return nil
	}
	changed, cancel := c.options.App.Subscribe()
	defer cancel()
	out := http.NewResponseController(w)
	timer := time.NewTimer(quiet)
	defer timer.Stop()
	for moving := true; ; {
		err := c.tell(w, moving)
		if err == nil {
			err = out.Flush()
		}
		if err != nil {
			return nil // the page has gone
		}
		rest := c.rest()
		timer.Reset(rest)
		select {
		case <-changed:
			moving = true
		case <-timer.C:
			moving = rest == beat // once more when the last one has ended
		case <-r.Context().Done():
			return nil
		case <-c.closing:
			return nil
		}
	}
}

// rest is how long a stream may say nothing.
func (c *Control) rest() time.Duration {
	if len(c.options.App.Transfers()) > 0 {
		return beat
	}
	return quiet
}

// tell writes one event, or a remark when nothing has changed.
func (c *Control) tell(w http.ResponseWriter, moving bool) error {
	if !moving {
		_, err := fmt.Fprint(w, ":\n\n")
		return err
	}
	v := c.look()
	v.History, v.Settings = nil, nil
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "retry: 1000\ndata: %s\n\n", data)
	return err
}
