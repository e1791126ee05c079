// SPDX-License-Identifier: MIT

package folder

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// newServer runs a handler on net/http and returns its address.
func newServer(t *testing.T, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	server.Config.ErrorLog = nil
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// dial sends a request head as it is and returns the connection.
func dial(t *testing.T, address, target string, fields ...string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	ask(t, c, target, fields...)
	return c
}

func ask(t *testing.T, c net.Conn, target string, fields ...string) {
	t.Helper()
	lines := append([]string{"GET " + target + " HTTP/1.1", "Host: localhost"}, fields...)
	if _, err := io.WriteString(c, strings.Join(lines, "\r\n")+"\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
}

// roundTrip returns one answer, read whole.
func roundTrip(t *testing.T, address, target string, fields ...string) *http.Response {
	t.Helper()
	c := dial(t, address, target, append(fields, "Connection: close")...)
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatalf("GET %s: %v", target, err)
	}
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("GET %s: %v", target, err)
	}
	res.Body = io.NopCloser(bytes.NewReader(b))
	return res
}

// diffAnswers tells where the status or the fields of two answers differ, but
// for those that belong to the connection or to the moment.
func diffAnswers(a, b *http.Response) string {
	facts := func(res *http.Response) []string {
		h := res.Header.Clone()
		for _, name := range []string{"Date", "Connection"} {
			h.Del(name)
		}
		if kind := h.Get("Content-Type"); strings.HasPrefix(kind, "multipart/") {
			h.Set("Content-Type", "multipart/")
		}
		if res.StatusCode >= 400 {
			h.Del("Content-Length") // the error page is the caller's
		}
		var out bytes.Buffer
		_ = h.Write(&out)
		return append([]string{fmt.Sprint(res.StatusCode)}, strings.Split(out.String(), "\r\n")...)
	}
	return cmp.Diff(facts(a), facts(b))
}
