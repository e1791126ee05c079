// SPDX-License-Identifier: MIT

package control

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"porchlight/server"
	"porchlight/server/app"
	"porchlight/server/exposure"
	"porchlight/server/gate"
	"porchlight/server/http1"
	"porchlight/server/pool"
)

// App is what the page asks of the program.
type App interface {
	Snapshot() app.Snapshot
	Subscribe() (changed <-chan struct{}, cancel func())
	Start() error
	Stop() error
	Reload() error
	Set(values map[string]string) error
	Lend(app.Loan) error
	Preview(ctx context.Context, dir string) (exposure.Report, error)
	Decide(id string, verdict gate.Verdict) bool
	Transfers() []server.Transfer
	Disconnect(id uint64) bool
	Visits() []server.Visit
	Stored() []server.Upload
	History() []server.Sample
}

// Options are what a Control needs from outside.
type Options struct {
	App     App
	Log     *slog.Logger
	Version string
	Show    func() error // opens the page in the person's browser
	Quit    func()       // ends the program
	Single  bool         // the program ends when the server is stopped: it has no other face
}

// Control is the open control page.
type Control struct {
	options  Options
	listener net.Listener
	engine   *http1.Engine
	keys     *keys
	routes   map[string]route
	metrics  http.Handler
	turns    turns
	streams  chan struct{} // a place for each stream of events
	closing  chan struct{}
	running  sync.WaitGroup
}

// The limits of the listener: it has few visitors, all on this computer.
const (
	workers    = 40
	mostEvents = 16
	drainTime  = time.Second
)

// Open listens on a free loopback port and serves the page there until Close.
func Open(o Options) (*Control, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("open control page: %w", err)
	}
	c := &Control{
		options: o, listener: listener, keys: newKeys(), metrics: newMetrics(o),
		streams: make(chan struct{}, mostEvents), closing: make(chan struct{}),
	}
	c.routes = c.table()
	c.engine = http1.New(http1.Options{
		Handler: c,
		Pool:    pool.New(pool.Limits{Workers: workers, Queue: workers, Patience: 5 * time.Second}),
		Limits:  http1.Limits{Idle: time.Minute, Head: 10 * time.Second, Stall: 30 * time.Second},
		Log:     o.Log,
		Page:    plainPage,
		Served:  func(*http1.Exchange) {},
	})
	c.running.Go(c.accept)
	return c, nil
}

// accept takes connections until the listener closes.
func (c *Control) accept() {
	for {
		conn, err := c.listener.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil: // no descriptor is free: that passes
			select {
			case <-c.closing:
				return
			case <-time.After(100 * time.Millisecond):
			}
		default:
			c.running.Go(func() { c.engine.Serve(conn) })
		}
	}
}

// Address returns where the page is: http://127.0.0.1:PORT.
func (c *Control) Address() string { return "http://" + c.listener.Addr().String() }

// Token returns what a program shows to be let in, as
// "Authorization: Bearer TOKEN".
func (c *Control) Token() string { return c.keys.token }

// URL returns an address that lets one browser in, once.
func (c *Control) URL() string { return c.Address() + "/?token=" + c.keys.ticket() }

// Close ends the page. Streams of events end at once.
func (c *Control) Close() error {
	close(c.closing)
	c.listener.Close()
	ctx, cancel := context.WithTimeout(context.Background(), drainTime)
	defer cancel()
	err := c.engine.Drain(ctx)
	if err == nil {
		c.running.Wait()
	}
	return err
}
