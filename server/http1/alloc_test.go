// SPDX-License-Identifier: MIT

//go:build !race

package http1

import (
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"porchlight/server/pool"
)

// chromeHead is a request head as a browser sends it.
var chromeHead = strings.ReplaceAll(`GET /index.html HTTP/1.1
Host: 127.0.0.1:8080
Connection: keep-alive
sec-ch-ua: "Chromium";v="130", "Not?A_Brand";v="99"
sec-ch-ua-mobile: ?0
sec-ch-ua-platform: "Linux"
Upgrade-Insecure-Requests: 1
User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36
Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8
Sec-Fetch-Site: none
Sec-Fetch-Mode: navigate
Sec-Fetch-Dest: document
Accept-Encoding: gzip, deflate, br, zstd
Accept-Language: en-GB,en;q=0.9

`, "\n", "\r\n")

// sameHead is a connection that sends one head again and again, and then ends.
// It counts the writes, which carry one answer each.
type sameHead struct {
	net.Conn
	head   string
	left   int
	writes int
	each   func()
}

func (c *sameHead) Read(p []byte) (int, error) {
	if c.left == 0 {
		return 0, io.EOF
	}
	c.left--
	c.each()
	return copy(p, c.head), nil
}

func (c *sameHead) Write(p []byte) (int, error)      { c.writes++; return len(p), nil }
func (c *sameHead) Close() error                     { return nil }
func (c *sameHead) RemoteAddr() net.Addr             { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }
func (c *sameHead) LocalAddr() net.Addr              { return nil }
func (c *sameHead) SetDeadline(time.Time) error      { return nil }
func (c *sameHead) SetReadDeadline(time.Time) error  { return nil }
func (c *sameHead) SetWriteDeadline(time.Time) error { return nil }

// readyHandler answers as the folder does for a file kept in memory: field
// values that exist already, and one write.
func readyHandler() http.Handler {
	body := []byte(strings.Repeat("a porch light at dusk. ", 45))
	contentType, length := []string{"text/html; charset=utf-8"}, []string{"1035"}
	etag := []string{`"2f62dbbd17465f4e"`}
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		h["Content-Type"], h["Content-Length"], h["Etag"] = contentType, length, etag
		_, _ = w.Write(body)
	})
}

// The hot path, from the head to the answer, costs no allocation and one write.
func TestKeepAliveRequestAllocatesNothing(t *testing.T) {
	const warm, counted = 50, 1000
	e := New(Options{
		Handler: readyHandler(),
		Pool:    pool.New(pool.Limits{Workers: 2}),
		Limits:  Limits{Idle: time.Minute, Head: time.Minute, Stall: time.Minute},
		Log:     slog.New(slog.DiscardHandler),
		Page:    func(int, string, string, string) (string, []byte) { return "", nil },
		Served:  func(*Exchange) {},
	})
	// Each read of a head is the end of the exchange before it, so the reads
	// are the steps that AllocsPerRun counts between.
	step, next := make(chan struct{}), make(chan struct{})
	conn := &sameHead{head: chromeHead, left: warm + counted + 1}
	conn.each = func() { step <- struct{}{}; <-next }
	done := make(chan struct{})
	go func() { defer close(done); e.Serve(conn) }()
	run := func() { <-step; next <- struct{}{} }
	for range warm {
		run()
	}
	if allocs := testing.AllocsPerRun(counted, run); allocs > 0 {
		t.Errorf("a keep-alive request costs %v allocations, want 0", allocs)
	}
	<-done
	if want := warm + counted + 1; conn.writes < want {
		t.Errorf("%d writes, want one for each of %d answers", conn.writes, want)
	}
}
