// SPDX-License-Identifier: MIT

package http1

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// refusing is what the answer to one refused request takes. It goes from one to
// the next, so that a crowd which is turned away leaves no garbage.
type refusing struct {
	record   Exchange
	id, head []byte
}

// headRoom is what the head of a refusal takes, and a cookie.
const headRoom = 512

var refusings = sync.Pool{New: func() any { return &refusing{head: make([]byte, 0, headRoom)} }}

// refuse answers a request that no handler sees. What was answered before it
// leaves first, in full. A request that only found no worker, and has no body,
// has come whole: its connection goes on, because the client will try again, and
// a new connection costs several times the answer. Any other refusal closes.
func (c *connection) refuse(fault *refusal) {
	r := refusings.Get().(*refusing)
	r.id = c.engine.ids.next(r.id[:0])
	r.record = Exchange{ID: r.id, Remote: c.remote, Status: fault.status, Began: time.Now(), Err: fault}
	t := Turned{Client: c.client}
	if c.in != nil {
		r.record.Method, r.record.Target = string(c.in.head.method), string(c.in.head.target)
		t.Method, t.Accept, t.head = r.record.Method, c.in.head.value("accept"), &c.in.head
	}
	if c.worker != nil {
		r.record.Worker = c.worker.Number
	} else {
		c.out = r.head
	}
	answer := c.engine.answerTo(fault, r.id, t)
	whole := fault == noWorker && !c.in.frame.hasBody()
	c.requests++
	c.closing = c.closing || !whole || c.in.frame.close || c.isLast()
	c.lingers = c.lingers || !whole
	c.sendRefusal(r, &answer)
	c.engine.options.Served(&r.record)

	if whole {
		c.in.take(c.in.size)
		c.in.head.reset()
	}
	if c.worker == nil {
		r.head, c.out = c.out, nil
	}
	r.record = Exchange{}
	refusings.Put(r)
}

// isLast reports whether the connection has had its share of requests, or is
// wanted gone.
func (c *connection) isLast() bool {
	most := c.engine.limits.Load().Requests
	return most > 0 && c.requests >= most || c.engine.draining.Load() || c.woken.Load()
}

// sendRefusal sends a behind the answers that have not left yet, and notes what
// became of it.
func (c *connection) sendRefusal(r *refusing, a *Answer) {
	h := append(c.out, statusLine(r.record.Status)...)
	h = append(h, c.engine.clock.line(r.record.Began)...)
	h = append(h, "X-Request-Id: "...)
	h = append(h, r.id...)
	h = append(h, "\r\nContent-Type: "...)
	h = append(h, a.ContentType...)
	h = append(h, "\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n"...)
	if c.closing {
		h = append(h, "Connection: close\r\n"...)
	}
	h = a.appendFields(h)
	h = append(h, "Content-Length: "...)
	h = strconv.AppendInt(h, int64(len(a.Body)), 10)
	h = append(h, "\r\n\r\n"...)
	if r.record.Method == http.MethodHead {
		a.Body = nil
	}
	r.record.Bytes = int64(len(a.Body))
	if err := c.send(h, a.Body, false); err != nil {
		r.record.Err = err
	}
	c.out = h[:0]
	ended := time.Now()
	c.since.set(ended)
	r.record.Took = ended.Sub(r.record.Began)
}
