// SPDX-License-Identifier: MIT

package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"porchlight/server/config"
)

// sending begins a request with a body of four bytes, and leaves it when the
// server has asked for these.
func (f *fixture) sending(line string, fields ...string) *client {
	f.t.Helper()
	c := f.dial()
	c.send(line, append(fields, "Content-Length: 4", "Expect: 100-continue")...)
	said := make([]byte, len("HTTP/1.1 100 Continue\r\n\r\n"))
	if _, err := io.ReadFull(c.in, said); err != nil || !strings.Contains(string(said), "100 Continue") {
		f.t.Fatalf("%s: %q, %v, want 100 Continue", line, said, err)
	}
	return c
}

// TestShareEndedIsTold ends a share in several ways while files are sent to it:
// what comes is taken, and who sends it hears that there is no share any more.
func TestShareEndedIsTold(t *testing.T) {
	share := func(c *config.Config) {
		c.Mode, c.Access, c.Uploads, c.Types = "share", "open", true, []string{"*"}
	}
	for _, tt := range []struct {
		name   string
		change func(t *testing.T, c *config.Config) // nil stops the server
		told   string
	}{
		{"stopped", nil, "?1"},
		{"another folder", func(t *testing.T, c *config.Config) { c.Root = newRoot(t, "away") }, "?1"},
		{"another folder, elsewhere", func(t *testing.T, c *config.Config) { c.Root, c.Port = newRoot(t, "away"), freePort(t) }, "?1"},
		{"as a web site", func(_ *testing.T, c *config.Config) { c.Mode, c.Uploads = "website", false }, "?1"},
		{"for others", func(_ *testing.T, c *config.Config) { c.Access = "code" }, "?1"},
		{"goes on with another limit", func(_ *testing.T, c *config.Config) { c.FileLimit = 5 }, ""},
		{"goes on elsewhere", func(t *testing.T, c *config.Config) { c.Port = freePort(t) }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := start(t, share)
			made := f.ask("POST /film", "Upload-Complete: ?0", "Upload-Length: 8", "Content-Length: 0")
			if made.StatusCode != http.StatusCreated || made.Header.Get("Share-Ended") != "" {
				t.Fatalf("POST before the end = %d %v", made.StatusCode, made.Header)
			}
			senders := map[int]*client{
				http.StatusCreated: f.sending("PUT /whole"),
				http.StatusNoContent: f.sending("PATCH "+made.Header.Get("Location"),
					"Upload-Offset: 0", "Upload-Complete: ?0", "Content-Type: application/partial-upload"),
			}
			on := f.site.Load()
			end := func() error { return f.Stop(context.Background()) }
			if c := f.Config(); tt.change != nil {
				tt.change(t, &c)
				end = func() error { return f.Apply(c) }
			}
			done := make(chan error, 1)
			go func() { done <- end() }()
			f.eventually("at the end", func() bool { return on.visitors.ended.Load() || f.site.Load() != on })
			for want, c := range senders {
				fmt.Fprint(c, "abcd")
				if a := c.receive("PUT"); a.StatusCode != want || a.Header.Get("Share-Ended") != tt.told {
					t.Errorf("the answer is %d, Share-Ended %q, want %d and %q", a.StatusCode, a.Header.Get("Share-Ended"), want, tt.told)
				}
			}
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
}

// TestShareGoesOnWithLAN holds that a share is the same one when the local
// network comes and goes.
func TestShareGoesOnWithLAN(t *testing.T) {
	lan := lanOrSkip(t)
	f := start(t, func(c *config.Config) { c.Mode, c.Access = "share", "open" })
	began := f.site.Load().visitors.ended
	for _, at := range []string{lan, "off", lan} {
		f.apply(func(c *config.Config) { c.LAN = at })
		if f.site.Load().visitors.ended != began || began.Load() {
			t.Errorf("the share has ended with LAN %q", at)
		}
	}
}
