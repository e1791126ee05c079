// SPDX-License-Identifier: MIT

package mdns

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/dns/dnsmessage"
)

// legacyAsker uses a port of its own, as a plain resolver does.
var legacyAsker = netip.MustParseAddrPort("192.168.1.10:40000")

// with changes a message.
func with(m dnsmessage.Message, change func(*dnsmessage.Message)) dnsmessage.Message {
	change(&m)
	return m
}

func wantsUnicast(m *dnsmessage.Message) { m.Questions[0].Class |= flushBit }

// knows adds the pointer to our instance as a known answer.
func knows(ttl uint32) func(*dnsmessage.Message) {
	return func(m *dnsmessage.Message) {
		r := theirs(serviceType, ttl, &dnsmessage.PTRResource{PTR: dnsmessage.MustNewName(fullInstance)})
		r.Header.Class &^= flushBit
		m.Answers = append(m.Answers, r)
	}
}

// Every row is a question to a responder that has been quiet for long enough.
func TestAnswers(t *testing.T) {
	pointer := []string{"PTR _http._tcp.local. 4500"}
	place := []string{"SRV " + fullInstance + " 120 flush", "TXT " + fullInstance + " 4500 flush"}
	address, only := []string{"A pla.local. 120 flush"}, []string{"NSEC pla.local. 120 flush"}
	host := append(append([]string{}, address...), only...)
	tests := map[string]struct {
		message    dnsmessage.Message
		from       netip.AddrPort
		after      time.Duration
		to         netip.AddrPort // invalid: the group
		answers    []string       // none: no reply
		additional []string
	}{
		"browse": {
			message: question(serviceType, dnsmessage.TypePTR), from: ann, after: sharedDelay,
			answers: pointer, additional: append(append([]string{}, place...), host...),
		},
		"browse, other case": {
			message: question("_HTTP._TCP.Local.", dnsmessage.TypePTR), from: ann, after: sharedDelay,
			answers: pointer, additional: append(append([]string{}, place...), host...),
		},
		"service types": {
			message: question(enumeration, dnsmessage.TypePTR), from: ann, after: sharedDelay,
			answers: []string{"PTR " + enumeration + " 4500"},
		},
		"place of the service": {
			message: question(fullInstance, dnsmessage.TypeSRV), from: ann, answers: place[:1], additional: host,
		},
		"all of the service": {
			message: question(fullInstance, dnsmessage.TypeALL), from: ann, answers: place, additional: host,
		},
		"address": {
			message: question(fullHost, dnsmessage.TypeA), from: ann, answers: address, additional: only,
		},
		"class ANY": {
			message: with(question(fullHost, dnsmessage.TypeA), func(m *dnsmessage.Message) { m.Questions[0].Class = dnsmessage.ClassANY }),
			from:    ann, answers: address, additional: only,
		},
		"address of a kind that is not given": {
			message: question(fullHost, dnsmessage.TypeAAAA), from: ann, answers: only,
		},
		"kind that a service lacks": {
			message: question(fullInstance, dnsmessage.TypeA), from: ann,
			answers: []string{"NSEC " + fullInstance + " 4500 flush"},
		},
		"known": {message: with(question(serviceType, dnsmessage.TypePTR), knows(otherTTL/2)), from: ann},
		"known, but for less than half its time": {
			message: with(question(serviceType, dnsmessage.TypePTR), knows(otherTTL/2-1)), from: ann, after: sharedDelay,
			answers: pointer, additional: append(append([]string{}, place...), host...),
		},
		"unicast wanted": {
			message: with(question(serviceType, dnsmessage.TypePTR), wantsUnicast), from: ann, to: ann,
			answers: pointer, additional: append(append([]string{}, place...), host...),
		},
		"truncated: more known answers follow": {
			message: with(question(fullHost, dnsmessage.TypeA), func(m *dnsmessage.Message) { m.Truncated = true }),
			from:    ann, after: moreDelay, answers: address, additional: only,
		},
		"plain resolver": {
			message: with(question(fullHost, dnsmessage.TypeA), func(m *dnsmessage.Message) { m.ID = 77 }), from: legacyAsker, to: legacyAsker,
			answers: []string{"A pla.local. 10"}, additional: []string{"NSEC pla.local. 10"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			all := newQuietRoom(t).reply(test.message, test.from)
			if len(test.answers) == 0 {
				if len(all) > 0 {
					t.Errorf("reply = %v, want none", all)
				}
				return
			}
			if len(all) != 1 {
				t.Fatalf("%d replies, want 1: %v", len(all), all)
			}
			got := all[0]
			if got.at != test.after || got.to != test.to {
				t.Errorf("after %v to %v, want %v to %v", got.at, got.to, test.after, test.to)
			}
			if diff := cmp.Diff(test.answers, list(got.message.Answers)); diff != "" {
				t.Errorf("answers differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.additional, list(got.message.Additionals)); diff != "" {
				t.Errorf("additional records differ (-want +got):\n%s", diff)
			}
			legacy := test.from == legacyAsker
			if id, questions := got.message.ID, len(got.message.Questions); (id == 77) != legacy || (questions == 1) != legacy {
				t.Errorf("ID %d and %d questions, want them repeated: %t", id, questions, legacy)
			}
		})
	}
}

// A query that came to us alone is answered alone (RFC 6762 §5.5).
func TestAnswersDirectQuery(t *testing.T) {
	r := newQuietRoom(t)
	out := r.hear(packet{data: pack(t, question(fullHost, dnsmessage.TypeA)), from: ann}, r.now)
	if len(out) != 1 || out[0].to != ann {
		t.Errorf("hear() = %v, want one answer to %v", out, ann)
	}
}

// RFC 6762 §5.4: the group hears again what it may have forgotten.
func TestUnicastOnlyWhileFresh(t *testing.T) {
	r := newQuietRoom(t)
	r.until(time.Minute) // the address was said 58 s ago, of 120
	all := r.reply(with(question(fullHost, dnsmessage.TypeA), wantsUnicast), ann)
	if len(all) != 1 || all[0].to.IsValid() {
		t.Errorf("reply = %v, want one to the group", all)
	}
}

// RFC 6762 §6: a record goes to the group at most once a second, but four
// times to defend a name; and who asked in between is not forgotten.
func TestRateLimit(t *testing.T) {
	tests := map[string]struct {
		probe bool
		want  []time.Duration
	}{
		"question": {false, []time.Duration{0, time.Second, 2 * time.Second}},
		"probe":    {true, []time.Duration{0, 250 * time.Millisecond, 500 * time.Millisecond, 750 * time.Millisecond, time.Second, 1250 * time.Millisecond}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := newQuietRoom(t)
			m := question(fullHost, dnsmessage.TypeA)
			if test.probe {
				m.Authorities = []dnsmessage.Resource{theirs(fullHost, 120, &dnsmessage.AResource{A: [4]byte{10, 0, 0, 1}})}
			}
			began := r.now.Sub(start)
			var got []time.Duration
			for i := range 12 { // one every 100 ms
				r.told(m, ann)
				end := began + time.Duration(i+1)*100*time.Millisecond
				if i == 11 {
					end += 2 * time.Second
				}
				for _, s := range r.until(end) {
					got = append(got, s.at-began)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("times differ (-want +got):\n%s", diff)
			}
		})
	}
}

// Single askers together get at most 20 answers a second.
func TestUnicastLimit(t *testing.T) {
	r := newQuietRoom(t)
	count := func() (answers int) {
		for range 100 {
			answers += len(r.told(question(fullHost, dnsmessage.TypeA), legacyAsker))
		}
		return answers
	}
	if got := count(); got != unicastLimit {
		t.Errorf("%d answers to 100 questions at once, want %d", got, unicastLimit)
	}
	r.now = r.now.Add(time.Second)
	if got := count(); got != unicastLimit {
		t.Errorf("%d answers a second later, want %d", got, unicastLimit)
	}
}

// RFC 6762 §7.2: the known answers that did not fit come in a second packet.
func TestMoreKnownAnswers(t *testing.T) {
	more := func(r *room) { r.told(with(dnsmessage.Message{}, knows(otherTTL)), ann) }
	ask := with(question(serviceType, dnsmessage.TypePTR), func(m *dnsmessage.Message) { m.Truncated = true })
	t.Run("of the only asker", func(t *testing.T) {
		r := newQuietRoom(t)
		r.told(ask, ann)
		more(r)
		if next := r.next(); !next.IsZero() {
			t.Errorf("next() = %v, want the answer withdrawn", next)
		}
	})
	t.Run("another asked too", func(t *testing.T) {
		r := newQuietRoom(t)
		r.told(ask, ann)
		r.told(question(serviceType, dnsmessage.TypePTR), bob)
		more(r)
		if r.next().IsZero() {
			t.Error("next() = never, want the answer for the other")
		}
	})
}

// What comes with an answer is not said again within a second either.
func TestRateLimitOfAdditional(t *testing.T) {
	r := newQuietRoom(t)
	r.told(question(fullHost, dnsmessage.TypeA), ann)
	r.until(10*time.Second + 100*time.Millisecond)
	all := r.reply(question(fullInstance, dnsmessage.TypeSRV), ann)
	if len(all) != 1 || len(all[0].message.Additionals) != 0 {
		t.Errorf("reply = %v, want the service alone", all)
	}
}

// A plain resolver asks one question, and is told that one.
func TestPlainResolverAsksOne(t *testing.T) {
	m := question(fullHost, dnsmessage.TypeA)
	m.Questions = append(m.Questions, question(enumeration, dnsmessage.TypePTR).Questions...)
	out := newQuietRoom(t).told(m, legacyAsker)
	if len(out) != 1 || len(out[0].message.Questions) != 1 || len(out[0].message.Answers) != 1 {
		t.Errorf("hear() = %v, want one question and its answer", out)
	}
}
