// SPDX-License-Identifier: MIT

package mdns

import (
	"bytes"
	"log/slog"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// wire4 is a network cable: what one responder says to the group all hear,
// also the one who said it. It remembers the responses.
type wire4 struct {
	t         *testing.T
	mu        sync.Mutex
	ends      map[*Responder]netip.AddrPort
	responses []dnsmessage.Message
}

// join begins a responder at an address of the wire.
func (w *wire4) join(address string, s Service) *Responder {
	ip := netip.MustParseAddr(address)
	s.IP = []netip.Addr{ip}
	from := netip.AddrPortFrom(ip, port)
	r := newResponder(slog.New(slog.DiscardHandler), func(data []byte, _ netip.AddrPort) error {
		w.say(data, from)
		return nil
	})
	w.mu.Lock()
	w.ends[r] = from
	w.mu.Unlock()
	r.begin(s, s.IP)
	return r
}

func (w *wire4) say(data []byte, from netip.AddrPort) {
	var m dnsmessage.Message
	if err := m.Unpack(data); err != nil {
		w.t.Errorf("said what cannot be read: %v", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if m.Response {
		w.responses = append(w.responses, m)
	}
	for r := range w.ends {
		select {
		case r.packets <- packet{data: bytes.Clone(data), from: from, group: true}:
		default: // as a socket that is full
		}
	}
}

// last is the last response on the wire.
func (w *wire4) last() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return list(w.responses[len(w.responses)-1].Answers)
}

// Of two that begin at one time with the same names, one keeps them.
func TestTwoBeginTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := &wire4{t: t, ends: map[*Responder]netip.AddrPort{}}
		first, second := w.join("192.168.1.5", newService()), w.join("192.168.1.6", newService())
		time.Sleep(10 * time.Second)
		names := map[string]bool{}
		for _, r := range []*Responder{first, second} {
			instance, host := r.Names()
			names[instance], names[host] = true, true
		}
		for _, name := range []string{"Porch", "Porch (2)", "pla.local", "pla-2.local"} {
			if !names[name] {
				t.Errorf("names in force = %v, want %q among them", names, name)
			}
		}
		second.Close()
		first.Close()
	})
}

// Close ends probing at any moment, says goodbye only to what was announced,
// and may be called twice.
func TestClose(t *testing.T) {
	tests := map[string]struct {
		after   time.Duration
		goodbye bool
	}{
		"at once":       {0, false},
		"while probing": {600 * time.Millisecond, false},
		"announced":     {1100 * time.Millisecond, true},
		"later":         {time.Hour, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := &wire4{t: t, ends: map[*Responder]netip.AddrPort{}}
				r := w.join("192.168.1.5", newService())
				time.Sleep(test.after)
				began := time.Now()
				r.Close()
				r.Close()
				if took := time.Since(began); took != 0 {
					t.Errorf("Close() took %v, want none", took)
				}
				said := len(w.responses) > 0
				if said != test.goodbye || said && !strings.HasSuffix(w.last()[0], " 0") {
					t.Errorf("responses: %v, want a goodbye at the end: %t", w.responses, test.goodbye)
				}
			})
		})
	}
}
