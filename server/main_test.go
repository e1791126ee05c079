// SPDX-License-Identifier: MIT

package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"porchlight/server/config"
	"porchlight/server/journal"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fixture is a Server for a test: its folder is a temporary one, its journal
// writes JSON to a buffer.
type fixture struct {
	*Server
	t   *testing.T
	log *book
}

// bigSize is more than the buffers of a connection take, however far the
// system lets them grow, and more than is kept ready.
const bigSize = 16 << 20

// newFixture returns a stopped server on any port of 127.0.0.1. Changes to its
// configuration come last. The test's end stops it.
func newFixture(t *testing.T, change ...func(*config.Config)) *fixture {
	t.Helper()
	c := config.Default()
	c.Port, c.Root = 0, newRoot(t, "home")
	for _, f := range change {
		f(&c)
	}
	f := &fixture{t: t, log: &book{}}
	j, err := journal.Open(journal.Options{Format: "json", Level: slog.LevelDebug, Console: f.log})
	if err != nil {
		t.Fatal(err)
	}
	f.Server = New(c, j, "")
	t.Cleanup(func() {
		f.stop()
		if err := j.Close(); err != nil {
			t.Errorf("Close() of the journal = %v, want nil", err)
		}
	})
	return f
}

// start returns a server that runs.
func start(t *testing.T, change ...func(*config.Config)) *fixture {
	t.Helper()
	f := newFixture(t, change...)
	if err := f.Start(); err != nil {
		t.Fatalf("Start() = %v, want nil", err)
	}
	return f
}

// newRoot makes a folder whose index.html holds text.
func newRoot(t *testing.T, text string) string {
	t.Helper()
	root := t.TempDir()
	writeFile(t, root, "index.html", text)
	writeFile(t, root, "a.txt", "letters")
	writeFile(t, root, "sub/index.html", "sub")
	writeFile(t, root, "big.txt", "")
	if err := os.Truncate(filepath.Join(root, "big.txt"), bigSize); err != nil {
		t.Fatal(err)
	}
	return root
}

func writeFile(t testing.TB, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// stop stops at once: what runs is cut.
func (f *fixture) stop() {
	f.t.Helper()
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := f.Stop(ended); err != nil {
		f.t.Errorf("Stop() = %v, want nil", err)
	}
}

// apply puts the configuration in force with changes.
func (f *fixture) apply(change func(*config.Config)) {
	f.t.Helper()
	c := f.Config()
	change(&c)
	if err := f.Apply(c); err != nil {
		f.t.Fatalf("Apply() = %v, want nil", err)
	}
}

// authority is the host and port in force.
func (f *fixture) authority() string {
	return strings.TrimPrefix(f.Status().Address, "http://")
}

// eventually waits for a condition that other goroutines bring about.
func (f *fixture) eventually(what string, holds func() bool) {
	f.t.Helper()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	over := late()
	for !holds() {
		select {
		case <-tick.C:
		case <-over:
			f.t.Fatalf("after 10 s: still not %s; Status() = %+v", what, f.Status())
		}
	}
}

// late rings when what is waited for should have come long ago.
func late() <-chan time.Time { return time.After(10 * time.Second) }

// client is one connection to the server, with an answer read at a time.
type client struct {
	net.Conn
	t  *testing.T
	in *bufio.Reader
}

func (f *fixture) dial() *client {
	f.t.Helper()
	return dial(f.t, f.authority())
}

func dial(t *testing.T, authority string) *client {
	t.Helper()
	conn, err := net.Dial("tcp", authority)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	return &client{conn, t, bufio.NewReader(conn)}
}

// send sends a request without a body: `GET /a.txt`, and field lines. A Host
// that is ours is added where none is given.
func (c *client) send(line string, fields ...string) {
	c.t.Helper()
	if !strings.Contains(strings.Join(fields, "\n"), "Host:") {
		fields = append(fields, "Host: localhost")
	}
	head := line + " HTTP/1.1\r\n" + strings.Join(fields, "\r\n") + "\r\n\r\n"
	if _, err := io.WriteString(c, head); err != nil {
		c.t.Fatalf("send %q: %v", line, err)
	}
}

// answer is a response with its body read.
type answer struct {
	*http.Response
	body string
}

// receive reads the answer to a request of that method.
func (c *client) receive(method string) answer {
	c.t.Helper()
	res, err := http.ReadResponse(c.in, &http.Request{Method: method})
	if err != nil {
		c.t.Fatalf("%s: read head: %v", method, err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatalf("%s: read body: %v", method, err)
	}
	return answer{res, string(body)}
}

// ended reports that the server closes the connection without another byte.
func (c *client) ended() bool {
	n, err := c.in.Read(make([]byte, 1))
	return n == 0 && err != nil && !errors.Is(err, os.ErrDeadlineExceeded)
}

// ask sends a request on a connection of its own and returns the answer.
func (f *fixture) ask(line string, fields ...string) answer {
	f.t.Helper()
	c := f.dial()
	defer c.Close()
	c.send(line, append(fields, "Connection: close")...)
	method, _, _ := strings.Cut(line, " ")
	return c.receive(method)
}

// download begins to fetch big.txt, and leaves it when its head is there.
func (f *fixture) download() *client {
	f.t.Helper()
	c := f.dial()
	c.send("GET /big.txt")
	if _, err := c.in.Peek(1); err != nil {
		f.t.Fatalf("GET /big.txt: %v", err)
	}
	return c
}

// book is a console that remembers.
type book struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *book) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *book) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// line is a line of the log, as far as it is tested.
type line struct {
	Time    time.Time
	Message string `json:"msg"`
	Level   string
	Worker  int
	ID      string
	Remote  string
	Method  string
	Target  string
	Status  int
	Bytes   int64
	Err     string
}

// lines returns the lines of the log with that message, or all for "".
func (f *fixture) lines(message string) (found []line) {
	f.t.Helper()
	f.journal.Flush()
	for text := range strings.Lines(f.log.String()) {
		var l line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			f.t.Fatalf("log line %q: %v", text, err)
		}
		if message == "" || l.Message == message {
			found = append(found, l)
		}
	}
	return found
}

// loopback is an address that nobody opens.
var loopback = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}
