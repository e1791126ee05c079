// SPDX-License-Identifier: MIT

package mdns

import (
	"encoding/binary"
	"net/netip"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// The names that every responder may hold.
const (
	domain      = "local."
	serviceType = "_http._tcp." + domain
	enumeration = "_services._dns-sd._udp." + domain // RFC 6763 §9
)

// Times to live (RFC 6762 §10): short for what names a host.
const (
	hostTTL  = 120  // s
	otherTTL = 4500 // s
)

// typeNSEC denies the types that it does not list (RFC 6762 §6.1, RFC 4034).
const typeNSEC dnsmessage.Type = 47

// flushBit in the class of a record says that it replaces what was known; in
// that of a question, that a unicast answer will do (RFC 6762 §18.12, §18.13).
const flushBit dnsmessage.Class = 1 << 15

// record is one of ours or of others. Its data is that of the wire, not
// compressed: by it two records are compared.
type record struct {
	name  string
	kind  dnsmessage.Type
	class dnsmessage.Class // without the flush bit
	ttl   uint32           // s
	flush bool
	body  dnsmessage.ResourceBody
	data  string
}

func (r record) is(other record) bool {
	return r.kind == other.kind && r.class == other.class && r.data == other.data && sameName(r.name, other.name)
}

// sameName compares as the DNS does, and a little more: without regard to case.
func sameName(a, b string) bool { return strings.EqualFold(a, b) }

// resource is the record for a message; plain without the flush bit, which
// probes and legacy answers must not carry (RFC 6762 §8.1, §6.7).
func (r record) resource(plain bool) dnsmessage.Resource {
	class := r.class
	if r.flush && !plain {
		class |= flushBit
	}
	return dnsmessage.Resource{
		Header: dnsmessage.ResourceHeader{Name: dnsmessage.MustNewName(r.name), Type: r.kind, Class: class, TTL: r.ttl},
		Body:   r.body,
	}
}

// held is a record of ours with its history and its plans.
type held struct {
	record
	sent   time.Time  // last multicast
	due    time.Time  // next multicast; zero: none
	asker  netip.Addr // who alone waits for it; invalid: several
	unique bool       // ours alone once probed; else shared
}

// newRecords returns the records of a service by the names in force. In a
// host that is shared with another responder nothing is flushed or denied.
func newRecords(s Service, n names, sharedHost bool) []*held {
	instance, host := n.instanceName(), n.hostName()
	target := dnsmessage.MustNewName(host)
	txt := s.TXT
	if len(txt) == 0 {
		txt = []string{""} // RFC 6763 §6.1
	}
	all := []*held{
		newHeld(serviceType, otherTTL, false, &dnsmessage.PTRResource{PTR: dnsmessage.MustNewName(instance)}),
		newHeld(instance, hostTTL, true, &dnsmessage.SRVResource{Port: s.Port, Target: target}),
		newHeld(instance, otherTTL, true, &dnsmessage.TXTResource{TXT: txt}),
		newHeld(instance, otherTTL, true, denial(instance, dnsmessage.TypeTXT, dnsmessage.TypeSRV)),
		newHeld(enumeration, otherTTL, false, &dnsmessage.PTRResource{PTR: dnsmessage.MustNewName(serviceType)}),
	}
	var kinds []dnsmessage.Type
	for _, ip := range s.IP {
		ip = ip.Unmap().WithZone("")
		h := newHeld(host, hostTTL, true, addressBody(ip))
		h.flush = !sharedHost
		all, kinds = append(all, h), append(kinds, h.kind)
	}
	if !sharedHost {
		all = append(all, newHeld(host, hostTTL, true, denial(host, kinds...)))
	}
	return all
}

func newHeld(name string, ttl uint32, unique bool, body dnsmessage.ResourceBody) *held {
	kind := kindOf(body)
	return &held{unique: unique, record: record{
		name: name, kind: kind, class: dnsmessage.ClassINET, ttl: ttl, flush: unique, body: body, data: wire(body),
	}}
}

func kindOf(body dnsmessage.ResourceBody) dnsmessage.Type {
	switch b := body.(type) {
	case *dnsmessage.PTRResource:
		return dnsmessage.TypePTR
	case *dnsmessage.SRVResource:
		return dnsmessage.TypeSRV
	case *dnsmessage.TXTResource:
		return dnsmessage.TypeTXT
	case *dnsmessage.AResource:
		return dnsmessage.TypeA
	case *dnsmessage.AAAAResource:
		return dnsmessage.TypeAAAA
	case *dnsmessage.UnknownResource:
		return b.Type
	}
	return 0
}

func addressBody(ip netip.Addr) dnsmessage.ResourceBody {
	if ip.Is4() {
		return &dnsmessage.AResource{A: ip.As4()}
	}
	return &dnsmessage.AAAAResource{AAAA: ip.As16()}
}

// denial is an NSEC record: its name holds these types, all below 256, and
// no other.
func denial(name string, kinds ...dnsmessage.Type) *dnsmessage.UnknownResource {
	var bits [32]byte
	last := 0
	for _, k := range kinds {
		bits[k/8] |= 0x80 >> (k % 8)
		last = max(last, int(k/8))
	}
	data := append([]byte(wireName(name)), 0, byte(last+1))
	return &dnsmessage.UnknownResource{Type: typeNSEC, Data: append(data, bits[:last+1]...)}
}

// wire is the data of a record as it is sent, not compressed.
func wire(body dnsmessage.ResourceBody) string {
	switch b := body.(type) {
	case *dnsmessage.PTRResource:
		return wireName(b.PTR.String())
	case *dnsmessage.SRVResource:
		head := binary.BigEndian.AppendUint16(nil, b.Priority)
		head = binary.BigEndian.AppendUint16(head, b.Weight)
		head = binary.BigEndian.AppendUint16(head, b.Port)
		return string(head) + wireName(b.Target.String())
	case *dnsmessage.TXTResource:
		var text strings.Builder
		for _, s := range b.TXT {
			text.WriteByte(byte(len(s)))
			text.WriteString(s)
		}
		return text.String()
	case *dnsmessage.AResource:
		return string(b.A[:])
	case *dnsmessage.AAAAResource:
		return string(b.AAAA[:])
	case *dnsmessage.UnknownResource:
		return string(b.Data)
	}
	return ""
}

// wireName writes a name as labels with their lengths.
func wireName(name string) string {
	var labels strings.Builder
	for label := range strings.SplitSeq(strings.TrimSuffix(name, "."), ".") {
		if label != "" {
			labels.WriteByte(byte(len(label)))
			labels.WriteString(label)
		}
	}
	return labels.String() + "\x00"
}
