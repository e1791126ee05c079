// SPDX-License-Identifier: MIT

package mdns

import (
	"fmt"
	"net"
	"net/netip"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/net/dns/dnsmessage"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	here  = netip.MustParseAddr("192.168.1.5")
	here2 = netip.MustParseAddr("fe80::5")
	ann   = netip.MustParseAddrPort("192.168.1.10:5353")
	bob   = netip.MustParseAddrPort("192.168.1.11:5353")
	us    = netip.AddrPortFrom(here, port)
	start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
)

const (
	fullInstance = "Porch._http._tcp.local."
	fullHost     = "pla.local."
)

func newService() Service {
	return Service{
		Instance: "Porch", Host: "pla", Port: 8080, TXT: []string{"path=/"},
		IP: []netip.Addr{here}, Interface: net.Interface{Index: 2, Name: "eth0"},
	}
}

// room is a conversation with a clock, and no chance: every random time is 0.
type room struct {
	*conversation
	t   *testing.T
	now time.Time
}

func newRoom(t *testing.T, s Service) *room {
	never := func(time.Duration) time.Duration { return 0 }
	return &room{converse(s, []netip.Addr{here, here2}, never, start), t, start}
}

// newQuietRoom is established, and so long that all may be said again.
func newQuietRoom(t *testing.T) *room {
	t.Helper()
	r := newRoom(t, newService())
	r.until(10 * time.Second)
	if r.announced != announcements || r.clashes != 0 {
		t.Fatalf("after 10 s: %d announcements and %d clashes, want 2 and 0", r.announced, r.clashes)
	}
	return r
}

// said is a datagram with its time since the start.
type said struct {
	at time.Duration
	datagram
}

// until lets time pass, and returns what was said.
func (r *room) until(end time.Duration) (all []said) {
	r.t.Helper()
	for next := r.next(); !next.IsZero() && next.Sub(start) <= end; next = r.next() {
		if next.After(r.now) {
			r.now = next
		}
		out := r.tick(r.now)
		if len(out) == 0 {
			r.t.Fatalf("tick() at next() = %v says nothing", next.Sub(start))
		}
		for _, d := range out {
			all = append(all, said{r.now.Sub(start), d})
		}
	}
	r.now = start.Add(end)
	return all
}

// told hears a message that came to the group.
func (r *room) told(m dnsmessage.Message, from netip.AddrPort) []datagram {
	r.t.Helper()
	return r.hear(packet{data: pack(r.t, m), from: from, group: true}, r.now)
}

// reply is what is said because of a message: at once by unicast, or within
// two seconds to the group.
func (r *room) reply(m dnsmessage.Message, from netip.AddrPort) (all []said) {
	r.t.Helper()
	heard := r.now.Sub(start)
	for _, d := range r.told(m, from) {
		all = append(all, said{0, d})
	}
	for _, s := range r.until(heard + 2*time.Second) {
		s.at -= heard
		all = append(all, s)
	}
	return all
}

func pack(t testing.TB, m dnsmessage.Message) []byte {
	t.Helper()
	data, err := m.Pack()
	if err != nil {
		t.Fatalf("pack %v: %v", m.GoString(), err)
	}
	return data
}

func question(name string, kind dnsmessage.Type) dnsmessage.Message {
	return dnsmessage.Message{Questions: []dnsmessage.Question{
		{Name: dnsmessage.MustNewName(name), Type: kind, Class: dnsmessage.ClassINET},
	}}
}

// theirs is a record of somebody, with the flush bit.
func theirs(name string, ttl uint32, body dnsmessage.ResourceBody) dnsmessage.Resource {
	h := newHeld(name, ttl, true, body)
	return h.resource(false)
}

func response(answers ...dnsmessage.Resource) dnsmessage.Message {
	return dnsmessage.Message{Header: dnsmessage.Header{Response: true, Authoritative: true}, Answers: answers}
}

// list says records in short: `PTR _http._tcp.local.`.
func list(all []dnsmessage.Resource) (short []string) {
	for _, r := range all {
		kind := map[dnsmessage.Type]string{
			dnsmessage.TypePTR: "PTR", dnsmessage.TypeSRV: "SRV", dnsmessage.TypeTXT: "TXT",
			dnsmessage.TypeA: "A", dnsmessage.TypeAAAA: "AAAA", typeNSEC: "NSEC",
		}[r.Header.Type]
		flush := ""
		if r.Header.Class&flushBit != 0 {
			flush = " flush"
		}
		short = append(short, fmt.Sprintf("%s %s %d%s", kind, r.Header.Name, r.Header.TTL, flush))
	}
	return short
}
