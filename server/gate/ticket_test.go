// SPDX-License-Identifier: MIT

package gate

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestPeers48Ticket has the owner's browser come by an address that others of
// the computer can read: it is good once, for a short time, and for nobody after
// the share.
func TestPeers48Ticket(t *testing.T) {
	for _, way := range []Way{Code, Ask} {
		synctest.Test(t, func(t *testing.T) {
			g := New(Options{Way: way, Share: "Album", Log: slog.New(slog.DiscardHandler)})
			come := func(path string) bool {
				r := httptest.NewRequest(http.MethodGet, path, http.NoBody)
				w := httptest.NewRecorder()
				g.ServeHTTP(w, r)
				cookies := w.Result().Cookies()
				if len(cookies) == 0 {
					return false
				}
				again := httptest.NewRequest(http.MethodGet, "/song.ogg", http.NoBody)
				again.AddCookie(cookies[0])
				return g.Admit(httptest.NewRecorder(), again)
			}
			path := g.Ticket()
			if !strings.HasPrefix(path, "/-/k/") || path == g.Path() || !come(path) {
				t.Errorf("%s: the ticket %q does not let in", way, path)
			}
			if come(path) {
				t.Errorf("%s: the ticket lets in twice", way)
			}
			late := g.Ticket()
			time.Sleep(ticketTime)
			if come(late) {
				t.Errorf("%s: the ticket lets in after %v", way, ticketTime)
			}
			for range 3 * mostTickets {
				g.Ticket()
			}
			if n := len(g.tickets); n > mostTickets {
				t.Errorf("%s: %d tickets are kept, want %d at most", way, n, mostTickets)
			}
			last := g.Ticket()
			g.Revoke()
			if come(last) {
				t.Errorf("%s: the ticket lets in after the end", way)
			}
		})
	}
	if got := New(Options{Way: Open, Log: slog.New(slog.DiscardHandler)}).Ticket(); got != "/" {
		t.Errorf("the ticket of an open share is %q, want none", got)
	}
}
