// SPDX-License-Identifier: MIT

package mdns

import (
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// The dearest query that fits a packet: as many questions and known answers as
// are read, all about us.
func BenchmarkHearLargest(b *testing.B) {
	var m dnsmessage.Message
	for range 400 {
		m.Questions = append(m.Questions, question(fullInstance, dnsmessage.TypeALL).Questions...)
	}
	for range 200 {
		m.Answers = append(m.Answers, theirs(fullInstance, 120, service(9)))
	}
	data := pack(b, m)
	b.SetBytes(int64(len(data)))
	r := newRoom(nil, newService())
	r.announced = announcements
	for b.Loop() {
		r.hear(packet{data: data, from: ann, group: true}, r.now)
	}
	b.ReportMetric(float64(len(data)), "bytes")
}
