// SPDX-License-Identifier: MIT

package network

import (
	"net"
	"testing"
)

// TestAsk has Windows describe the devices of the machine that the test runs on, and
// the ways out by names of interfaces that package net knows.
func TestAsk(t *testing.T) {
	m, err := look()
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range m.interfaces {
		if i.flags&net.FlagLoopback == 0 && (i.device == "" || i.medium == 0) {
			t.Errorf("nothing is known of the device of %q: %q, %d", i.name, i.device, i.medium)
		}
	}
	for _, w := range m.ways {
		if _, err := net.InterfaceByName(w.on); err != nil || !w.gateway.Is4() {
			t.Errorf("a way out on %q to %v: %v", w.on, w.gateway, err)
		}
	}
}
