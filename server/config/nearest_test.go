// SPDX-License-Identifier: MIT

package config

import (
	"slices"
	"strings"
	"testing"
)

func TestNearestKey(t *testing.T) {
	tests := []struct{ name, want string }{
		{"prot", "port"},
		{"Port", "port"},
		{"hsot", "host"},
		{"host_name", "host_names"},
		{"hostname", "host_names"},
		{"address", "host"},
		{"adress", "host"},
		{"bind", "host"},
		{"threads", "workers"},
		{"thread", "workers"},
		{"directory", "root"},
		{"dir", "root"},
		{"webroot", "root"},
		{"worker", "workers"},
		{"log-level", "log_level"},
		{"maxRequests", "max_requests"},
		{"max.connections", "max_connections"},
		{"logfile", "log_file"},
		{"workers_per_clients", "workers_per_client"},
		{"time_out", "timeout"},
		{"header_timeout", "head_timeout"},
		{"", ""},
		{"x", ""},
		{"colour", ""},
		{"zzzzzzzz", ""},
		{"tls_certificate", ""},
		{"ab", ""},
		{strings.Repeat("port", 100000), ""},
	}
	for _, tt := range tests {
		if got := nearestKey(tt.name); got != tt.want {
			t.Errorf("nearestKey(%.20q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestAliasesLeadToKeys(t *testing.T) {
	for _, a := range aliases() {
		if !slices.ContainsFunc(table(), func(k Key) bool { return k.Name == a.key }) {
			t.Errorf("alias %q leads to %q, which is no key", a.word, a.key)
		}
		if slices.ContainsFunc(table(), func(k Key) bool { return k.Name == a.word }) {
			t.Errorf("alias %q is a key", a.word)
		}
		if got := nearestKey(a.word); got != a.key {
			t.Errorf("nearestKey(%q) = %q, want %q", a.word, got, a.key)
		}
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0},
		{"", "abc", 3},
		{"abc", "", 3},
		{"port", "port", 0},
		{"port", "prot", 1},
		{"port", "pot", 1},
		{"port", "sport", 1},
		{"port", "pert", 1},
		{"ca", "abc", 3},
		{"kitten", "sitting", 3},
	}
	for _, tt := range tests {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
