// SPDX-License-Identifier: MIT

package http1

import (
	"net/netip"
	"testing"
	"testing/synctest"

	"porchlight/server/pool"
)

// TestFull asks Options.Full about requests that no worker is free for, and
// about nothing else.
func TestFull(t *testing.T) {
	fits := Answer{ContentType: "text/html", Body: []byte("wait"), RetryAfter: 7, SetCookie: "place=1; Path=/"}
	for _, tt := range []struct {
		name, send    string
		free          bool // a worker is
		status        int
		after, cookie string
		body          string
	}{
		{"a browser", get("/", "Accept: text/html", "Cookie: place=9"), false, 503, "7", "place=1; Path=/", "wait"},
		{"another", get("/", "Accept: */*"), false, 503, "5", "", "503 no worker is free, try again in a moment"},
		{"other faults", lines("GET * HTTP/1.1", "Host: a", "Accept: text/html"), true, 400, "", "", "400 the target * is for OPTIONS only"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var asked []Turned
				e := newTestEngine(t, nil, func(o *Options) {
					o.Pool = pool.New(pool.Limits{Workers: 1})
					o.Full = func(turned Turned) (Answer, bool) {
						if turned.Method != "GET" || turned.Client != netip.MustParseAddr("192.0.2.1") {
							t.Errorf("Full is asked about %+v, want GET from 192.0.2.1", turned)
						}
						asked = append(asked, turned)
						return fits, turned.Accept == "text/html" && turned.Field("cookie") == "place=9"
					}
				})
				if !tt.free {
					defer e.pool.Release(e.pool.Try(netip.Addr{}))
				}
				p := e.connect()
				p.send(tt.send)
				a := p.answer()
				if a.StatusCode != tt.status || a.Header.Get("Retry-After") != tt.after || a.Header.Get("Set-Cookie") != tt.cookie || a.Close == !tt.free || a.body != tt.body {
					t.Errorf("answer = %d %v %q, want %d, Retry-After %q, Set-Cookie %q, %q", a.StatusCode, a.Header, a.body, tt.status, tt.after, tt.cookie, tt.body)
				}
				if (len(asked) > 0) == tt.free {
					t.Errorf("Full was asked %d times", len(asked))
				}
			})
		})
	}
}
