// SPDX-License-Identifier: MIT

package server

import (
	"net"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// refusal is an answer of the server that is not the one hoped for.
type refusal struct {
	status int
	reason string // one sentence, safe to show, with what to do
}

// isKnownMethod tells the methods that RFC 9110 §9 and RFC 5789 define: they
// get 405 where they are not served, any other word gets 501.
func isKnownMethod(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete,
		http.MethodConnect, http.MethodOptions, http.MethodTrace, http.MethodPatch:
		return true
	}
	return false
}

// guard refuses what is not for us: a Host that is not one of our names, so
// that a hostile page cannot reach us through a name that it points here (DNS
// rebinding), and methods that nobody knows.
func (d *door) guard(w http.ResponseWriter, r *http.Request) *refusal {
	switch {
	case r.Host != "" && !d.names.Load().has(r.Host):
		return &refusal{http.StatusForbidden, "This server does not go by that name. Use the address that it printed when it started."}
	case !isKnownMethod(r.Method) && !isDAV(r.URL.Path):
		return &refusal{http.StatusNotImplemented, "This server does not know that method."}
	case r.Method == http.MethodConnect:
		w.Header().Set("Allow", "GET, HEAD, OPTIONS")
		return &refusal{http.StatusMethodNotAllowed, "This server is no proxy."}
	}
	return nil
}

// hostNames are the Host values that are ours, in lower case.
type hostNames map[string]bool

// newHostNames gathers the names for listeners with one port: loopback, the
// configured host and names, their addresses, for one that listens everywhere
// each address of this machine, and for those that others reach its name; all
// bare or with the port. A colon without a port is as none (RFC 3986 §3.2.3).
func newHostNames(host string, more []string, at []*net.TCPAddr) hostNames {
	names := append([]string{"localhost", "127.0.0.1", "[::1]", bracketed(host)}, more...)
	for _, a := range at {
		names = append(names, bracketed(a.IP.String()))
		if a.IP.IsUnspecified() {
			names = append(names, ownAddresses()...)
		}
		if !a.IP.IsLoopback() {
			names = append(names, ownNames()...)
		}
	}
	port := strconv.Itoa(at[0].Port)
	h := hostNames{}
	for _, name := range names {
		name = strings.ToLower(name)
		h[name], h[name+":"], h[name+":"+port] = true, true, true
	}
	return h
}

// has reports whether a Host value is ours; case does not matter.
func (h hostNames) has(host string) bool { return h[host] || h[strings.ToLower(host)] }

func ownAddresses() (names []string) {
	for _, ip := range ownIPs() {
		names = append(names, bracketed(ip.String()))
	}
	return names
}

// ownIPs are the addresses of this machine.
func ownIPs() (all []netip.Addr) {
	addresses, _ := net.InterfaceAddrs()
	for _, a := range addresses {
		if n, ok := a.(*net.IPNet); ok {
			if ip, ok := netip.AddrFromSlice(n.IP); ok {
				all = append(all, ip.Unmap())
			}
		}
	}
	return all
}

func ownNames() (names []string) {
	if name, err := os.Hostname(); err == nil {
		names = append(names, name, name+".local")
	}
	return names
}

// bracketed puts an IPv6 address in brackets, as Host has it.
func bracketed(host string) string {
	if strings.Contains(host, ":") {
		return "[" + host + "]"
	}
	return host
}
