// SPDX-License-Identifier: MIT

package app

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"porchlight/server"
	"porchlight/server/network"
)

// street is the network that an App is on, as a test wants it. Its address is one
// of loopback's, which is no less one to listen on.
type street struct {
	mu      sync.Mutex
	address netip.Addr
	gateway string
	station string
	index   int
	none    error
}

func (s *street) put(change func(*street)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

func (s *street) addresses() ([]network.Address, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.none != nil {
		return nil, s.none
	}
	place := network.Place{Prefix: netip.PrefixFrom(s.address, 24).Masked(), Gateway: netip.MustParseAddr(s.gateway), Station: s.station}
	return []network.Address{{IP: s.address, Place: place, Interface: "eth0", Index: s.index}}, nil
}

// newStreet makes an App that sees a network of its own.
func newStreet(t *testing.T) (*home, *street) {
	t.Helper()
	h := newHome(t, site+"discovery = false\n")
	s := &street{address: netip.MustParseAddr("127.0.0.2"), gateway: "127.0.0.1"}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.around = surroundings{choices: s.addresses, addresses: s.addresses}
	return h, s
}

func (h *home) lend(terms ...string) Snapshot {
	h.t.Helper()
	l := Loan{Dir: h.path("other"), Mode: "share", Terms: map[string]string{}}
	for _, term := range terms {
		name, text, _ := strings.Cut(term, "=")
		l.Terms[name] = text
	}
	if err := h.Lend(l); err != nil {
		h.t.Fatal(err)
	}
	return h.Snapshot()
}

// reaches reports whether something listens at an address.
func reaches(address string) bool {
	conn, err := net.Dial("tcp", strings.TrimPrefix(address, "http://"))
	if err == nil {
		conn.Close()
	}
	return err == nil
}

// TestShareHasWhatOthersNeed lends a folder: on the address of the network, with
// a link that lets in and a code.
func TestShareHasWhatOthersNeed(t *testing.T) {
	h, _ := newStreet(t)
	s := h.lend()
	if s.Share == nil || !strings.HasPrefix(s.Address, "http://127.0.0.2:") || s.Share.Name != "other" || s.Share.Access != "code" {
		t.Fatalf("Snapshot() = %+v with %+v, want a share on the network", s.Status, s.Share)
	}
	if len(s.Share.Code) < 6 || !strings.HasPrefix(s.Share.Link, s.Address+"/-/k/") || s.Share.Exposed != "1 file, 9 B" {
		t.Errorf("Share = %+v, want code, link and what it shows", s.Share)
	}
	client := &http.Client{
		Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	res, err := client.Get(s.Share.Link)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusSeeOther || len(res.Cookies()) != 1 {
		t.Errorf("the link = %s with %v, want 303 and a cookie", res.Status, res.Cookies())
	}
	if file, err := os.ReadFile(h.path("config.toml")); err != nil || strings.Contains(string(file), "other") {
		t.Errorf("the file is %q, %v: what is lent is not to stand in it", file, err)
	}
}

// TestShareFollowsItsNetwork takes the machine to another network and back: the
// listener goes, and comes back with the same code.
func TestShareFollowsItsNetwork(t *testing.T) {
	h, road := newStreet(t)
	first := h.lend()
	if first.Share.Network != "127.0.0.0/24 by way of 127.0.0.1" {
		t.Errorf("it belongs to %q", first.Share.Network)
	}
	road.put(func(s *street) { s.gateway, s.address = "127.0.0.99", netip.MustParseAddr("127.0.0.3") })
	paused := h.await("a pause", func(s Snapshot) bool { return s.Share != nil && s.Share.Paused != "" })
	if !strings.Contains(paused.Share.Paused, "another network") || paused.Share.Link != "" {
		t.Errorf("Share = %+v, want a pause that says why, and no link", paused.Share)
	}
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(first.Address, "http://"))
	for _, host := range []string{"127.0.0.2", "127.0.0.3"} {
		if reaches(net.JoinHostPort(host, port)) {
			t.Errorf("%s port %s is reached in a pause", host, port)
		}
	}
	road.put(func(s *street) { s.none = errors.New("no network") })
	h.await("no network", func(s Snapshot) bool { return s.Share != nil && s.Share.Paused == "no network" })
	road.put(func(s *street) { s.none, s.gateway, s.address = nil, "127.0.0.1", netip.MustParseAddr("127.0.0.2") })
	back := h.await("the share", func(s Snapshot) bool { return s.Share != nil && s.Share.Paused == "" })
	if back.Address != first.Address || back.Share.Code != first.Share.Code || !reaches(back.Address) {
		t.Errorf("back at %s with code %s, want %s and %s", back.Address, back.Share.Code, first.Address, first.Share.Code)
	}
	road.put(func(s *street) { s.address = netip.MustParseAddr("127.0.0.4") }) // another lease of the same network
	moved := h.await("another address", func(s Snapshot) bool { return strings.HasPrefix(s.Address, "http://127.0.0.4:") })
	if reaches(first.Address) || !reaches(moved.Address) {
		t.Error("the share has not moved with its address")
	}
}

// TestShareEnds has the ways in which a share ends: in each its listener is gone,
// and the configuration is in force.
func TestShareEnds(t *testing.T) {
	for name, end := range map[string]func(*home){
		"its time is over": func(h *home) {
			h.mu.Lock()
			h.share.until = time.Now()
			h.mu.Unlock()
		},
		"stopped":     func(h *home) { _ = h.Stop() },
		"lent inside": func(h *home) { h.lend("lan=off", "access=open") },
	} {
		t.Run(name, func(t *testing.T) {
			h, _ := newStreet(t)
			s := h.lend("lifetime=1h")
			if left := time.Until(s.Share.Until); left < 59*time.Minute || left > time.Hour {
				t.Errorf("it ends in %v, want an hour", left)
			}
			end(h)
			h.await("its end", func(s Snapshot) bool { return s.Share == nil || s.Share.Until.IsZero() })
			if reaches(s.Address) {
				t.Error("the share is still reached")
			}
			if name == "its time is over" {
				if now := h.await("the site", func(s Snapshot) bool { return s.Mode == "website" }); now.Level == server.Off || h.fetch("/") != "the site" {
					t.Errorf("Snapshot() = %+v, want the site back", now)
				}
			}
		})
	}
}

// TestSharePorts has a share look for another port when its own is taken, and
// remember the one that worked.
func TestSharePorts(t *testing.T) {
	h, _ := newStreet(t)
	taken, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	if err := h.Set(map[string]string{"port": strconv.Itoa(port)}); err != nil {
		t.Fatal(err)
	}
	s := h.lend()
	_, got, _ := net.SplitHostPort(strings.TrimPrefix(s.Address, "http://"))
	if got == strconv.Itoa(port) || strconv.Itoa(h.lastPort()) != got {
		t.Errorf("the share is at port %s, and %d is remembered, want another than %d", got, h.lastPort(), port)
	}
	if err := h.Stop(); err != nil {
		t.Fatal(err)
	}
	if again := h.lend(); again.Address != s.Address {
		t.Errorf("lent again at %s, want %s", again.Address, s.Address)
	}
}

// TestLoanKeepsItsTerms changes settings while a folder is lent: what belongs to
// the loan stays out of the file, the rest is written.
func TestLoanKeepsItsTerms(t *testing.T) {
	h, _ := newStreet(t)
	h.lend()
	if err := h.Set(map[string]string{"access": "open", "uploads": "true", "workers": "7"}); err != nil {
		t.Fatal(err)
	}
	s := h.Snapshot()
	if s.Share.Access != "open" || s.Share.Code != "" || !s.Config.Uploads || s.Workers != 7 {
		t.Errorf("Snapshot() = %+v with %+v, want an open share that takes files", s.Config, s.Share)
	}
	file, err := os.ReadFile(h.path("config.toml"))
	if err != nil || strings.Contains(string(file), "access") || strings.Contains(string(file), "uploads") || !strings.Contains(string(file), "workers = 7") {
		t.Errorf("the file is %q, %v, want the workers alone in it", file, err)
	}
	if err := h.Stop(); err != nil {
		t.Fatal(err)
	}
	if c := h.Snapshot().Config; c.Mode != "website" || c.Access != "open" || c.Workers != 7 {
		t.Errorf("after a stop the configuration is %+v, want that of the file", c)
	}
}
