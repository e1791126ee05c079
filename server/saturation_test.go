// SPDX-License-Identifier: MIT

package server

import (
	"testing"

	"porchlight/server/config"
)

// TestSaturation fills the server from one address, which is loopback and so
// has no cap: ten slow downloads, fifty requests that wait, and one more.
func TestSaturation(t *testing.T) {
	f := start(t, func(c *config.Config) { c.Patience = c.Patience * 6 })
	var slow, waiting []*client
	for range 10 {
		slow = append(slow, f.download())
	}
	if got := f.Status(); got.Level != Busy || got.Text != "10 of 10 workers busy" {
		t.Errorf("Status() with 10 downloads = %s, %q, want busy", got.Level, got.Text)
	}
	for range 50 {
		c := f.dial()
		c.send("GET /a.txt", "Connection: close")
		waiting = append(waiting, c)
	}
	f.eventually("50 waiting", func() bool { return f.Status().Waiting == 50 })
	if got := f.Status(); got.Level != Full || got.Text != "10 of 10 workers busy, 50 waiting" {
		t.Errorf("Status() with 50 waiting = %s, %q, want full", got.Level, got.Text)
	}

	refused := f.ask("GET /a.txt")
	if after := refused.Header.Get("Retry-After"); refused.StatusCode != 503 || after != "5" || !refused.Close {
		t.Errorf("one more is answered %d, Retry-After %q, close %v, want 503, 5 and true", refused.StatusCode, after, refused.Close)
	}
	if got := f.Status(); got.Level != Full || got.Text != "10 of 10 workers busy, 50 waiting, 1 refused" {
		t.Errorf("Status() = %s, %q, want full with 1 refused", got.Level, got.Text)
	}

	for _, c := range slow {
		if got := c.receive("GET"); len(got.body) != bigSize {
			t.Errorf("a slow download = %d bytes, want %d", len(got.body), bigSize)
		}
		c.Close()
	}
	for _, c := range waiting {
		if got := c.receive("GET"); got.StatusCode != 200 || got.body != "letters" {
			t.Errorf("one that waited is answered %d %q, want 200 letters", got.StatusCode, got.body)
		}
	}
	f.eventually("calm again", func() bool { return f.Status().Level == Calm })
	if got := f.Status(); got.Text != "0 of 10 workers busy, 1 refused" || got.Waiting != 0 {
		t.Errorf("Status() in the end = %q, %d waiting, want nobody at work", got.Text, got.Waiting)
	}
}
