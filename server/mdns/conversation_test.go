// SPDX-License-Identifier: MIT

package mdns

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/dns/dnsmessage"
)

var allRecords = []string{
	"PTR _http._tcp.local. 4500", "SRV " + fullInstance + " 120 flush", "TXT " + fullInstance + " 4500 flush",
	"NSEC " + fullInstance + " 4500 flush", "PTR _services._dns-sd._udp.local. 4500",
	"A pla.local. 120 flush", "NSEC pla.local. 120 flush",
}

// RFC 6762 §8.1, §8.3: three probes, two announcements, and then silence.
func TestProbesAndAnnounces(t *testing.T) {
	r := newRoom(t, newService())
	var times []time.Duration
	all := r.until(time.Hour)
	for _, s := range all {
		times = append(times, s.at)
		if s.to.IsValid() {
			t.Errorf("at %v to %v, want to the group", s.at, s.to)
		}
	}
	const ms = time.Millisecond
	want := []time.Duration{0, 250 * ms, 500 * ms, 750 * ms, 1750 * ms}
	if diff := cmp.Diff(want, times); diff != "" {
		t.Fatalf("times differ (-want +got):\n%s", diff)
	}
	probe := all[0].message
	for i, name := range []string{fullInstance, fullHost} {
		q := probe.Questions[i]
		if q.Name.String() != name || q.Type != dnsmessage.TypeALL || q.Class != dnsmessage.ClassINET {
			t.Errorf("question %d of a probe = %v, want ANY of %s without the unicast bit", i, q, name)
		}
	}
	claims := []string{"SRV " + fullInstance + " 120", "TXT " + fullInstance + " 4500", "A pla.local. 120"}
	if diff := cmp.Diff(claims, list(probe.Authorities)); diff != "" {
		t.Errorf("claims of a probe differ (-want +got):\n%s", diff)
	}
	if probe.Response {
		t.Error("a probe is a response, want a query")
	}
	for _, s := range all[3:] {
		if diff := cmp.Diff(allRecords, list(s.message.Answers)); diff != "" || !s.message.Response || !s.message.Authoritative {
			t.Errorf("announcement %+v differs (-want +got):\n%s", s.message.Header, diff)
		}
	}
}

// RFC 6762 §10.1. What others may hold too is not taken back.
func TestGoodbye(t *testing.T) {
	r := newRoom(t, newService())
	r.until(700 * time.Millisecond)
	if d, ok := r.goodbye(); ok {
		t.Errorf("goodbye() while probing = %v, want none", list(d.message.Answers))
	}
	r.until(time.Second)
	d, ok := r.goodbye()
	want := []string{
		"PTR _http._tcp.local. 0", "SRV " + fullInstance + " 0 flush", "TXT " + fullInstance + " 0 flush",
		"A pla.local. 0 flush",
	}
	if diff := cmp.Diff(want, list(d.message.Answers)); !ok || diff != "" {
		t.Errorf("goodbye() %t differs (-want +got):\n%s", ok, diff)
	}
}

// Only the addresses that were given are said, on their own.
func TestSaysGivenAddressesOnly(t *testing.T) {
	s := newService()
	s.IP = []netip.Addr{netip.MustParseAddr("::ffff:10.0.0.1"), netip.MustParseAddr("fe80::1%eth0")}
	var got []netip.Addr
	for _, a := range newRoom(t, s).until(time.Second)[3].message.Answers {
		switch b := a.Body.(type) {
		case *dnsmessage.AResource:
			got = append(got, netip.AddrFrom4(b.A))
		case *dnsmessage.AAAAResource:
			got = append(got, netip.AddrFrom16(b.AAAA))
		}
	}
	want := []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("fe80::1")}
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b netip.Addr) bool { return a == b })); diff != "" {
		t.Errorf("addresses differ (-want +got):\n%s", diff)
	}
}

// RFC 6762 §6.6, §7.4: our record in the mouth of another.
func TestEcho(t *testing.T) {
	ours := func(ttl uint32) dnsmessage.Message {
		return response(theirs(enumeration, ttl, &dnsmessage.PTRResource{PTR: dnsmessage.MustNewName(serviceType)}))
	}
	t.Run("said by another first", func(t *testing.T) {
		r := newQuietRoom(t)
		r.told(question(enumeration, dnsmessage.TypePTR), ann)
		if r.next().IsZero() {
			t.Fatal("next() = never, want an answer planned")
		}
		r.told(ours(otherTTL), bob)
		if next := r.next(); !next.IsZero() {
			t.Errorf("next() = %v, want the answer withdrawn", next)
		}
	})
	t.Run("said to be about to go", func(t *testing.T) {
		r := newQuietRoom(t)
		all := r.reply(ours(0), bob)
		if len(all) != 1 || list(all[0].message.Answers)[0] != "PTR "+enumeration+" 4500" {
			t.Errorf("after a goodbye to our record: %v, want it said again", all)
		}
	})
}

// A packet that must not be heard changes and says nothing.
func TestIgnores(t *testing.T) {
	clash := response(theirs(fullHost, hostTTL, &dnsmessage.AResource{A: [4]byte{192, 168, 1, 10}}))
	other := func(change func(*dnsmessage.Message)) dnsmessage.Message {
		m := question(serviceType, dnsmessage.TypePTR)
		change(&m)
		return m
	}
	tests := map[string]struct {
		message dnsmessage.Message
		from    netip.AddrPort
	}{
		"answer from another port":      {clash, netip.MustParseAddrPort("192.168.1.10:5354")},
		"opcode":                        {other(func(m *dnsmessage.Message) { m.OpCode = 5 }), ann},
		"response code":                 {other(func(m *dnsmessage.Message) { m.RCode = 3 }), ann},
		"class":                         {other(func(m *dnsmessage.Message) { m.Questions[0].Class = dnsmessage.ClassCHAOS }), ann},
		"other service":                 {question("_ipp._tcp.local.", dnsmessage.TypePTR), ann},
		"other host":                    {question("pla2.local.", dnsmessage.TypeA), ann},
		"type that a shared name lacks": {question(serviceType, dnsmessage.TypeSRV), ann},
		"empty":                         {dnsmessage.Message{}, ann},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := newQuietRoom(t)
			if all := r.reply(test.message, test.from); len(all) > 0 {
				t.Errorf("reply = %v, want none", all)
			}
		})
	}
}

// The bytes of a packet are the world's. Whatever they are, the conversation
// goes on, says a bounded number of things that fit a packet, and can close.
func FuzzHear(f *testing.F) {
	probe := newRoom(nil, newService())
	seeds := []dnsmessage.Message{
		question(serviceType, dnsmessage.TypePTR),
		question(fullHost, dnsmessage.TypeALL),
		response(theirs(fullHost, hostTTL, &dnsmessage.AResource{A: [4]byte{10, 0, 0, 1}})),
		response(theirs(fullInstance, hostTTL, &dnsmessage.SRVResource{Port: 1, Target: dnsmessage.MustNewName("x.local.")})),
		response(theirs(fullInstance, 0, &dnsmessage.TXTResource{TXT: []string{""}})),
		probe.probing().message,
	}
	for _, m := range seeds {
		f.Add(pack(f, m), uint16(port), true)
	}
	f.Add([]byte("\x00\x01\x02\x00\x00\x01\x00\x00\x00\x00\x00\x00\xc0\x0c\x00\xff\x00\x01"), uint16(40000), false)
	f.Fuzz(func(t *testing.T, data []byte, from uint16, established bool) {
		r := newRoom(t, newService())
		if established {
			r.until(10 * time.Second)
		}
		out := r.hear(packet{data: data, from: netip.AddrPortFrom(ann.Addr(), from), group: from%2 == 1}, r.now)
		for _, s := range r.until(r.now.Sub(start) + time.Minute) {
			out = append(out, s.datagram)
		}
		if last, ok := r.goodbye(); ok {
			out = append(out, last)
		}
		if len(out) > 20 {
			t.Errorf("%d datagrams because of one, want at most 20", len(out))
		}
		for _, d := range out {
			if size := len(pack(t, d.message)); size > 1472 {
				t.Errorf("datagram of %d bytes, want at most 1472", size)
			}
		}
	})
}
