// SPDX-License-Identifier: MIT

package e2e

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// makeFile writes lines that each say where they are, up to SIZE bytes.
func makeFile(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg, "make")
	arguments(ts, args, count{2, 2}, "make FILE SIZE")
	size := number(ts, args[1])
	var text bytes.Buffer
	for text.Len() < size {
		fmt.Fprintf(&text, "%015d\n", text.Len())
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), text.Bytes()[:size], 0o600))
}

func number(ts *testscript.TestScript, text string) int {
	n, err := strconv.Atoi(text)
	ts.Check(err)
	return n
}

// download is one whose receiver takes its time.
type download struct {
	conn net.Conn
	body io.Reader
	got  bytes.Buffer
}

// begin asks for a URL, reads a little of the answer and leaves the rest.
func begin(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg, "begin")
	arguments(ts, args, count{2, 2}, "begin NAME URL")
	u, err := url.Parse(args[1])
	ts.Check(err)
	conn := dial(ts, args[1])
	if tcp, ok := conn.(*net.TCPConn); ok {
		ts.Check(tcp.SetReadBuffer(64 << 10)) // the kernel must not take it all
	}
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", u.Path, u.Host)
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	ts.Check(err)
	d := &download{conn: conn, body: res.Body}
	_, err = io.CopyN(&d.got, d.body, 1<<10)
	ts.Check(err)
	stageOf(ts).downloads[args[0]] = d
}

// finish reads the rest and compares the whole with a file. With "!", the
// download must break.
func finish(ts *testscript.TestScript, neg bool, args []string) {
	arguments(ts, args, count{2, 2}, "finish NAME FILE")
	d := stageOf(ts).downloads[args[0]]
	if d == nil {
		ts.Fatalf("nothing was begun as %s", args[0])
	}
	defer d.conn.Close()
	_, err := io.Copy(&d.got, d.body)
	whole := err == nil && d.got.String() == ts.ReadFile(args[1])
	if whole == neg {
		ts.Fatalf("%s: %d bytes came, err = %v; whole = %v, want %v", args[0], d.got.Len(), err, whole, !neg)
	}
}

// flood uploads a file again and again from four clients at once, until an
// upload fails. It returns when N of them are stored.
func flood(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg, "flood")
	arguments(ts, args, count{3, 3}, "flood URL N FILE")
	body, stored := []byte(ts.ReadFile(args[2])), make(chan struct{})
	for range 4 {
		stageOf(ts).floods.Go(func() {
			for upload(args[0], body) {
				select {
				case stored <- struct{}{}:
				default:
				}
			}
		})
	}
	limit := time.NewTimer(patience)
	defer limit.Stop()
	for range number(ts, args[1]) {
		select {
		case <-stored:
		case <-limit.C:
			ts.Fatalf("too few uploads in %v", patience)
		}
	}
}

// upload reports whether one upload is stored.
func upload(u string, body []byte) bool {
	res, err := client.Post(u, "application/json", bytes.NewReader(body))
	if err != nil {
		return false
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return err == nil && res.StatusCode == http.StatusCreated
}

// crowd opens connections that say nothing, and keeps them until leave or the
// end of the script.
func crowd(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg, "crowd")
	arguments(ts, args, count{1, 1}, "crowd N")
	s := stageOf(ts)
	for range number(ts, args[0]) {
		s.crowd = append(s.crowd, dial(ts, ts.Getenv("URL")))
	}
}

func leave(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg, "leave")
	arguments(ts, args, count{0, 0}, "leave")
	stageOf(ts).leave()
}

// list prints the names in a folder.
func list(ts *testscript.TestScript, neg bool, args []string) {
	never(ts, neg, "list")
	arguments(ts, args, count{1, 1}, "list DIR")
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	for _, e := range entries {
		fmt.Fprintln(ts.Stdout(), e.Name())
	}
}
