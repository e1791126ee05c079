// SPDX-License-Identifier: MIT

package checks

import (
	"slices"
	"strings"
	"testing"

	"porchlight/build/source"
)

// standardServer lists what would bring net/http's own server in by the back
// door, or put a handler where a stranger's code can find it.
func standardServer() []string {
	return []string{
		"Server", "Serve", "ServeTLS", "ListenAndServe", "ListenAndServeTLS",
		"DefaultServeMux", "Handle", "HandleFunc",
	}
}

func TestEngineIsOurs(t *testing.T) { holds(t, borrowedEngines) }

// borrowedEngines finds the standard library's HTTP server in what is shipped.
// Tests may use it as their oracle, build as its yardstick, and server/h2 hands
// it the connections that chose HTTP/2.
func borrowedEngines(tree *source.Tree) []string {
	var findings []string
	for _, f := range tree.Files {
		if f.Test() || strings.HasPrefix(f.Path, "build/") || strings.HasPrefix(f.Path, "server/h2/") {
			continue
		}
		for _, use := range f.Uses("net/http") {
			if slices.Contains(standardServer(), use.Sel.Name) {
				findings = append(findings, at(f, use.Pos(), "http.%s: the engine is server/http1", use.Sel.Name))
			}
		}
	}
	return findings
}

func TestBorrowedEnginesAreFound(t *testing.T) {
	finds(t, borrowedEngines, []sample{
		{"vocabulary", map[string]string{
			"server/server.go": `package server; import "net/http"; func answer(w http.ResponseWriter, r *http.Request) {}`,
		}, nil},
		{"a field", map[string]string{
			"server/server.go": `package server; import "net/http"; type Server struct{ inner *http.Server }`,
		}, []string{"server/server.go:1: http.Server: the engine is server/http1"}},
		{"a call, renamed", map[string]string{
			"main.go": `package main; import web "net/http"; func main() { web.ListenAndServe("", nil) }`,
		}, []string{"main.go:1: http.ListenAndServe: the engine is server/http1"}},
		{"the shared mux", map[string]string{
			"server/routes.go": `package server; import "net/http"; var mux = http.DefaultServeMux`,
		}, []string{"server/routes.go:1: http.DefaultServeMux: the engine is server/http1"}},
		{"where it is right", map[string]string{
			"server/oracle_test.go": `package server; import "net/http"; var s http.Server`,
			"server/h2/h2.go":       `package h2; import "net/http"; var s http.Server`,
			"build/bench/bench.go":  `package main; import "net/http"; var s http.Server`,
		}, nil},
	})
}
