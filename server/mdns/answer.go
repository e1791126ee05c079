// SPDX-License-Identifier: MIT

package mdns

import (
	"net/netip"
	"slices"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// When a record may be said (RFC 6762 §6).
const (
	minimumGap   = time.Second            // between two multicasts of a record
	defenceGap   = 250 * time.Millisecond // the same, to one who probes
	sharedDelay  = 20 * time.Millisecond  // others may answer too: 20 to 120 ms
	moreDelay    = 400 * time.Millisecond // more known answers follow: 400 to 500 ms
	randomDelay  = 100 * time.Millisecond // on top of these
	legacyTTL    = 10                     // s, §6.7
	unicastLimit = 20                     // answers a second to single askers
)

// answer plans the multicast answers to a query, and returns the unicast one.
func (c *conversation) answer(m message, p packet, now time.Time) []datagram {
	known := c.known(m.answers)
	if len(m.questions) == 0 {
		c.withdraw(known, p.from.Addr())
		return nil
	}
	legacy := p.from.Port() != port
	if legacy {
		m.questions = m.questions[:1] // plain resolvers ask one, and we repeat it
	}
	var direct []*held
	for _, q := range m.questions {
		if class := q.Class &^ flushBit; class != dnsmessage.ClassINET && class != dnsmessage.ClassANY {
			continue
		}
		unicast := q.Class&flushBit != 0 || !p.group
		for _, h := range c.asked(q) {
			switch {
			case slices.Contains(known, h):
			case legacy, unicast && h.fresh(now):
				if !slices.Contains(direct, h) {
					direct = append(direct, h)
				}
			default:
				c.planAnswer(h, m, p, now)
			}
		}
	}
	if len(direct) == 0 || !c.budget.take(now) {
		return nil
	}
	if legacy {
		return []datagram{{legacyMessage(m, direct, c.additional(direct)), p.from}}
	}
	return []datagram{{answerMessage(plainRecords(direct), plainRecords(c.additional(direct))), p.from}}
}

// asked are the records that answer a question, or the denial of the name.
func (c *conversation) asked(q dnsmessage.Question) (found []*held) {
	var denial *held
	name := q.Name.String()
	for _, h := range c.records {
		switch {
		case !sameName(h.name, name):
		case h.kind == q.Type, q.Type == dnsmessage.TypeALL && h.kind != typeNSEC:
			found = append(found, h)
		case h.kind == typeNSEC:
			denial = h
		}
	}
	if found == nil && denial != nil {
		found = append(found, denial)
	}
	return found
}

// known are the records that the asker has, for at least half their time (§7.1).
func (c *conversation) known(answers []record) (known []*held) {
	for _, h := range c.records {
		for _, r := range answers {
			if h.is(r) && r.ttl >= h.ttl/2 {
				known = append(known, h)
				break
			}
		}
	}
	return known
}

// withdraw takes back what only this asker waits for, and knows (§7.2).
func (c *conversation) withdraw(known []*held, asker netip.Addr) {
	for _, h := range known {
		if h.asker == asker {
			h.due = time.Time{}
		}
	}
}

// planAnswer sets the time of a multicast answer.
func (c *conversation) planAnswer(h *held, m message, p packet, now time.Time) {
	at, gap := now, minimumGap
	asker := netip.Addr{}
	switch {
	case m.truncated:
		at, asker = now.Add(moreDelay+c.random(randomDelay)), p.from.Addr()
	case !h.unique:
		at = now.Add(sharedDelay + c.random(randomDelay))
	case len(m.authority) > 0:
		gap = defenceGap
	}
	if !h.due.IsZero() && h.asker != asker {
		asker = netip.Addr{}
	}
	h.asker = asker
	h.plan(at, gap)
}

// plan sets the next multicast to at, or when gap has gone since the last one;
// an earlier plan stands.
func (h *held) plan(at time.Time, gap time.Duration) {
	if free := h.sent.Add(gap); at.Before(free) {
		at = free
	}
	if h.due.IsZero() || at.Before(h.due) {
		h.due = at
	}
}

// fresh reports that the link heard the record lately, so that it need not
// hear it again because of one asker (§5.4).
func (h *held) fresh(now time.Time) bool {
	return now.Sub(h.sent) < time.Duration(h.ttl)*time.Second/4
}

// dueAnswers is one message of all that is due, with what the asker will want
// next. False: nothing is due.
func (c *conversation) dueAnswers(now time.Time) (datagram, bool) {
	var due []*held
	for _, h := range c.records {
		if !h.due.IsZero() && !h.due.After(now) {
			due = append(due, h)
		}
	}
	if due == nil {
		return datagram{}, false
	}
	additional := slices.DeleteFunc(c.additional(due), func(h *held) bool { return now.Sub(h.sent) < minimumGap })
	for _, h := range slices.Concat(due, additional) {
		h.sent, h.due = now, time.Time{}
	}
	return datagram{message: answerMessage(plainRecords(due), plainRecords(additional))}, true
}

// additional are the records that whoever asked for these asks for next
// (RFC 6763 §12): of a service all, of its place the addresses.
func (c *conversation) additional(answers []*held) (more []*held) {
	var instance, host bool
	for _, h := range answers {
		switch h.kind {
		case dnsmessage.TypePTR:
			instance = instance || sameName(h.name, serviceType)
		case dnsmessage.TypeSRV, dnsmessage.TypeA, dnsmessage.TypeAAAA:
			host = true
		}
	}
	for _, h := range c.records {
		ofInstance := instance && h.kind != typeNSEC && sameName(h.name, c.names.instanceName())
		ofHost := (instance || host) && sameName(h.name, c.names.hostName())
		if (ofInstance || ofHost) && !slices.Contains(answers, h) {
			more = append(more, h)
		}
	}
	return more
}

func plainRecords(all []*held) (records []record) {
	for _, h := range all {
		records = append(records, h.record)
	}
	return records
}

// legacyMessage answers a resolver that knows nothing of all this (§6.7).
func legacyMessage(m message, answers, additional []*held) dnsmessage.Message {
	brief := func(all []*held) (resources []dnsmessage.Resource) {
		for _, r := range plainRecords(all) {
			r.ttl = min(r.ttl, legacyTTL)
			resources = append(resources, r.resource(true))
		}
		return resources
	}
	question := m.questions[0]
	question.Class &^= flushBit
	return dnsmessage.Message{
		Header:      dnsmessage.Header{ID: m.id, Response: true, Authoritative: true},
		Questions:   []dnsmessage.Question{question},
		Answers:     brief(answers),
		Additionals: brief(additional),
	}
}

// budget bounds what single askers can make us send.
type budget struct {
	second time.Time
	used   int
}

func (b *budget) take(now time.Time) bool {
	if now.Sub(b.second) >= time.Second {
		b.second, b.used = now, 0
	}
	b.used++
	return b.used <= unicastLimit
}
