// SPDX-License-Identifier: MIT

package server

import (
	"net"
	"os"
	"testing"

	"porchlight/server/config"
)

// TestHostNames asks for each name that a Host may have, at listeners of each
// kind, without a socket.
func TestHostNames(t *testing.T) {
	local := place{host: "127.0.0.1", at: "127.0.0.1"}
	lan := place{host: "192.0.2.7", at: "192.0.2.7", more: []string{"Porch.Example"}}
	named := place{host: "Porch.local", at: "192.0.2.7"}
	v6 := place{host: "2001:DB8:0:0::1", at: "2001:db8::1"}
	everywhere := place{host: "0.0.0.0", at: "::"}
	everywhere6 := place{host: "::", at: "::"}
	for _, tt := range []struct {
		name string
		at   place
		host string
		want bool
	}{
		{"loopback", local, "127.0.0.1:8080", true},
		{"loopback, bare", local, "127.0.0.1", true},
		{"localhost", local, "localhost:8080", true},
		{"localhost, bare", local, "localhost", true},
		{"case", local, "LocalHost:8080", true},
		{"IPv6 loopback", local, "[::1]:8080", true},
		{"IPv6 loopback, bare", local, "[::1]", true},
		{"IPv6 without brackets", local, "::1", false},
		{"wrong port", local, "localhost:8081", false},
		{"default port", local, "localhost:80", false},
		{"colon without a port", local, "localhost:", true},
		{"colon without a port, IPv6", local, "[::1]:", true},
		{"foreign, colon without a port", local, "evil.example:", false},
		{"port with a zero before it", local, "localhost:08080", false},
		{"trailing dot", local, "localhost.:8080", false},
		{"below localhost", local, "evil.localhost:8080", false},
		{"beginning with localhost", local, "localhost.evil.example:8080", false},
		{"another loopback address", local, "127.0.0.2:8080", false},
		{"loopback written short", local, "127.1:8080", false},
		{"unspecified at a loopback listener", local, "0.0.0.0:8080", false},
		{"foreign", local, "evil.example", false},
		{"foreign with our port", local, "evil.example:8080", false},
		{"our host name at a loopback listener", local, hostname(t) + ".local", false},
		{"list", local, "localhost,evil.example", false},

		{"configured address", lan, "192.0.2.7:8080", true},
		{"configured address, bare", lan, "192.0.2.7", true},
		{"configured name", lan, "porch.example", true},
		{"configured name with port and case", lan, "PORCH.example:8080", true},
		{"loopback at an address", lan, "localhost:8080", true},
		{"our host name at an address", lan, hostname(t) + ".local", true},

		{"host as a name", named, "porch.LOCAL:8080", true},
		{"printed address of a host given as a name", named, "192.0.2.7:8080", true},
		{"IPv6 host as a browser writes it", v6, "[2001:db8::1]:8080", true},
		{"IPv6 host as it is configured", v6, "[2001:db8:0:0::1]", true},

		{"our host name", everywhere, hostname(t) + ":8080", true},
		{"our host name, bare", everywhere, hostname(t), true},
		{"our host name on the link", everywhere, hostname(t) + ".local:8080", true},
		{"host as it is configured", everywhere, "0.0.0.0:8080", true},
		{"foreign, everywhere", everywhere, "evil.example:8080", false},
		{"wrong port, everywhere", everywhere, hostname(t) + ":80", false},
		{"our host name, by IPv6", everywhere6, hostname(t), true},
		{"loopback, by IPv6", everywhere6, "127.0.0.1:8080", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.at.names().has(tt.host); got != tt.want {
				t.Errorf("names of %s: has(%q) = %v, want %v", tt.at.host, tt.host, got, tt.want)
			}
		})
	}
}

// place is where a server might listen, on port 8080.
type place struct {
	host, at string
	more     []string
}

func (l place) names() hostNames {
	return newHostNames(l.host, l.more, []*net.TCPAddr{{IP: net.ParseIP(l.at), Port: 8080}})
}

func hostname(t *testing.T) string {
	t.Helper()
	name, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// TestOwnAddressesAreNames sees that a server which listens everywhere goes by
// each address of this machine.
func TestOwnAddressesAreNames(t *testing.T) {
	addresses, err := net.InterfaceAddrs()
	if err != nil || len(addresses) == 0 {
		t.Fatalf("InterfaceAddrs() = %v, %v, want some", addresses, err)
	}
	everywhere, local := place{host: "::", at: "::"}.names(), place{host: "127.0.0.1", at: "127.0.0.1"}.names()
	for _, a := range addresses {
		ip := a.(*net.IPNet).IP
		host := net.JoinHostPort(ip.String(), "8080")
		if !everywhere.has(host) {
			t.Errorf("names of ::: has(%q) = false, want true", host)
		}
		if got := local.has(host); got && !ip.IsLoopback() {
			t.Errorf("names of 127.0.0.1: has(%q) = true, want false", host)
		}
	}
}

// TestListeners starts a server on each kind of address that this machine has:
// it answers at the address that its Status tells, by that name, and to nobody
// else's.
func TestListeners(t *testing.T) {
	type row struct{ host, want string }
	rows := []row{{"127.0.0.1", "127.0.0.1"}, {"localhost", "127.0.0.1"}, {"0.0.0.0", "127.0.0.1"}}
	if l, err := net.Listen("tcp", "[::1]:0"); err == nil {
		l.Close()
		rows = append(rows, row{"::1", "::1"}, row{"::", "127.0.0.1"})
	}
	for _, tt := range rows {
		t.Run(tt.host, func(t *testing.T) {
			f := start(t, func(c *config.Config) { c.Host = tt.host })
			host, port, err := net.SplitHostPort(f.authority())
			if err != nil || host != tt.want || port == "0" {
				t.Fatalf("Address = %q, want host %s and the port in force", f.Status().Address, tt.want)
			}
			if got := f.ask("GET /", "Host: "+f.authority()); got.StatusCode != 200 {
				t.Errorf("GET / by the name %s = %d, want 200", f.authority(), got.StatusCode)
			}
			if got := f.ask("GET /", "Host: evil.example:"+port); got.StatusCode != 403 {
				t.Errorf("GET / by the name of another = %d, want 403", got.StatusCode)
			}
		})
	}
}

// TestPeers36HostRule asks over a socket: of an absolute-form target it is the target
// that counts, not the field beside it.
func TestPeers36HostRule(t *testing.T) {
	f := start(t)
	for _, tt := range []struct {
		name, line, host string
		want             int
	}{
		{"ours", "GET /", "localhost", 200},
		{"ours, with a colon and no port", "GET /", "localhost:", 200},
		{"foreign", "GET /", "evil.example", 403},
		{"foreign, missing file", "GET /gone.txt", "evil.example", 403},
		{"foreign, upload", "POST /upload", "evil.example", 403},
		{"foreign, reserved", "GET /-/healthz", "evil.example", 403},
		{"foreign, asterisk", "OPTIONS *", "evil.example", 403},
		{"foreign, unknown method", "BREW /", "evil.example", 403},
		{"empty", "GET /", "", 400},
		{"absolute-form", "GET http://localhost/", "localhost", 200},
		{"absolute-form, another in the field", "GET http://localhost/", "evil.example", 200},
		{"absolute-form, another in the target", "GET http://evil.example/", "localhost", 403},
		{"absolute-form, another port", "GET http://localhost:1/", "localhost", 403},
		{"absolute-form, reserved", "GET http://evil.example/-/healthz", "localhost", 403},
		{"authority-form of another", "CONNECT evil.example:443", "localhost", 403},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := f.ask(tt.line, "Host: "+tt.host); got.StatusCode != tt.want {
				t.Errorf("%s with Host %q = %d, want %d", tt.line, tt.host, got.StatusCode, tt.want)
			}
		})
	}
}

// TestNoHost has HTTP/1.0 without the field, as no browser speaks it.
func TestNoHost(t *testing.T) {
	f := start(t)
	c := f.dial()
	if _, err := c.Write([]byte("GET / HTTP/1.0\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	if got := c.receive("GET"); got.StatusCode != 200 {
		t.Errorf("GET / HTTP/1.0 without Host = %d, want 200", got.StatusCode)
	}
}
