// SPDX-License-Identifier: MIT

package dav

import (
	"log/slog"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
)

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

// TestLitmus runs the suites of litmus that hold for a server without
// properties, on net/http and on our own engine.
func TestLitmus(t *testing.T) {
	program, err := exec.LookPath("litmus")
	if err != nil {
		t.Skip("litmus is not here: apt-get install litmus")
	}
	for name, serve := range map[string]func(*testing.T, *site) string{
		"net/http": func(t *testing.T, s *site) string {
			server := httptest.NewServer(s)
			t.Cleanup(server.Close)
			return server.Listener.Addr().String()
		},
		"http1": func(t *testing.T, s *site) string { return serveOwn(t, s) },
	} {
		t.Run(name, func(t *testing.T) {
			address := serve(t, newSite(t, Options{Write: true}))
			run := exec.CommandContext(t.Context(), program, "-k", "http://"+address+prefix+"/")
			run.Env = append(run.Environ(), "TESTS=basic copymove http")
			run.Dir = t.TempDir() // litmus leaves a log
			out, err := run.CombinedOutput()
			report := string(out)
			for _, suite := range []string{"basic", "copymove", "http"} {
				if !strings.Contains(report, "summary for `"+suite+"'") {
					t.Errorf("no summary of %s", suite)
				}
			}
			if err != nil || strings.Contains(report, "FAIL") || strings.Contains(report, "WARNING") {
				t.Errorf("litmus: %v\n%s", err, report)
			}
		})
	}
}
