// SPDX-License-Identifier: MIT

package server

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"porchlight/server/config"
)

// TestPeers46LeftAddress ends a share on the local network while a device there
// waits for a worker. What is lent next, to this computer alone, is not for it.
func TestPeers46LeftAddress(t *testing.T) {
	lan := lanOrSkip(t)
	for _, access := range []string{"open", "code"} {
		t.Run(access, func(t *testing.T) {
			f := start(t, func(c *config.Config) {
				c.Mode, c.Access, c.LAN, c.Types = "share", access, lan, []string{"*"}
				c.Workers, c.MinRate = 1, 0
			})
			fields := []string{}
			if access == "code" {
				fields = append(fields, basicOf(f.Gate().Code()))
			}
			busy := f.dial()
			busy.send("GET /big.txt", fields...)
			if _, err := busy.in.Peek(1); err != nil {
				t.Fatal(err)
			}
			_, port, _ := net.SplitHostPort(f.authority())
			device := dial(t, net.JoinHostPort(lan, port))
			device.send("GET /index.html", fields...)
			f.eventually("waiting", func() bool { return f.Status().Waiting == 1 })

			private := newRoot(t, "only for this computer")
			f.apply(func(c *config.Config) { c.Mode, c.Access, c.LAN, c.Root = "website", "open", "off", private })
			if _, err := io.Copy(io.Discard, busy.in); err != nil {
				t.Fatal(err)
			}
			if a := device.receive("GET"); strings.Contains(a.body, "only for this computer") || a.StatusCode != http.StatusGone {
				t.Errorf("the device that has been left gets %d %.80q, want 410", a.StatusCode, a.body)
			}
		})
	}
}

// TestPeers45StopRevokes keeps a connection and a cookie over the end of a share:
// the next share of the same folder knows neither, nor the link and the code.
func TestPeers45StopRevokes(t *testing.T) {
	f := start(t, func(c *config.Config) { c.Mode, c.Access, c.Types = "share", "code", []string{"*"} })
	path, basic := f.Gate().Path(), basicOf(f.Gate().Code())
	cookie, _, _ := strings.Cut(f.ask("GET "+path).Header.Get("Set-Cookie"), ";")
	c := f.dial()
	for i, again := range []func(){
		func() { f.apply(func(c *config.Config) { c.Access = "ask" }) },
		func() { f.apply(func(c *config.Config) { c.Access = "code" }) },
	} {
		c.send("GET /a.txt", "Cookie: "+cookie)
		if got, want := c.receive("GET").StatusCode, []int{200, 401}[i]; got != want {
			t.Errorf("GET /a.txt, share %d = %d, want %d", i+1, got, want)
		}
		again()
	}
	for _, field := range []string{"Cookie: " + cookie, basic} {
		c.send("GET /a.txt", field)
		if got := c.receive("GET").StatusCode; got != 401 {
			t.Errorf("GET /a.txt with the %.6s of an earlier share = %d, want 401", field, got)
		}
	}
	if a := f.ask("GET " + path); a.StatusCode != 403 || a.Header.Get("Set-Cookie") != "" {
		t.Errorf("the link of an earlier share = %d %q, want 403 and no cookie", a.StatusCode, a.Header.Get("Set-Cookie"))
	}
	f.stop()
	if !c.ended() {
		t.Error("a connection outlives the share")
	}
}
