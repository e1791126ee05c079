// SPDX-License-Identifier: MIT

package app

import (
	"fmt"
	"slices"

	"porchlight/server/network"
)

// where returns the addresses that a share is to listen on now, the one to show
// first, or why it has to pause: it belongs to the networks that it began on, and
// goes on while the first of them is here.
func (s surroundings) where(sh *share) (addresses []network.Address, paused string) {
	found, err := s.lookUp(sh.lan)
	switch {
	case err != nil:
		return nil, err.Error()
	case len(found) == 0: // it is lent to this computer alone
		return nil, ""
	}
	if sh.places == nil {
		sh.begin(found)
	}
	if !slices.ContainsFunc(found, func(a network.Address) bool { return sh.places[0].Same(a.Place) }) {
		return nil, sh.elsewhere(found)
	}
	addresses = sh.inPlace(found)
	if sh.lan == "auto" {
		addresses = addresses[:1]
	}
	return addresses, ""
}

// begin makes the networks of addresses those that a share belongs to: for auto
// that of the best one alone.
func (s *share) begin(at []network.Address) {
	if s.lan == "auto" {
		at = at[:1]
	}
	for _, a := range at {
		s.places = append(s.places, a.Place)
	}
}

// inPlace returns those of the addresses that are on a network where the share
// began. Those that it listens on come first, in their order: what others have
// noted stays as it is while it can.
func (s *share) inPlace(found []network.Address) (addresses []network.Address) {
	for _, a := range found {
		i := slices.IndexFunc(s.places, a.Place.Same)
		if i < 0 {
			continue
		}
		if s.places[i].Station == "" {
			s.places[i].Station = a.Place.Station // the system did not know it before
		}
		addresses = append(addresses, a)
	}
	age := func(a network.Address) int {
		i := slices.IndexFunc(s.addresses, func(b network.Address) bool { return sameSocket(a, b) })
		if i < 0 {
			return len(s.addresses)
		}
		return i
	}
	slices.SortStableFunc(addresses, func(a, b network.Address) int { return age(a) - age(b) })
	return addresses
}

// sameSocket reports whether to listen on one address is to listen on the other:
// which way the rest of the traffic goes does not matter to that.
func sameSocket(a, b network.Address) bool { return a.IP == b.IP && a.Index == b.Index }

// elsewhere says why a share pauses that finds itself at addresses which are not
// where it began.
func (s *share) elsewhere(found []network.Address) string {
	home := s.places[0]
	lost := func(a network.Address) bool {
		return a.Place.Prefix == home.Prefix && !a.Place.Gateway.IsValid()
	}
	if slices.ContainsFunc(found, lost) {
		return fmt.Sprintf("The way to %s is gone, so this may be another network than %s; a VPN may have taken it. The share goes on when it is back. Share the folder again to lend it here.", home.Gateway, home.Prefix)
	}
	return fmt.Sprintf("This is another network than %s, where the share began. Share the folder again to lend it here.", home)
}
