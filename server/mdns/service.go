// SPDX-License-Identifier: MIT

package mdns

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a Service, so that all its records fit one packet.
const (
	maxLabel     = 63 // bytes, RFC 1035 §2.3.4
	maxAddresses = 8
	maxTXT       = 512 // bytes, of all strings together with their lengths
	maxString    = 255 // bytes of one string
)

// Service is what is announced.
type Service struct {
	// Instance is what people read in a list: any UTF-8 text. It is cut to
	// 63 bytes; dots become middle dots, because the DNS library knows no dot
	// within a label; control characters are left out.
	Instance string
	// Host is the name before ".local": what is neither letter, digit nor
	// hyphen becomes a hyphen, and only the part before the first dot counts.
	Host      string
	Port      uint16
	IP        []netip.Addr  // 1 to 8 addresses, said as they are, and no other
	Interface net.Interface // the only one that is spoken and listened on
	TXT       []string      // such as path=/; 512 bytes together
}

func (s Service) check() error {
	size := 0
	for _, text := range s.TXT {
		size += len(text) + 1
		if len(text) > maxString {
			return fmt.Errorf("announce by name: TXT string of %d bytes: at most %d", len(text), maxString)
		}
	}
	switch {
	case s.Port == 0:
		return errors.New("announce by name: port 0: give the port in force")
	case s.Interface.Index == 0:
		return errors.New("announce by name: no interface: give the one of the address")
	case len(s.IP) == 0 || len(s.IP) > maxAddresses:
		return fmt.Errorf("announce by name: %d addresses: give 1 to %d", len(s.IP), maxAddresses)
	case size > maxTXT:
		return fmt.Errorf("announce by name: TXT of %d bytes: at most %d", size, maxTXT)
	}
	for _, ip := range s.IP {
		if !ip.IsValid() || ip.IsUnspecified() || ip.IsMulticast() {
			return fmt.Errorf("announce by name: address %v: give one of this machine", ip)
		}
	}
	return nil
}

// names are the two unique names, and how often each had to give way.
type names struct {
	instance, host           string // as wished, fit for a label
	instanceTries, hostTries int
}

func newNames(s Service) names {
	instance := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return -1
		case r == '.':
			return '·'
		}
		return r
	}, strings.ToValidUTF8(s.Instance, "\uFFFD"))
	label, _, _ := strings.Cut(s.Host, ".")
	host := strings.Trim(strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return '-'
	}, label), "-")
	if instance = strings.TrimSpace(instance); instance == "" {
		instance = "porchlight"
	}
	if host == "" {
		host = "porchlight"
	}
	return names{instance: instance, host: host}
}

// instanceLabel is the name of the service in force: "Name", "Name (2)", …
func (n names) instanceLabel() string {
	if n.instanceTries == 0 {
		return cut(n.instance, maxLabel)
	}
	suffix := fmt.Sprintf(" (%d)", n.instanceTries+1)
	return cut(n.instance, maxLabel-len(suffix)) + suffix
}

// hostLabel is the name of the host in force: "host", "host-2", …
func (n names) hostLabel() string {
	if n.hostTries == 0 {
		return cut(n.host, maxLabel)
	}
	suffix := fmt.Sprintf("-%d", n.hostTries+1)
	return cut(n.host, maxLabel-len(suffix)) + suffix
}

func (n names) instanceName() string { return n.instanceLabel() + "." + serviceType }
func (n names) hostName() string     { return n.hostLabel() + "." + domain }

// cut shortens text to at most size bytes, between two characters.
func cut(text string, size int) string {
	if len(text) <= size {
		return text
	}
	for !utf8.RuneStart(text[size]) {
		size--
	}
	return text[:size]
}
