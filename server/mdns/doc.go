// SPDX-License-Identifier: MIT

// Package mdns makes a share findable by name: it answers for one _http._tcp
// service and one host.local on one interface, as RFC 6762 (Multicast DNS)
// and RFC 6763 (DNS-Based Service Discovery) ask for.
//
//	Announce ─▶ probe 3 × 250 ms ─▶ announce twice ─▶ answer ─▶ Close: goodbye
//	              ▲      │ clash: "Name (2)", host-2       │ clash
//	              └──────┴─────────────────────────────────┘
//
// conversation is all of that as a state machine without a socket or a clock:
// it hears packets and ticks, and says packets. responder.go and socket.go
// are its ears and mouth. message.go reads packets, of which it takes no more
// than a bounded part; records.go holds what we say.
//
// It lives beside Avahi, mDNSResponder and Windows on one host: they share
// port 5353. Only addresses that were given are said, by the IP versions of
// these; an answer that arrives by unicast may reach one of the others, so
// nothing here waits for one. Where another responder of this machine speaks
// for the same host name already (Avahi, for the machine's own), the name is
// held together with it: no clash, no flush, no denial and no goodbye.
//
// Importers: server and the faces of the program.
package mdns
