// SPDX-License-Identifier: MIT

package mdns

import (
	"errors"
	"fmt"

	"golang.org/x/net/dns/dnsmessage"
)

// What one packet may cost: beyond this it is not read, and what was read
// counts. A whole home of devices has some dozens of records.
const (
	maxPacket    = 9000 // bytes, RFC 6762 §17
	maxQuestions = 64
	maxRecords   = 256 // in each section
)

// message is a packet as it was read.
type message struct {
	id        uint16
	response  bool
	truncated bool
	questions []dnsmessage.Question
	answers   []record // and, in a response, what comes with them
	authority []record
}

// errIgnored says that a packet is none for us (RFC 6762 §18.3, §18.11).
var errIgnored = errors.New("opcode or response code is not zero")

// parse reads a packet of any content. A record that the library cannot
// express is left out; the rest counts.
func parse(data []byte) (message, error) {
	var p dnsmessage.Parser
	head, err := p.Start(data)
	if err != nil {
		return message{}, fmt.Errorf("read header: %w", err)
	}
	if head.OpCode != 0 || head.RCode != 0 {
		return message{}, errIgnored
	}
	m := message{id: head.ID, response: head.Response, truncated: head.Truncated}
	if err := m.readQuestions(&p); err != nil {
		return message{}, err
	}
	sections := []struct {
		into *[]record
		head func() (dnsmessage.ResourceHeader, error)
		skip func() error
		rest func() error
	}{
		{&m.answers, p.AnswerHeader, p.SkipAnswer, p.SkipAllAnswers},
		{&m.authority, p.AuthorityHeader, p.SkipAuthority, p.SkipAllAuthorities},
		{&m.answers, p.AdditionalHeader, p.SkipAdditional, p.SkipAllAdditionals},
	}
	if !m.response {
		sections = sections[:2] // EDNS, which is nothing to us
	}
	for _, s := range sections {
		for range maxRecords {
			r, err := readRecord(&p, s.head)
			if errors.Is(err, dnsmessage.ErrSectionDone) {
				break
			}
			if err == nil {
				*s.into = append(*s.into, r)
				continue
			}
			if err := s.skip(); err != nil {
				return message{}, fmt.Errorf("read record: %w", err)
			}
		}
		if err := s.rest(); err != nil {
			return message{}, fmt.Errorf("read section: %w", err)
		}
	}
	return m, nil
}

func (m *message) readQuestions(p *dnsmessage.Parser) error {
	for range maxQuestions {
		q, err := p.Question()
		if errors.Is(err, dnsmessage.ErrSectionDone) {
			return nil
		}
		if err == nil {
			m.questions = append(m.questions, q)
			continue
		}
		if err := p.SkipQuestion(); err != nil {
			return fmt.Errorf("read question: %w", err)
		}
	}
	if err := p.SkipAllQuestions(); err != nil {
		return fmt.Errorf("read question: %w", err)
	}
	return nil
}

func readRecord(p *dnsmessage.Parser, head func() (dnsmessage.ResourceHeader, error)) (record, error) {
	h, err := head()
	if err != nil {
		return record{}, err
	}
	body, err := readBody(p, h.Type)
	if err != nil {
		return record{}, err
	}
	return record{
		name: h.Name.String(), kind: h.Type, class: h.Class &^ flushBit, ttl: h.TTL,
		flush: h.Class&flushBit != 0, body: body, data: wire(body),
	}, nil
}

func readBody(p *dnsmessage.Parser, kind dnsmessage.Type) (dnsmessage.ResourceBody, error) {
	switch kind {
	case dnsmessage.TypePTR:
		b, err := p.PTRResource()
		return &b, err
	case dnsmessage.TypeSRV:
		b, err := p.SRVResource()
		return &b, err
	case dnsmessage.TypeTXT:
		b, err := p.TXTResource()
		return &b, err
	case dnsmessage.TypeA:
		b, err := p.AResource()
		return &b, err
	case dnsmessage.TypeAAAA:
		b, err := p.AAAAResource()
		return &b, err
	}
	b, err := p.UnknownResource()
	return &b, err
}
