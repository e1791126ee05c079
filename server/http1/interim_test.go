// SPDX-License-Identifier: MIT

package http1

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
)

func TestInterimAnswers(t *testing.T) {
	hints := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Link", "</style.css>; rel=preload")
		w.Header().Set("Content-Length", "2")
		w.WriteHeader(http.StatusEarlyHints)
		w.WriteHeader(http.StatusProcessing)
		_, _ = io.WriteString(w, "ok")
	}
	said := newTestEngine(t, hints).converse(get("/"))
	const interim = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n" +
		"HTTP/1.1 102 Processing\r\nLink: </style.css>; rel=preload\r\n\r\n"
	if !strings.HasPrefix(said, interim+"HTTP/1.1 200 OK\r\n") {
		t.Errorf("%q does not begin with %q and an answer", said, interim)
	}
	if said := newTestEngine(t, hints).converse(oldGet); !strings.HasPrefix(said, "HTTP/1.1 200 OK\r\n") {
		t.Errorf("to HTTP/1.0: %q, want no interim answer", said)
	}
}

// What is a panic before the answer begins stays one after an interim answer.
func TestPanicAfterInterimAnswer(t *testing.T) {
	e := newTestEngine(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusEarlyHints)
		panic("dark")
	})
	said := e.converse(get("/"))
	if _, rest, _ := strings.Cut(said, "\r\n\r\n"); !strings.HasPrefix(rest, "HTTP/1.1 500 ") {
		t.Errorf("%q, want 103 and 500", said)
	}
}

// TestPeers57Expect holds RFC 9110 §10.1.1: 100 is sent when the handler begins to
// read, and only then.
func TestPeers57Expect(t *testing.T) {
	const interim = "HTTP/1.1 100 Continue\r\n\r\n"
	expect := postLength(5, "Expect: 100-continue")
	synctest.Test(t, func(t *testing.T) {
		read := make(chan struct{})
		e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
			<-read
			echo(w, r)
		})
		p := e.connect()
		p.send(expect)
		synctest.Wait()
		if n := p.server.(*memoryConn).writes.Load(); n != 0 {
			t.Errorf("%d writes before the handler reads, want none", n)
		}
		close(read)
		got := make([]byte, len(interim))
		if _, err := io.ReadFull(p.reader, got); err != nil || string(got) != interim {
			t.Errorf("once the handler reads: %q, %v, want %q", got, err, interim)
		}
		p.send("hello" + get("/next"))
		if a := p.wantAnswer(http.StatusOK, "hello"); a.Close {
			t.Error("the connection closes after a body that was read, want it kept")
		}
		p.wantAnswer(http.StatusOK, "")
	})
	ignore := func(http.ResponseWriter, *http.Request) {}
	own := func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusContinue); echo(w, r) }
	late := func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusAccepted); echo(w, r) }
	panics := func(_ http.ResponseWriter, r *http.Request) { _, _ = r.Body.Read(make([]byte, 1)); panic("dark") }
	for _, row := range []struct {
		name    string
		handler http.HandlerFunc
		head    string
		body    string // sent in one with the head
		later   string // sent when the server has seen the head
		said    string // how the answer begins
		closes  bool
	}{
		{"read", echo, expect, "", "hello", interim + "HTTP/1.1 200 ", false},
		{"chunked", echo, postChunked("expect: 100-Continue"), "", "0\r\n\r\n", interim + "HTTP/1.1 200 ", false},
		{"the body is here", echo, expect, "hello", "", "HTTP/1.1 200 ", false},
		{"a part of it is here", echo, expect, "h", "ello", "HTTP/1.1 200 ", false},
		{"not read", ignore, expect, "", "", "HTTP/1.1 200 ", true},
		{"not read, but here", ignore, expect, "hello", "", "HTTP/1.1 200 ", true},
		{"sent by the handler", own, expect, "", "hello", interim + "HTTP/1.1 200 ", false},
		{"answered before it is read", late, expect, "", "hello", "HTTP/1.1 202 ", false},
		{"panic after it", panics, expect, "", "hello", interim + "HTTP/1.1 500 ", true},
		{"HTTP/1.0", echo, strings.Replace(expect, "HTTP/1.1", "HTTP/1.0", 1), "", "hello", "HTTP/1.1 200 ", true},
		{"no body", echo, get("/", "Expect: 100-continue"), "", "", "HTTP/1.1 200 ", false},
		{"another expectation", echo, postLength(5, "Expect: tea"), "", "", "HTTP/1.1 417 ", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newTestEngine(t, row.handler).connect()
				p.send(row.head + row.body)
				synctest.Wait()
				p.send(row.later)
				_ = p.Conn.(*memoryConn).CloseWrite()
				all, _ := io.ReadAll(p.reader)
				said := string(all)
				if !strings.HasPrefix(said, row.said) || strings.Count(said, "100 Continue") != strings.Count(row.said, "100 Continue") {
					t.Errorf("said %q, want %q first", said, row.said)
				}
				if closes := strings.Contains(said, "\r\nConnection: close\r\n"); closes != row.closes {
					t.Errorf("%q says close: %v, want %v", said, closes, row.closes)
				}
			})
		})
	}
}
