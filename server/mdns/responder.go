// SPDX-License-Identifier: MIT

package mdns

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"time"
)

// waiting is how many packets may wait to be heard; the system keeps, and at
// last drops, those beyond.
const waiting = 16

// maxReadErrors in a row end the listening: the interface has gone for good.
const maxReadErrors = 16

// Responder announces one service until it is closed.
type Responder struct {
	log     *slog.Logger
	send    func(data []byte, to netip.AddrPort) error
	packets chan packet
	done    chan struct{} // closed by Close
	once    sync.Once
	talking sync.WaitGroup // the conversation
	hearing sync.WaitGroup // the readers of the sockets

	mu    sync.Mutex
	names names
	close func() error // of the sockets
}

// Announce makes the service findable, and returns at once: probing, a second
// long, runs beside the caller, and Close ends it. Without an error the
// sockets are open; with one nothing runs, and a share is found only by its
// address. It uses the interface as it is now: when its addresses change,
// close the Responder and announce again.
func Announce(s Service, log *slog.Logger) (*Responder, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	l, err := openLink(s)
	if err != nil {
		return nil, err
	}
	r := newResponder(log, l.send)
	r.close = l.close
	for _, s := range l.sockets {
		r.hearing.Go(func() { r.listen(l, s) })
	}
	r.begin(s, l.own())
	return r, nil
}

func newResponder(log *slog.Logger, send func([]byte, netip.AddrPort) error) *Responder {
	return &Responder{
		log: log, send: send, packets: make(chan packet, waiting), done: make(chan struct{}), close: func() error { return nil },
	}
}

// begin starts the conversation.
func (r *Responder) begin(s Service, own []netip.Addr) {
	c := converse(s, own, rand.N[time.Duration], time.Now())
	r.names = c.names
	r.talking.Go(func() { r.talk(c) })
}

// Names returns the name of the service and that of the host, with ".local",
// as they are in force. Until a second has gone without a clash they are what
// is hoped for.
func (r *Responder) Names() (instance, host string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.names.instanceLabel(), r.names.hostLabel() + ".local"
}

// Close says goodbye and waits until nothing of the Responder runs any more,
// which takes no noticeable time. It may be called again.
func (r *Responder) Close() {
	r.once.Do(func() { close(r.done) })
	r.talking.Wait()
	r.closeLink()
	r.hearing.Wait()
}

// closeLink ends the reads of listen; the second time there is nothing to close.
func (r *Responder) closeLink() {
	if err := r.close(); err != nil && !errors.Is(err, net.ErrClosed) {
		r.log.Debug("multicast DNS not closed", "err", err)
	}
}

// talk owns the conversation.
func (r *Responder) talk(c *conversation) {
	timer := time.NewTimer(time.Until(c.next()))
	defer timer.Stop()
	for {
		var out []datagram
		select {
		case p := <-r.packets:
			out = c.hear(p, time.Now())
		case <-timer.C:
		case <-r.done:
			if last, ok := c.goodbye(); ok {
				r.say(last)
			}
			return
		}
		out = append(out, c.tick(time.Now())...)
		for _, d := range out {
			r.say(d)
		}
		r.adopt(c.names)
		if next := c.next(); !next.IsZero() {
			timer.Reset(time.Until(next))
		}
	}
}

// adopt makes the names known that the conversation has come to.
func (r *Responder) adopt(n names) {
	r.mu.Lock()
	was := r.names
	r.names = n
	r.mu.Unlock()
	if n != was {
		r.log.Info("name taken by another", "instance", n.instanceLabel(), "host", n.hostName())
	}
}

func (r *Responder) say(d datagram) {
	data, err := d.message.Pack()
	if err == nil {
		err = r.send(data, d.to)
	}
	if err != nil {
		r.log.Debug("multicast DNS not sent", "err", err)
	}
}

// listen hands on what comes to one socket, until that is closed.
func (r *Responder) listen(l *link, s socket) {
	buffer := make([]byte, maxPacket)
	for faults := 0; faults < maxReadErrors; {
		p, ok, err := l.receive(s, buffer)
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil:
			faults++
			r.log.Debug("multicast DNS not heard", "err", err)
			continue
		}
		faults = 0
		if !ok {
			continue
		}
		p.data = bytes.Clone(p.data)
		select {
		case r.packets <- p:
		case <-r.done:
			return
		}
	}
	r.log.Warn("no longer found by name", "err", fmt.Errorf("listen for multicast DNS: %d errors in a row", maxReadErrors))
}
