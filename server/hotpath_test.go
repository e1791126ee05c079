// SPDX-License-Identifier: MIT

package server

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"porchlight/server/config"
	"porchlight/server/http1"
	"porchlight/server/journal"
)

// hotRow is one request that users send all day, and the start of its answer.
type hotRow struct {
	name   string
	target string
	fields []string
	want   string // what each answer begins with
	holds  string // what the first one contains
	full   bool   // no worker is free
}

// curlFields are what curl sends beside Host.
var curlFields = []string{"User-Agent: curl/8.14.1", "Accept: */*"}

// chromeFields are what a browser sends with a request for a page.
var chromeFields = []string{
	"Connection: keep-alive",
	`sec-ch-ua: "Chromium";v="130", "Not?A_Brand";v="99"`,
	"sec-ch-ua-mobile: ?0",
	`sec-ch-ua-platform: "Linux"`,
	"Upgrade-Insecure-Requests: 1",
	"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
	"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
	"Sec-Fetch-Site: none",
	"Sec-Fetch-Mode: navigate",
	"Sec-Fetch-Dest: document",
	"Accept-Encoding: gzip, deflate, br, zstd",
	"Accept-Language: en-GB,en;q=0.9",
}

func hotRows() []hotRow {
	with := func(fields []string, more ...string) []string {
		return append(fields[:len(fields):len(fields)], more...)
	}
	return []hotRow{
		{"curl", "/k1.html", curlFields, "HTTP/1.1 200 OK", "\r\nContent-Length: 1024\r\n", false},
		{"browser", "/k1.html", chromeFields, "HTTP/1.1 200 OK", "\r\nContent-Encoding: zstd\r\n", false},
		{"range", "/k1.html", with(curlFields, "Range: bytes=100-299"), "HTTP/1.1 206 Partial Content", "\r\nContent-Length: 200\r\n", false},
		{"unchanged", "/k1.html", with(chromeFields, "If-None-Match: *"), "HTTP/1.1 304 Not Modified", "\r\nEtag: ", false},
		{"missing", "/none.html", curlFields, "HTTP/1.1 404 Not Found", "\r\nContent-Length: ", false},
		{"gzip", "/k10.html", with(curlFields, "Accept-Encoding: gzip"), "HTTP/1.1 200 OK", "\r\nContent-Encoding: gzip\r\n", false},
		{"full", "/k1.html", curlFields, "HTTP/1.1 503 Service Unavailable", "\r\nRetry-After: 5\r\n", true},
		{"fullbrowser", "/k1.html", chromeFields, "HTTP/1.1 503 Service Unavailable", "\r\nContent-Type: text/html; charset=utf-8\r\n", true},
	}
}

func (r *hotRow) head(s *Server) string {
	return "GET " + r.target + " HTTP/1.1\r\nHost: " + s.state.Load().door.at.String() + "\r\n" + strings.Join(r.fields, "\r\n") + "\r\n\r\n"
}

// tape is a connection in memory that sends one head as long as more says so, and
// then ends.
type tape struct {
	head    string
	want    []byte
	more    func() bool
	answers int
	first   string // as far as it came in one write
}

func (c *tape) Read(p []byte) (int, error) {
	if !c.more() {
		return 0, io.EOF
	}
	return copy(p, c.head), nil
}

func (c *tape) Write(p []byte) (int, error) {
	if bytes.HasPrefix(p, c.want) {
		if c.answers++; c.answers == 1 {
			c.first = string(p)
		}
	}
	return len(p), nil
}

// The ends of a tape. They exist before they are asked for, as those of a socket do.
var tapeLocal, tapeRemote net.Addr = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 50000}

func (c *tape) Close() error                     { return nil }
func (c *tape) RemoteAddr() net.Addr             { return tapeRemote }
func (c *tape) LocalAddr() net.Addr              { return tapeLocal }
func (c *tape) SetDeadline(time.Time) error      { return nil }
func (c *tape) SetReadDeadline(time.Time) error  { return nil }
func (c *tape) SetWriteDeadline(time.Time) error { return nil }

// hotRoot makes the folder of hotServer.
func hotRoot(tb testing.TB) string {
	tb.Helper()
	root := tb.TempDir()
	for name, size := range map[string]int{"k1.html": 1 << 10, "k10.html": 10 << 10} {
		writeFile(tb, root, name, strings.Repeat("a porch light at dusk. ", size)[:size])
	}
	return root
}

// hotServer is a server as users run it, its log in the classic form to nowhere,
// without a limit of requests on a connection, and without a queue.
func hotServer(tb testing.TB, root string) *Server {
	tb.Helper()
	j, err := journal.Open(journal.Options{Level: slog.LevelInfo, Console: io.Discard})
	if err != nil {
		tb.Fatal(err)
	}
	c := config.Default()
	c.Port, c.Root, c.MaxRequests, c.Queue = 0, root, 0, 0
	s := New(c, j, "")
	tb.Cleanup(func() {
		if err := s.Stop(context.Background()); err != nil {
			tb.Errorf("Stop() = %v, want nil", err)
		}
		j.Close()
	})
	if err := s.Start(); err != nil {
		tb.Fatal(err)
	}
	return s
}

// drive sends r to s as long as more says so, and checks the answers.
func (r *hotRow) drive(tb testing.TB, s *Server, more func() bool) {
	tb.Helper()
	if r.full {
		for range s.Config().Workers {
			w := s.pool.Try(netip.Addr{})
			defer s.pool.Release(w)
		}
	}
	asked := 0
	counted := func() bool {
		again := more()
		if again {
			asked++
		}
		return again
	}
	c := &tape{head: r.head(s), want: []byte(r.want), more: counted}
	s.state.Load().door.engine.Serve(c)
	if c.answers != asked || !strings.Contains(c.first, r.holds) {
		tb.Errorf("%s: %d of %d answers begin with %q, the first of them is %q, want all, with %q", r.name, c.answers, asked, r.want, c.first, r.holds)
	}
}

// BenchmarkHotPath is a request from its first byte to the last of its answer,
// through engine, guard, folder and journal, without a socket.
func BenchmarkHotPath(b *testing.B) {
	// While a file is young, the disk is asked about it by each request.
	const youth = 2100 * time.Millisecond
	root := hotRoot(b)
	<-time.After(youth)
	for _, r := range hotRows() {
		b.Run(r.name, func(b *testing.B) {
			s := hotServer(b, root)
			r.drive(b, s, atMost(100))
			b.ReportAllocs()
			r.drive(b, s, b.Loop)
		})
	}
}

// TestHotPathRows holds that the benchmark measures what its rows say.
func TestHotPathRows(t *testing.T) {
	for _, r := range hotRows() {
		t.Run(r.name, func(t *testing.T) { r.drive(t, hotServer(t, hotRoot(t)), atMost(3)) })
	}
}

func atMost(n int) func() bool {
	return func() bool { n--; return n >= 0 }
}

// BenchmarkServed is what is noted of each request: its line in the log, the
// counts and the list of visits.
func BenchmarkServed(b *testing.B) {
	s := hotServer(b, hotRoot(b))
	x := &http1.Exchange{
		ID: []byte("abcdef-1"), Remote: "192.168.1.40:50000", Method: "GET", Target: "/k1.html", Status: 200, Bytes: 1024, Worker: 1,
		Began: time.Now(), Took: 30 * time.Microsecond,
	}
	b.ReportAllocs()
	for b.Loop() {
		s.served(x)
	}
}
