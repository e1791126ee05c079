// SPDX-License-Identifier: MIT

package app

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"

	"porchlight/server/config"
	"porchlight/server/mdns"
	"porchlight/server/network"
)

// share is the state of a share from its beginning to its end.
type share struct {
	of        string // which one it is
	name      string // of the folder, for people
	access    string // open, code or ask
	exposed   string // what it shows to others, in a sentence
	lan       string // what the configuration says about where
	began     time.Time
	until     time.Time
	addresses []network.Address // listened on; none while it pauses
	places    []network.Place   // where it began, the one to show first; nil before it was anywhere
	paused    string
	announced *mdns.Responder
	host      string // that it is found by
}

// identity tells one share from the next.
func identity(c config.Config) string {
	return fmt.Sprintf("%q %s %s %s", c.Root, c.Mode, c.LAN, c.Lifetime)
}

// shareFor returns the share that c wants: the one that is on, with what has
// become of the network, or a new one, or nil. What a person lends is one also
// where it stays on this computer. It wants a.mu.
func (a *App) shareFor(c config.Config) *share {
	if c.LAN == "off" && a.loan == nil {
		return nil
	}
	next := share{of: identity(c), name: c.Title(), lan: c.LAN, began: a.now()}
	if a.share != nil && a.share.of == next.of {
		next = *a.share
	} else if c.Lifetime > 0 {
		next.until = next.began.Add(c.Lifetime)
	}
	next.access, next.exposed = c.Access, a.exposed
	next.addresses, next.paused = a.around.where(&next)
	return &next
}

// enter makes next the share that is on, after the server has opened its
// addresses. It wants a.mu.
func (a *App) enter(next *share, c config.Config) {
	before := a.share
	if before != nil && before.announced != nil {
		before.announced.Close()
	}
	a.share = next
	if next != nil {
		next.announced = a.announce(next, c)
		a.rememberPort(a.server.Port())
	}
	a.tell(before, next)
	if next != nil {
		a.takeNames()
	}
	a.showShare()
	select {
	case a.shared <- struct{}{}:
	default:
	}
}

// tell logs what has become of a share.
func (a *App) tell(before, next *share) {
	switch log := a.Logger(); {
	case next == nil && before != nil:
		log.Info("the share has ended")
	case next == nil:
	case next.paused != "" && (before == nil || before.paused != next.paused):
		log.Warn("the share pauses", "why", next.paused)
	case next.paused == "" && before != nil && before.paused != "":
		log.Info("the share goes on", "address", a.server.Status().Address)
	}
}

// listens returns the addresses of a share, none for no share.
func (s *share) listens() []network.Address {
	if s == nil {
		return nil
	}
	return s.addresses
}

// announce makes a share known by name, on the address that is shown. It
// returns nil where that is not wanted or does not work.
func (a *App) announce(s *share, c config.Config) *mdns.Responder {
	if len(s.addresses) == 0 || !c.Discovery {
		return nil
	}
	at := s.addresses[0]
	i, err := net.InterfaceByIndex(at.Index)
	if err != nil {
		return nil // it has gone, and is looked for soon
	}
	responder, err := mdns.Announce(mdns.Service{
		Instance: s.name, Host: hostLabel(), Port: uint16(a.server.Port()), IP: []netip.Addr{at.IP}, Interface: *i,
		TXT: []string{"path=/"},
	}, a.Logger())
	if err != nil {
		a.Logger().Warn("the share is not found by name", "err", err)
		return nil
	}
	return responder
}

// hostLabel is the name of this machine as mDNS takes it: one label.
func hostLabel() string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return "porchlight"
	}
	label, _, _ := strings.Cut(name, ".")
	return label
}
