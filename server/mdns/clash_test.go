// SPDX-License-Identifier: MIT

package mdns

import (
	"net/netip"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

func address(last byte) dnsmessage.ResourceBody {
	return &dnsmessage.AResource{A: [4]byte{192, 168, 1, last}}
}

func address6(text string) dnsmessage.ResourceBody {
	return &dnsmessage.AAAAResource{AAAA: netip.MustParseAddr(text).As16()}
}

func service(port uint16) dnsmessage.ResourceBody {
	return &dnsmessage.SRVResource{Port: port, Target: dnsmessage.MustNewName(fullHost)}
}

// Every row is what somebody else holds, told while we probe and when we hold
// the names: the names a second later, and whether we probed again.
func TestClash(t *testing.T) {
	tests := map[string]struct {
		record   dnsmessage.Resource
		from     netip.AddrPort
		instance string // while probing
		host     string
		again    bool // probes again when established
	}{
		"our service elsewhere":        {theirs(fullInstance, 120, service(9)), ann, "Porch (2)", "pla", true},
		"in other letters":             {theirs("PORCH._HTTP._tcp.local.", 120, service(9)), ann, "Porch (2)", "pla", true},
		"our host elsewhere":           {theirs(fullHost, 120, address(10)), ann, "Porch", "pla-2", true},
		"our host with another type":   {theirs(fullHost, 120, address6("fe80::10")), ann, "Porch", "pla-2", false},
		"our host denies another type": {theirs(fullHost, 120, denial(fullHost, dnsmessage.TypeAAAA)), ann, "Porch", "pla-2", false},
		"the same host and address":    {theirs(fullHost, 120, address(5)), ann, "Porch", "pla", false},
		"the same service":             {theirs(fullInstance, 120, service(8080)), ann, "Porch", "pla", false},
		"goodbye":                      {theirs(fullHost, 0, address(10)), ann, "Porch", "pla", false},
		"another name":                 {theirs("other.local.", 120, address(10)), ann, "Porch", "pla", false},
		"another pointer":              {theirs(serviceType, 4500, &dnsmessage.PTRResource{PTR: dnsmessage.MustNewName("Q." + serviceType)}), ann, "Porch", "pla", false},
		"responder of this machine":    {theirs(fullHost, 120, address6("fe80::5")), us, "Porch", "pla", false},
		"stranger's address by this":   {theirs(fullHost, 120, address(10)), us, "Porch", "pla-2", true},
		"second share of this machine": {theirs(fullInstance, 120, service(9)), us, "Porch (2)", "pla", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, newService())
			r.until(300 * time.Millisecond)
			r.told(response(test.record), test.from)
			if got := r.names.instanceLabel(); got != test.instance {
				t.Errorf("instance = %q, want %q", got, test.instance)
			}
			if got := r.names.hostLabel(); got != test.host {
				t.Errorf("host = %q, want %q", got, test.host)
			}

			r = newQuietRoom(t)
			r.told(response(test.record), test.from)
			if got := r.announced == 0; got != test.again {
				t.Errorf("probes again = %t, want %t", got, test.again)
			}
			if r.names != newNames(newService()) {
				t.Errorf("names = %+v, want them kept until the other defends its own", r.names)
			}
		})
	}
}

// RFC 6762 §9: a clash that comes late is probed, and lost only to one that
// is really there; then all is announced under the new name.
func TestLateClash(t *testing.T) {
	clash := response(theirs(fullInstance, 120, service(9)), theirs(fullHost, 120, address(10)))
	r := newQuietRoom(t)
	r.told(clash, ann)
	if all := r.reply(question(serviceType, dnsmessage.TypePTR), bob); all[0].message.Response {
		t.Errorf("first word after the clash = %v, want a probe", all[0])
	}
	if got, want := r.names, newNames(newService()); got != want {
		t.Errorf("names after a clash with nobody = %+v, want %+v", got, want)
	}
	r.told(clash, ann)
	r.told(clash, ann)
	all := r.until(time.Minute)
	if got := list(all[len(all)-1].message.Answers); got[1] != "SRV Porch (2)._http._tcp.local. 120 flush" || got[5] != "A pla-2.local. 120 flush" {
		t.Errorf("announced after the clash: %v, want the new names", got)
	}
}

// RFC 6762 §8.1: who always clashes is not asked without pause.
func TestManyClashes(t *testing.T) {
	r := newRoom(t, newService())
	for range manyClashes {
		r.told(response(theirs(r.names.hostName(), 120, address(10))), ann)
	}
	if wait := r.next().Sub(r.now); wait != 0 {
		t.Errorf("after %d clashes: next probe in %v, want 0", manyClashes, wait)
	}
	r.told(response(theirs(r.names.hostName(), 120, address(10))), ann)
	if wait := r.next().Sub(r.now); wait != clashWait {
		t.Errorf("after %d clashes: next probe in %v, want %v", manyClashes+1, wait, clashWait)
	}
}

// RFC 6762 §8.2: of two that probe at one time, the lesser data waits.
func TestTieBreak(t *testing.T) {
	tests := map[string]struct {
		claims []dnsmessage.Resource
		from   netip.AddrPort
		waits  bool
	}{
		"theirs is later":          {[]dnsmessage.Resource{theirs(fullHost, 120, address(6))}, ann, true},
		"theirs is earlier":        {[]dnsmessage.Resource{theirs(fullHost, 120, address(4))}, ann, false},
		"the same":                 {[]dnsmessage.Resource{theirs(fullHost, 120, address(5))}, ann, false},
		"theirs has one more":      {[]dnsmessage.Resource{theirs(fullHost, 120, address(5)), theirs(fullHost, 120, address6("::1"))}, ann, true},
		"order does not count":     {[]dnsmessage.Resource{theirs(fullHost, 120, address6("::1")), theirs(fullHost, 120, address(4))}, ann, false},
		"later service":            {[]dnsmessage.Resource{theirs(fullInstance, 120, &dnsmessage.TXTResource{TXT: []string{"zzzzzzzz"}}), theirs(fullInstance, 120, service(9000))}, ann, true},
		"other name":               {[]dnsmessage.Resource{theirs("other.local.", 120, address(6))}, ann, false},
		"Avahi of this machine":    {[]dnsmessage.Resource{theirs(fullHost, 120, address(5)), theirs(fullHost, 120, address6("fe80::5"))}, us, false},
		"stranger by this machine": {[]dnsmessage.Resource{theirs(fullHost, 120, address(6))}, us, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, newService())
			r.until(300 * time.Millisecond)
			m := question(fullHost, dnsmessage.TypeALL)
			m.Authorities = test.claims
			r.told(m, test.from)
			if waits := r.next().Equal(r.now.Add(lostWait)); waits != test.waits {
				t.Errorf("next() = %v after, want a wait of %v: %t", r.next().Sub(r.now), lostWait, test.waits)
			}
			if r.names != newNames(newService()) {
				t.Errorf("names = %+v, want them kept", r.names)
			}
		})
	}
}

// A host name that another responder of this machine speaks for is held
// together with it: nothing is flushed, denied or taken back.
func TestSharedHost(t *testing.T) {
	r := newRoom(t, newService())
	r.until(300 * time.Millisecond)
	r.told(response(theirs(fullHost, 120, address(5)), theirs(fullHost, 120, address6("fe80::5"))), us)
	all := r.until(10 * time.Second)
	d, _ := r.goodbye()
	for _, text := range append(list(all[len(all)-1].message.Answers), list(d.message.Answers)...) {
		switch text {
		case "A pla.local. 120 flush", "NSEC pla.local. 120 flush", "A pla.local. 0 flush", "A pla.local. 0":
			t.Errorf("said %q, want the host left to both", text)
		}
	}
	if got := r.reply(question(fullHost, dnsmessage.TypeAAAA), ann); len(got) > 0 {
		t.Errorf("reply = %v, want the other to tell", got)
	}

	r = newQuietRoom(t) // our own announcement comes back to us
	r.told(response(theirs(fullHost, 120, address(5))), us)
	r.told(response(theirs(fullHost, 120, address(10))), ann)
	r.told(response(theirs(fullHost, 120, address(5))), us)
	if r.sharedHost {
		t.Error("host is shared after our own echo, want it ours")
	}
}
