// SPDX-License-Identifier: MIT

// Package network says on which address of this machine a folder is lent, and
// which network that is.
//
//	machine.go  what the system says: interfaces, and the ways out (route_*.go)
//	kind.go     what an interface is, by its name, device and address
//	address.go  the addresses that others may reach, the best first
//	place.go    the network that an address is on, told from others
//
// What the system says is gathered first; what is made of it is pure, and tested
// on described machines. Importers: server/app.
package network
