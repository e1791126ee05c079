// SPDX-License-Identifier: MIT

package mdns

import (
	"bytes"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// A record that the library cannot express, such as the name of a printer with
// a dot in its label, is left out, and the rest counts.
func TestParseLeavesOut(t *testing.T) {
	pointer := func(to string) dnsmessage.Resource {
		return theirs(serviceType, otherTTL, &dnsmessage.PTRResource{PTR: dnsmessage.MustNewName(to)})
	}
	m := question("hp-2.local.", dnsmessage.TypeA)
	m.Questions = append(m.Questions, question(serviceType, dnsmessage.TypePTR).Questions...)
	m.Answers = []dnsmessage.Resource{
		pointer("hp-2.local."), theirs("hp-2.local.", 120, address(1)), pointer("Porch." + serviceType),
	}
	data := bytes.ReplaceAll(pack(t, m), []byte("hp-2"), []byte("hp.2"))
	got, err := parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.questions) != 1 || len(got.answers) != 1 || got.answers[0].data != wireName(fullInstance) {
		t.Errorf("parse() = %+v, want the question and the record without a dot", got)
	}
}

// No packet costs more than a bounded number of questions and records.
func TestParseBounds(t *testing.T) {
	var m dnsmessage.Message
	for range maxQuestions + 100 {
		m.Questions = append(m.Questions, question(serviceType, dnsmessage.TypePTR).Questions...)
	}
	for range maxRecords + 100 {
		m.Answers = append(m.Answers, theirs(fullHost, 120, address(1)))
	}
	m.Authorities = []dnsmessage.Resource{theirs(fullHost, 120, address(2))}
	got, err := parse(pack(t, m))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.questions) != maxQuestions || len(got.answers) != maxRecords || len(got.authority) != 1 {
		t.Errorf("parse() reads %d questions, %d answers, %d claims, want %d, %d, 1",
			len(got.questions), len(got.answers), len(got.authority), maxQuestions, maxRecords)
	}
}
