// SPDX-License-Identifier: MIT

package mdns

import (
	"net/netip"
	"strings"
	"testing"
)

func TestNames(t *testing.T) {
	long := strings.Repeat("ä", 40) // 80 bytes
	tests := []struct {
		instance, host         string
		tries                  int
		wantInstance, wantHost string
	}{
		{"Porch", "pla", 0, "Porch", "pla"},
		{"Porch", "pla", 1, "Porch (2)", "pla-2"},
		{"Porch", "pla", 9, "Porch (10)", "pla-10"},
		{"Annas Bilder 📷 v1.2", "Annas-PC.fritz.box", 0, "Annas Bilder 📷 v1·2", "Annas-PC"},
		{"a\nb\x00c\xff", "Büro_PC", 0, "abc\uFFFD", "B-ro-PC"},
		{" ", "日本", 0, "porchlight", "porchlight"},
		{long, strings.Repeat("h", 80), 0, strings.Repeat("ä", 31), strings.Repeat("h", 63)},
		{long, strings.Repeat("h", 80), 1, strings.Repeat("ä", 29) + " (2)", strings.Repeat("h", 61) + "-2"},
	}
	for _, test := range tests {
		s := newService()
		s.Instance, s.Host = test.instance, test.host
		n := newNames(s)
		n.instanceTries, n.hostTries = test.tries, test.tries
		if got := n.instanceLabel(); got != test.wantInstance {
			t.Errorf("instance of %q after %d = %q, want %q", test.instance, test.tries, got, test.wantInstance)
		}
		if got := n.hostLabel(); got != test.wantHost {
			t.Errorf("host of %q after %d = %q, want %q", test.host, test.tries, got, test.wantHost)
		}
		newRecords(s, n, false) // panics when a name cannot be expressed
	}
}

func TestServiceCheck(t *testing.T) {
	tests := map[string]func(*Service){
		"port 0":             func(s *Service) { s.Port = 0 },
		"no interface":       func(s *Service) { s.Interface.Index = 0 },
		"0 addresses":        func(s *Service) { s.IP = nil },
		"9 addresses":        func(s *Service) { s.IP = make([]netip.Addr, 9) },
		"address invalid IP": func(s *Service) { s.IP = []netip.Addr{{}} },
		"address 0.0.0.0":    func(s *Service) { s.IP = []netip.Addr{netip.IPv4Unspecified()} },
		"TXT string of 256":  func(s *Service) { s.TXT = []string{strings.Repeat("x", 256)} },
		"TXT of 602 bytes": func(s *Service) {
			s.TXT = []string{strings.Repeat("x", 200), strings.Repeat("x", 200), strings.Repeat("x", 199)}
		},
	}
	for want, change := range tests {
		s := newService()
		change(&s)
		if err := s.check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("check() = %v, want an error with %q", err, want)
		}
	}
	if err := newService().check(); err != nil {
		t.Errorf("check() = %v, want nil", err)
	}
}

// The largest service that is allowed fits one packet.
func TestLargestServiceFits(t *testing.T) {
	s := newService()
	s.Instance, s.Host = strings.Repeat("i", 63), strings.Repeat("h", 63)
	s.TXT = []string{strings.Repeat("x", 255), strings.Repeat("x", 255)}
	s.IP = nil
	for i := range maxAddresses {
		s.IP = append(s.IP, netip.AddrFrom16([16]byte{0xfd, 15: byte(i)}))
	}
	if err := s.check(); err != nil {
		t.Fatal(err)
	}
	for _, said := range newRoom(t, s).until(1e9) {
		if size := len(pack(t, said.message)); size > 1452 {
			t.Errorf("datagram of %d bytes, want at most 1452: an Ethernet frame with IPv6", size)
		}
	}
}
