// SPDX-License-Identifier: MIT

package http1

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// patience bounds what these tests wait for over TCP; nothing that works takes
// as long.
const patience = 20 * time.Second

// dialPatient is dial for a peer that does not wait for ever.
func (e *testEngine) dialPatient() *peer {
	p := e.dial()
	_ = p.SetDeadline(time.Now().Add(patience))
	return p
}

// hour makes everything but the end itself last for an hour.
func hour(o *Options) { o.Limits = Limits{Idle: time.Hour, Head: time.Hour, Stall: time.Hour} }

// testFile makes a file of numbered lines, of size bytes.
func testFile(t *testing.T, size int) (name string, content []byte) {
	t.Helper()
	for i := 0; len(content) < size; i++ {
		content = strconv.AppendInt(content, int64(i), 10)
		content = append(content, '\n')
	}
	content = content[:size]
	name = filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return name, content
}

func TestSocketSendsFileBehindPipelinedAnswer(t *testing.T) {
	name, content := testFile(t, 9<<20+1)
	e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		if r.URL.Path == "/file" {
			sendTestFile(t, w, name)
			return
		}
		answerPath(w, r)
	}, hour)
	p := e.dialPatient()
	post := lines("POST /file HTTP/1.1", "Host: a", "Content-Length: 4") + "body"
	p.send(get("/a") + get("/file") + get("/b") + get("/file") + post + get("/c"))
	for _, path := range []string{"/a", "/file", "/b", "/file", "/file", "/c"} {
		if path != "/file" {
			p.wantAnswer(http.StatusOK, path)
			continue
		}
		if a := p.answer(); a.ContentLength != int64(len(content)) || !bytes.Equal([]byte(a.body), content) {
			t.Errorf("file of %d bytes came as %d of %d, or out of order", len(content), len(a.body), a.ContentLength)
		}
	}
	for _, x := range e.exchanges() {
		if x.Target == "/file" && (x.Bytes != int64(len(content)) || x.Err != nil) {
			t.Errorf("record of a file = %d bytes, %v, want %d", x.Bytes, x.Err, len(content))
		}
	}
}

// A file that becomes shorter while it is sent ends the connection: anything
// behind it would be taken for its missing part.
func TestSocketFileTruncatedInMidSend(t *testing.T) {
	const size, left = 64 << 20, 1 << 20
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, size); err != nil {
		t.Fatal(err)
	}
	e := newTestEngine(t, func(w http.ResponseWriter, _ *http.Request) { sendTestFile(t, w, name) }, hour)
	p := e.dialPatient()
	p.send(get("/") + get("/behind"))
	r, err := http.ReadResponse(p.reader, nil)
	if err != nil || r.ContentLength != size {
		t.Fatalf("ReadResponse = %v, %v, want a length of %d", r, err, size)
	}
	if err := os.Truncate(name, left); err != nil {
		t.Fatal(err)
	}
	n, err := io.Copy(io.Discard, r.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) || n < left || n >= size {
		t.Errorf("truncated file: %d of %d bytes, error %v, want fewer and an unexpected end", n, size, err)
	}
	p.Close()
	<-p.ended
	if x := e.exchanges(); len(x) != 1 || x[0].Err == nil || x[0].Bytes != n {
		t.Errorf("records = %+v, want one of %d bytes with an error", x, n)
	}
}

func TestSocketStalledReaderIsCut(t *testing.T) {
	name, _ := testFile(t, 32<<20)
	handlers := map[string]http.HandlerFunc{
		"file": func(w http.ResponseWriter, _ *http.Request) { sendTestFile(t, w, name) },
		"writes": func(w http.ResponseWriter, _ *http.Request) {
			_, err := io.WriteString(w, strings.Repeat("x", 1<<20))
			for err == nil {
				_, err = io.WriteString(w, strings.Repeat("x", 1<<20))
			}
		},
	}
	for how, handler := range handlers {
		t.Run(how, func(t *testing.T) {
			e := newTestEngine(t, handler, hour, func(o *Options) { o.Limits.Stall = 50 * time.Millisecond })
			p := e.dialPatient()
			p.send(get("/"))
			<-p.ended
			if x := e.exchanges(); len(x) != 1 || !errors.Is(x[0].Err, os.ErrDeadlineExceeded) {
				t.Errorf("records = %+v, want one with a deadline", x)
			}
		})
	}
}

// The sender of a body that is refused has to be able to read why. A close that
// does not wait for the rest would send a reset, which overtakes the answer.
func TestSocketRefusedSenderReadsAnswer(t *testing.T) {
	tests := []struct {
		name, head string
		status     int
	}{
		{"too large", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 8000000\r\n\r\n", http.StatusRequestEntityTooLarge},
		{"malformed", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +8\r\n\r\n", http.StatusBadRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := newTestEngine(t, tooLarge, hour)
			p := e.dialPatient()
			p.send(tt.head)
			for range 8 {
				p.send(strings.Repeat("x", 1_000_000))
			}
			if a := p.answer(); a.StatusCode != tt.status {
				t.Errorf("answer = %d, want %d", a.StatusCode, tt.status)
			}
			p.wantEnd()
		})
	}
}

// Where only the end of the connection says where an answer ends, a broken one
// must not end like a whole one.
func TestSocketBrokenAnswerWithoutLengthIsReset(t *testing.T) {
	e := newTestEngine(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "part")
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}, hour)
	p := e.dialPatient()
	p.send(lines("GET / HTTP/1.0"))
	if got, err := io.ReadAll(p.reader); err == nil {
		t.Errorf("read of a broken answer = %q and a clean end, want an error", got)
	}
}

// The end of input may come together with the last request, and while its
// handler runs: no later sign tells of it.
func TestSocketEndBehindLastRequestIsNoticed(t *testing.T) {
	began, sent := make(chan struct{}), make(chan struct{})
	e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/first" {
			close(began)
			<-sent
		}
		answerPath(w, r)
	}, hour)
	p := e.dialPatient()
	p.send(get("/first"))
	<-began
	p.send(get("/last"))
	_ = p.Conn.(*net.TCPConn).CloseWrite()
	awaitPoller(t)
	close(sent)
	p.wantAnswer(http.StatusOK, "/first")
	p.wantAnswer(http.StatusOK, "/last")
	p.wantEnd()
}

// awaitPoller returns when the runtime has taken note of all that had come to
// sockets when it was called: it notes in order, and waits for one thing more.
func awaitPoller(t *testing.T) {
	t.Helper()
	server, client := tcpPair(t)
	defer server.Close()
	defer client.Close()
	raw, err := client.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	wrote := false
	err = raw.Read(func(uintptr) bool {
		if wrote {
			return true
		}
		wrote = true
		_, err = server.Write([]byte("x"))
		return err != nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The shortest idle timeout is as long as the engine waits before it looks for
// that end: the two must not keep each other up.
func TestSocketShortIdleTimeoutEnds(t *testing.T) {
	e := newTestEngine(t, answerPath, hour, func(o *Options) { o.Limits.Idle = glance })
	p := e.dialPatient()
	p.send(get("/"))
	p.wantAnswer(http.StatusOK, "/")
	p.wantEnd()
}

// A deadline that passed while a handler read its body is not that of the head
// behind it.
func TestSocketHeadBehindBodyHasItsOwnDeadline(t *testing.T) {
	e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(-time.Second))
		answerPath(w, r)
	}, hour)
	p := e.dialPatient()
	next := get("/next")
	p.send(lines("POST /body HTTP/1.1", "Host: a", "Content-Length: 4") + "body" + next[:9])
	p.wantAnswer(http.StatusOK, "/body")
	p.send(next[9:])
	p.wantAnswer(http.StatusOK, "/next")
}

func TestSocketSlowHeadsHoldNobodyUp(t *testing.T) {
	e := newTestEngine(t, answerPath, hour)
	for range 200 {
		e.dialPatient().send("GET / HTTP/1.1\r\nHo")
	}
	p := e.dialPatient()
	tick, over := time.NewTicker(time.Millisecond), time.After(20*time.Second)
	defer tick.Stop()
	for e.Connections() < 201 {
		select {
		case <-tick.C:
		case <-over:
			t.Fatalf("%d connections, want 201", e.Connections())
		}
	}
	for range 10 {
		p.send(get("/"))
		p.wantAnswer(http.StatusOK, "/")
	}
	if got := e.Connections(); got != 201 || len(e.exchanges()) != 10 {
		t.Errorf("%d connections and %d exchanges, want 201 and 10", got, len(e.exchanges()))
	}
}
