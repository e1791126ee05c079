// SPDX-License-Identifier: MIT

package http1

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"sync"
	"time"
)

// exchange is one request and its answer while a handler runs. Its memory goes
// from one to the next: the *http.Request, its Header and the ResponseWriter
// are the handler's until it returns, the strings in them for good.
type exchange struct {
	c        *connection
	request  request
	body     body
	response response
	record   Exchange
	underway underway
	id       []byte
	name     string // id as a string, once somebody has asked for it
}

var exchanges = sync.Pool{New: func() any {
	x := new(exchange)
	x.request.prepare(x)
	x.response.prepare()
	return x
}}

// serve runs the handler for the head that was parsed last.
func (c *connection) serve() {
	c.state.set(serving)
	c.requests++
	c.writeBy = 0
	x := exchanges.Get().(*exchange)
	if fault := x.begin(c); fault != nil {
		c.refuse(fault)
	} else {
		if c.attended && !c.engine.options.AtHand(&x.request.Request) {
			c.unattend()
		}
		x.underway.show(x)
		x.run()
		x.underway.hide(c)
	}
	x.forget()
	exchanges.Put(x)
}

// begin makes the request from the head, and takes the head from the input.
func (x *exchange) begin(c *connection) *refusal {
	x.c = c
	x.record = Exchange{Remote: c.remote, Worker: c.worker.Number, Began: time.Now()}
	if x.id = append(x.id[:0], c.in.frame.id...); len(x.id) == 0 {
		x.id = c.engine.ids.next(x.id)
	}
	if fault := x.request.fill(c); fault != nil {
		return fault
	}
	c.in.take(c.in.size)
	c.in.head.reset()
	x.request.Body = x.body.begin(x)
	x.response.begin(x)
	return nil
}

// run calls the handler, ends its answer and leaves the connection at the next
// request, or closing.
func (x *exchange) run() {
	c := x.c
	fault := x.handle()
	if fault == nil {
		fault = x.response.finish()
	}
	fault = cmp.Or(c.broken, fault) // the cause says more than that the answer is short
	if fault != nil || x.response.closes {
		c.closing = true
	}
	took := time.Since(x.record.Began) // half the price of time.Now
	c.since.set(x.record.Began.Add(took))
	x.report(fault, took)
	if !c.closing && !x.body.discard() {
		c.closing = true
	}
	c.lingers = c.lingers || !x.body.ended()
}

// report tells what became of the exchange.
func (x *exchange) report(fault error, took time.Duration) {
	x.record.ID, x.record.Method, x.record.Target = x.id, x.request.Method, x.request.RequestURI
	x.record.Status, x.record.Bytes = x.response.status, x.response.sent
	x.record.Took, x.record.Err = took, fault
	x.c.engine.options.Served(&x.record)
}

// handle calls the handler. A panic becomes a 500 if nothing of the answer has
// left yet, else the connection is cut.
func (x *exchange) handle() (fault error) {
	defer func() {
		if p := recover(); p != nil {
			fault = x.recovered(p)
		}
	}()
	x.c.engine.options.Handler.ServeHTTP(&x.response, &x.request.Request)
	return nil
}

func (x *exchange) recovered(p any) error {
	if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		x.response.abandon()
		return http.ErrAbortHandler
	}
	x.c.engine.options.Log.Error("handler panicked", "id", x.identity(), "err", fmt.Sprint(p), "stack", string(debug.Stack()))
	if x.response.abandon() {
		x.response.begin(x)
		x.response.page(http.StatusInternalServerError, "the server has made a mistake, it is in its log under this id")
	}
	return errPanicked
}

var errPanicked = errors.New("handler panicked")

// identity returns the request id as a string that may be kept.
func (x *exchange) identity() string {
	if x.name == "" {
		x.name = string(x.id)
	}
	return x.name
}

// forget drops what must not outlive the exchange.
func (x *exchange) forget() {
	x.c, x.name = nil, ""
	x.record = Exchange{}
	x.body = body{}
}

// ID returns the id of the exchange that ctx belongs to, which is also its
// X-Request-Id, or "" when ctx is not from this engine.
func ID(ctx context.Context) string {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x.identity()
	}
	return ""
}

// Began returns when the exchange that ctx belongs to began; now, when ctx is not
// from this engine.
func Began(ctx context.Context) time.Time {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x.record.Began
	}
	return time.Now()
}
