// SPDX-License-Identifier: MIT

package mdns

import (
	"net/netip"
	"slices"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// The times of probing and announcing (RFC 6762 §8.1, §8.3).
const (
	probes        = 3
	probeInterval = 250 * time.Millisecond
	announcements = 2
	announceAgain = time.Second
	lostWait      = time.Second // after a simultaneous probe of a stronger one
	manyClashes   = 15          // after so many …
	clashWait     = 5 * time.Second
)

// conversation is what one responder says on its link, and when: a state
// machine without socket and clock. Its owner calls hear for each packet and
// tick when next has come, and sends what these return.
type conversation struct {
	service Service
	own     []netip.Addr // every address of this machine on the interface
	random  func(below time.Duration) time.Duration

	names      names
	records    []*held
	sharedHost bool // another responder of this machine speaks for the host
	spoken     bool // we have said something of the host in force

	probed    int // probes sent since the last clash
	announced int
	step      time.Time // of the next probe or announcement; zero: none
	clashes   int
	budget    budget
}

// packet is what arrived.
type packet struct {
	data  []byte
	from  netip.AddrPort
	group bool // sent to the group, not to us alone
}

// datagram is what to send.
type datagram struct {
	message dnsmessage.Message
	to      netip.AddrPort // invalid: the group
}

// converse begins a conversation at now, with its first probe up to 250 ms
// later so that machines that start together do not speak together.
func converse(s Service, own []netip.Addr, random func(time.Duration) time.Duration, now time.Time) *conversation {
	c := &conversation{service: s, own: own, random: random, names: newNames(s)}
	c.probe(now.Add(random(probeInterval)))
	return c
}

// probe begins again with the names in force.
func (c *conversation) probe(at time.Time) {
	c.records = newRecords(c.service, c.names, c.sharedHost)
	c.probed, c.announced, c.step = 0, 0, at
}

// next is when to tick; zero: not until something is heard.
func (c *conversation) next() time.Time {
	next := c.step
	for _, h := range c.records {
		if !h.due.IsZero() && (next.IsZero() || h.due.Before(next)) {
			next = h.due
		}
	}
	return next
}

// tick says what is due at now.
func (c *conversation) tick(now time.Time) (out []datagram) {
	if !c.step.IsZero() && !now.Before(c.step) {
		out = append(out, c.advance(now))
	}
	if m, ok := c.dueAnswers(now); ok {
		out = append(out, m)
	}
	return out
}

// advance takes the next step of probing and announcing.
func (c *conversation) advance(now time.Time) datagram {
	if c.probed < probes {
		c.probed++
		c.step = now.Add(probeInterval)
		return c.probing()
	}
	c.announced++
	c.spoken = true
	c.step = time.Time{}
	if c.announced < announcements {
		c.step = now.Add(announceAgain)
	}
	var all []record
	for _, h := range c.records {
		h.sent, h.due = now, time.Time{}
		all = append(all, h.record)
	}
	return datagram{message: answerMessage(all, nil)}
}

// probing asks for both names and says what they will hold (RFC 6762 §8.1).
// A unicast answer is not asked for: on a host with several responders it
// would reach only one of them.
func (c *conversation) probing() datagram {
	var m dnsmessage.Message
	for _, name := range []string{c.names.instanceName(), c.names.hostName()} {
		m.Questions = append(m.Questions, dnsmessage.Question{
			Name: dnsmessage.MustNewName(name), Type: dnsmessage.TypeALL, Class: dnsmessage.ClassINET,
		})
		for _, r := range c.claims(name) {
			m.Authorities = append(m.Authorities, r.resource(true))
		}
	}
	return datagram{message: m}
}

// claims are the records that a name of ours is to hold alone. Denials are
// none: they follow from the rest.
func (c *conversation) claims(name string) (claims []record) {
	for _, h := range c.records {
		if h.unique && h.kind != typeNSEC && sameName(h.name, name) {
			claims = append(claims, h.record)
		}
	}
	return claims
}

// goodbye takes back what was announced and is ours alone (RFC 6762 §10.1).
// False: nothing was announced.
func (c *conversation) goodbye() (datagram, bool) {
	if c.announced == 0 {
		return datagram{}, false
	}
	var gone []record
	for _, h := range c.records {
		ours := h.flush || h.kind == dnsmessage.TypePTR && !sameName(h.name, enumeration)
		if ours && h.kind != typeNSEC {
			r := h.record
			r.ttl = 0
			gone = append(gone, r)
		}
	}
	return datagram{message: answerMessage(gone, nil)}, true
}

// hear takes in one packet from the link.
func (c *conversation) hear(p packet, now time.Time) []datagram {
	m, err := parse(p.data)
	if err != nil {
		return nil // broken, or none for us (RFC 6762 §18)
	}
	local := slices.Contains(c.own, p.from.Addr().Unmap().WithZone(""))
	switch {
	case m.response && p.from.Port() == port:
		c.hearResponse(m, p, now, local)
		return nil
	case m.response:
		return nil // RFC 6762 §6
	case c.announced == 0:
		c.tieBreak(m, now, local)
		return nil
	}
	return c.answer(m, p, now)
}

// answerMessage is a response to the group.
func answerMessage(answers, additional []record) dnsmessage.Message {
	m := dnsmessage.Message{Header: dnsmessage.Header{Response: true, Authoritative: true}}
	for _, r := range answers {
		m.Answers = append(m.Answers, r.resource(false))
	}
	for _, r := range additional {
		m.Additionals = append(m.Additionals, r.resource(false))
	}
	return m
}
