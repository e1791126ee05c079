// SPDX-License-Identifier: MIT

package mdns

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// hearResponse looks at what others hold: a clash with one of our names
// (RFC 6762 §8.1, §9), or what we meant to say or have to say again.
func (c *conversation) hearResponse(m message, p packet, now time.Time, local bool) {
	var instance, host bool
	for _, r := range m.answers {
		if p.group && c.announced > 0 {
			c.echo(r, now)
		}
		switch {
		case r.ttl == 0: // a goodbye
		case sameName(r.name, c.names.instanceName()):
			instance = instance || c.disputes(r)
		case !sameName(r.name, c.names.hostName()):
		case local && c.sameMachine(r):
			c.shareHost()
		default:
			host = host || c.disputes(r)
		}
	}
	if instance || host {
		c.giveWay(instance, host, now)
	}
}

// echo is a record said by somebody, or by us: what we meant to say about it
// has been said (RFC 6762 §7.4), unless it was said to be short-lived, which
// for us it is not (§6.6).
func (c *conversation) echo(r record, now time.Time) {
	for _, h := range c.records {
		switch {
		case !h.is(r):
		case r.ttl >= h.ttl:
			h.due = time.Time{}
		case r.ttl < h.ttl/2:
			h.plan(now, minimumGap)
		}
	}
}

// disputes reports that a record of one of our unique names contradicts what
// we hold: while we probe any other record does, later only one of a type
// that we hold.
func (c *conversation) disputes(r record) bool {
	holds := c.announced == 0
	for _, h := range c.records {
		if h.is(r) {
			return false
		}
		if h.unique && h.kind == r.kind && h.kind != typeNSEC && sameName(h.name, r.name) {
			holds = true
		}
	}
	return holds
}

// sameMachine reports that a record of our host name, sent from this machine,
// tells no other story: an address of ours, or what we do not speak of.
func (c *conversation) sameMachine(r record) bool {
	switch b := r.body.(type) {
	case *dnsmessage.AResource:
		return slices.Contains(c.own, netip.AddrFrom4(b.A))
	case *dnsmessage.AAAAResource:
		return slices.Contains(c.own, netip.AddrFrom16(b.AAAA))
	}
	return true
}

// shareHost holds the host name together with another responder of this
// machine. It is only told from our own echo while we have said nothing.
func (c *conversation) shareHost() {
	if c.spoken || c.sharedHost {
		return
	}
	c.sharedHost = true
	c.records = newRecords(c.service, c.names, true)
}

// giveWay begins again: with the same names if we held them, so that the other
// one can defend its own, and under new names if it did.
func (c *conversation) giveWay(instance, host bool, now time.Time) {
	if c.announced == 0 {
		if instance {
			c.names.instanceTries++
		}
		if host {
			c.names.hostTries++
			c.sharedHost, c.spoken = false, false
		}
	}
	c.clashes++
	wait := c.random(probeInterval)
	if c.clashes > manyClashes {
		wait = clashWait
	}
	c.probe(now.Add(wait))
}

// tieBreak settles two probes for one name at one time: the earlier set of
// records in the order of RFC 6762 §8.2 waits a second, and probes again.
func (c *conversation) tieBreak(m message, now time.Time, local bool) {
	for _, name := range []string{c.names.instanceName(), c.names.hostName()} {
		var theirs []record
		for _, r := range m.authority {
			if sameName(r.name, name) {
				theirs = append(theirs, r)
			}
		}
		if len(theirs) == 0 || local && sameName(name, c.names.hostName()) && !slices.ContainsFunc(theirs, c.otherMachine) {
			continue
		}
		if compareSets(c.claims(name), theirs) < 0 {
			c.probe(now.Add(lostWait))
			return
		}
	}
}

func (c *conversation) otherMachine(r record) bool { return !c.sameMachine(r) }

func compareSets(a, b []record) int {
	order := func(x, y record) int {
		return cmp.Or(cmp.Compare(x.class, y.class), cmp.Compare(x.kind, y.kind), strings.Compare(x.data, y.data))
	}
	slices.SortFunc(a, order)
	slices.SortFunc(b, order)
	return slices.CompareFunc(a, b, order)
}
