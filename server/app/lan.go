// SPDX-License-Identifier: MIT

package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"porchlight/server"
	"porchlight/server/config"
	"porchlight/server/network"
)

// surroundings are what an App sees of the network that it is on.
type surroundings struct {
	choices   func() ([]network.Address, error)
	addresses func() ([]network.Address, error)
}

func realSurroundings() surroundings {
	return surroundings{network.Choices, network.Addresses}
}

// lookUp turns what lan says into addresses of this machine, the best first: for
// auto those that may be the one. It has none, and no error, for off.
func (s surroundings) lookUp(lan string) ([]network.Address, error) {
	switch lan {
	case "off":
		return nil, nil
	case "auto":
		return s.choices()
	}
	all, err := s.addresses()
	if err != nil {
		return nil, err
	}
	wanted, _ := netip.ParseAddr(lan)
	fits := slices.DeleteFunc(slices.Clone(all), func(a network.Address) bool {
		return lan != "all" && a.Interface != lan && a.IP != wanted
	})
	if len(fits) == 0 {
		return nil, fmt.Errorf("lan: this machine has neither an address nor an interface %q now, it has %s", lan, namesOf(all))
	}
	return fits, nil
}

func namesOf(all []network.Address) string {
	if len(all) == 0 {
		return "none but loopback"
	}
	var names []string
	for _, a := range all {
		names = append(names, a.String())
	}
	return strings.Join(names, ", ")
}

// onLAN makes c one that the server can listen by: with addresses in the place
// of words.
func onLAN(c config.Config, addresses []network.Address) config.Config {
	if len(addresses) == 0 {
		c.LAN = "off"
		return c
	}
	var texts []string
	for _, a := range addresses {
		texts = append(texts, a.IP.String())
	}
	c.LAN = strings.Join(texts, ",")
	return c
}

// portFile remembers the port of the last share, so that the address stays what
// others have noted, and what a firewall lets through.
const portFile = "port.json"

// ports are those to try, in this order. A share is content with another port;
// a port that was asked for on the command line or by a variable is not moved.
func (a *App) ports(c config.Config) []int {
	from := a.seen.Load().resolved.From["port"]
	if c.LAN == "off" || from == "flag" || from == "PORCHLIGHT_PORT" || c.Port == 0 {
		return []int{c.Port}
	}
	var ports []int
	for _, port := range []int{a.lastPort(), c.Port, 8000, 8888, 0} {
		if !slices.Contains(ports, port) && (port > 0 || len(ports) > 0) {
			ports = append(ports, port)
		}
	}
	return ports
}

// onPorts does what opens an address, with one port after the other, until one
// is free.
func (a *App) onPorts(c config.Config, open func(config.Config) error) (err error) {
	for _, c.Port = range a.ports(c) {
		if err = open(c); !errors.Is(err, server.ErrInUse) {
			break
		}
	}
	return err
}

func (a *App) lastPort() (port int) {
	data, err := os.ReadFile(filepath.Join(a.options.State, portFile))
	if err != nil || json.Unmarshal(data, &port) != nil || port < 1 || port > 65535 {
		return 0
	}
	return port
}

func (a *App) rememberPort(port int) {
	if port == a.lastPort() {
		return
	}
	data, err := json.Marshal(port)
	if err == nil {
		err = config.WriteFile(filepath.Join(a.options.State, portFile), data)
	}
	if err != nil {
		a.Logger().Warn("port not remembered", "err", err)
	}
}
