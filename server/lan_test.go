// SPDX-License-Identifier: MIT

package server

import (
	"net"
	"strings"
	"testing"

	"porchlight/server/config"
)

// lanOrSkip is an address of this machine that is not loopback.
func lanOrSkip(t *testing.T) string {
	t.Helper()
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addresses {
		if ip := a.(*net.IPNet).IP; ip.To4() != nil && !ip.IsLoopback() && !ip.IsLinkLocalUnicast() {
			return ip.String()
		}
	}
	t.Skip("this machine has no address but loopback")
	return ""
}

// TestLANComesAndGoes has a server listen on one more address and leave it again
// while it runs: the port stays, and the listener is really gone.
func TestLANComesAndGoes(t *testing.T) {
	lan := lanOrSkip(t)
	f := start(t)
	_, port, _ := net.SplitHostPort(f.authority())
	there := net.JoinHostPort(lan, port)
	refused := func(when string) {
		t.Helper()
		if conn, err := net.Dial("tcp", there); err == nil {
			conn.Close()
			t.Errorf("%s takes a connection %s, want none", there, when)
		}
	}
	refused("before")
	for range 3 {
		f.apply(func(c *config.Config) { c.LAN = lan })
		conn, err := net.Dial("tcp", there)
		if err != nil {
			t.Fatal(err)
		}
		conn.Close()
		if got := f.ask("GET /", "Host: "+there); got.StatusCode != 200 {
			t.Errorf("GET / as %s = %d, want 200", there, got.StatusCode)
		}
		f.apply(func(c *config.Config) { c.LAN = "off" })
		refused("after")
		if got := f.ask("GET /", "Host: "+there); got.StatusCode != 403 {
			t.Errorf("GET / as %s when it is left = %d, want 403", there, got.StatusCode)
		}
	}
}

// TestLANThatDoesNotOpen changes nothing.
func TestLANThatDoesNotOpen(t *testing.T) {
	f := start(t)
	for lan, want := range map[string]string{"192.0.2.1": "no such address", "wlan0": "no address of the local network"} {
		c := f.Config()
		c.LAN = lan
		if err := f.Apply(c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Apply() with lan %s = %v, want %q", lan, err, want)
		}
	}
	if got := f.ask("GET /"); got.StatusCode != 200 {
		t.Errorf("GET / after it = %d, want 200", got.StatusCode)
	}
}

// TestHostsOf leaves out what the host stands for already.
func TestHostsOf(t *testing.T) {
	for _, tt := range []struct{ host, lan, want string }{
		{"127.0.0.1", "off", "127.0.0.1"},
		{"127.0.0.1", "192.0.2.1,192.0.2.2", "127.0.0.1 192.0.2.1 192.0.2.2"},
		{"192.0.2.1", "192.0.2.1", "192.0.2.1"},
		{"0.0.0.0", "192.0.2.1", "0.0.0.0"},
		{"::", "192.0.2.1", "::"},
	} {
		got, err := hostsOf(config.Config{Host: tt.host, LAN: tt.lan})
		if err != nil || strings.Join(got, " ") != tt.want {
			t.Errorf("hostsOf(%s, %s) = %v, %v, want %s", tt.host, tt.lan, got, err, tt.want)
		}
	}
}

// TestCrossSite has a browser that is let in ask for a change because another
// site made it: that is refused, in every way in which browsers say so.
func TestCrossSite(t *testing.T) {
	f := start(t)
	f.apply(func(c *config.Config) { c.Mode, c.Types, c.Uploads, c.Access = "share", []string{"*"}, true, "open" })
	for _, tt := range []struct {
		name   string
		fields []string
		want   int
	}{
		{"a program", nil, 201},
		{"our page", []string{"Origin: http://" + f.authority()}, 201},
		{"our page, as new browsers say it", []string{"Origin: http://" + f.authority(), "Sec-Fetch-Site: same-origin"}, 201},
		{"typed by a person", []string{"Sec-Fetch-Site: none"}, 201},
		{"another site", []string{"Origin: http://evil.example"}, 403},
		{"another site, as new browsers say it", []string{"Sec-Fetch-Site: cross-site"}, 403},
		{"another port of this host", []string{"Sec-Fetch-Site: same-site"}, 403},
		{"another port, as old browsers say it", []string{"Origin: http://127.0.0.1:1"}, 403},
		{"nobody knows where", []string{"Origin: null"}, 403},
		{"by TLS", []string{"Origin: https://" + f.authority()}, 403},
	} {
		for _, method := range []string{"PUT", "POST"} {
			got := f.ask(method+" /new.txt", append([]string{"Host: " + f.authority(), "Content-Length: 0"}, tt.fields...)...)
			if denied := got.StatusCode == 403; denied != (tt.want == 403) {
				t.Errorf("%s by %s = %d, want %d", method, tt.name, got.StatusCode, tt.want)
			}
		}
	}
}

// TestAnswerTo has a name come and go while the server runs.
func TestAnswerTo(t *testing.T) {
	f := start(t)
	_, port, _ := net.SplitHostPort(f.authority())
	ask := func() int { return f.ask("GET /", "Host: lamp-2.local:"+port).StatusCode }
	for _, names := range [][]string{nil, {"lamp-2.local"}, nil} {
		f.AnswerTo(names)
		want := 403
		if names != nil {
			want = 200
		}
		if got := ask(); got != want {
			t.Errorf("GET / as lamp-2.local with the names %q = %d, want %d", names, got, want)
		}
		f.apply(func(c *config.Config) { c.Workers++ }) // names outlive another configuration
		if got := ask(); got != want {
			t.Errorf("after Apply with the names %q = %d, want %d", names, got, want)
		}
	}
}
