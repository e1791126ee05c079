// SPDX-License-Identifier: MIT

package http1

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// post returns the head of a request with a body.
func post(fields ...string) string { return strings.Replace(get("/post", fields...), "GET", "POST", 1) }

func postLength(n int, fields ...string) string {
	return post(append(fields, "Content-Length: "+strconv.Itoa(n))...)
}

func postChunked(fields ...string) string {
	return post(append(fields, "Transfer-Encoding: chunked")...)
}

// echo answers with the body, and with the error that ended it.
func echo(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.Header().Set("X-Error", err.Error())
	}
	_, _ = w.Write(body)
}

// TestBody reads bodies that arrive whole, in pieces of every size, and byte by
// byte; the next request is found behind each.
func TestBody(t *testing.T) {
	for _, row := range []struct {
		name, request, body string
		trailer             http.Header
	}{
		{"length", postLength(5) + "hello", "hello", nil},
		{"length 0", postLength(0), "", nil},
		{"none", get("/"), "", nil},
		{"chunked", postChunked() + "5\r\nhello\r\n0\r\n\r\n", "hello", nil},
		{"chunks", postChunked() + "1\r\nh\r\n3;x=y\r\nell\r\n01\r\no\r\n000\r\n\r\n", "hello", nil},
		{"no chunk", postChunked() + "0\r\n\r\n", "", nil},
		{"CRLF in data", postChunked() + "A\r\n\r\n0\r\n\r\n0\r\n\r\n0\r\n\r\n", "\r\n0\r\n\r\n0\r\n", nil},
		{"trailers", postChunked("Trailer: X-Sum, X-None") + "5\r\nhello\r\n0\r\nX-Sum: 1\r\nX-Extra: 2\r\nX-Extra: 3\r\nContent-Length: 9\r\n\r\n", "hello", http.Header{"X-Sum": {"1"}, "X-Extra": {"2", "3"}, "X-None": nil}},
		{"HTTP/1.0", "POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello", "hello", nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			var trailer http.Header
			e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
				echo(w, r)
				if r.URL.Path != "/next" {
					trailer = r.Trailer
				}
			})
			text := row.request + get("/next")
			for size := 1; size <= len(text); size++ {
				p := e.connect()
				for from := 0; from < len(text); from += size {
					p.send(text[from:min(len(text), from+size)])
				}
				if a := p.wantAnswer(http.StatusOK, row.body); a.Header.Get("X-Error") != "" {
					t.Fatalf("in pieces of %d: body ends in %q", size, a.Header.Get("X-Error"))
				}
				p.wantAnswer(http.StatusOK, "")
				if diff := cmp.Diff(row.trailer, trailer); diff != "" {
					t.Fatalf("in pieces of %d: trailers, want and got:\n%s", size, diff)
				}
				p.Close()
			}
		})
	}
}

// TestBodyInPieces lets the server see each byte alone: the next one is sent
// when all before it are read.
func TestBodyInPieces(t *testing.T) {
	for _, text := range []string{postLength(5) + "hello", postChunked() + "2;a\r\nhe\r\n3\r\nllo\r\n0\r\nX-Sum: 1\r\n\r\n"} {
		synctest.Test(t, func(t *testing.T) {
			p := newTestEngine(t, echo).connect()
			for _, b := range []byte(text + get("/next")) {
				p.send(string(b))
				synctest.Wait()
			}
			p.wantAnswer(http.StatusOK, "hello")
			p.wantAnswer(http.StatusOK, "")
		})
	}
}

// A large body arrives the same through every size of the reader's own buffer.
func TestLargeBody(t *testing.T) {
	content := strings.Repeat(long, 5)
	chunked := fmt.Sprintf("3\r\n%s\r\n%x\r\n%s\r\n1\r\n%s\r\n0\r\n\r\n", content[:3], len(content)-4, content[3:len(content)-1], content[len(content)-1:])
	for _, size := range []int{1, 100, maxHead/2 - 1, maxHead / 2, maxHead, 1 << 20} {
		e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
			var got strings.Builder
			piece := make([]byte, size)
			for err := error(nil); err == nil; {
				var n int
				n, err = r.Body.Read(piece)
				got.Write(piece[:n])
			}
			_, _ = io.WriteString(w, strconv.FormatBool(got.String() == content))
		})
		for _, p := range []*peer{e.connect(), e.dial()} {
			p.send(postLength(len(content)) + content + postChunked() + chunked)
			for _, coding := range []string{"length", "chunked"} {
				if a := p.answer(); a.body != "true" {
					t.Errorf("%s, read in pieces of %d: the body is another", coding, size)
				}
			}
		}
	}
}

// TestBodyReader holds the contract of io.Reader, and that the end comes
// together with the last bytes where it is known.
func TestBodyReader(t *testing.T) {
	e := newTestEngine(t, func(_ http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/length":
			p := make([]byte, 9)
			if n, err := r.Body.Read(p); n != 5 || !errors.Is(err, io.EOF) {
				t.Errorf("Read() = %d, %v, want 5, EOF", n, err)
			}
		default:
			if err := iotest.TestReader(r.Body, []byte("hello")); err != nil {
				t.Error(err)
			}
		}
		if n, err := r.Body.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
			t.Errorf("Read() after the end = %d, %v, want 0, EOF", n, err)
		}
	})
	e.converse(strings.Replace(postLength(5), "/post", "/length", 1) + "hello" +
		postLength(5) + "hello" + postChunked() + "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n")
	if n := len(e.exchanges()); n != 3 {
		t.Errorf("%d exchanges, want 3", n)
	}
}

// Trailers are there once the body has ended, and not before.
func TestTrailersComeAtTheEnd(t *testing.T) {
	e := newTestEngine(t, func(_ http.ResponseWriter, r *http.Request) {
		want := http.Header{"X-Sum": nil}
		if diff := cmp.Diff(want, r.Trailer); diff != "" {
			t.Errorf("trailers before the body is read, want and got:\n%s", diff)
		}
		_, _ = io.ReadFull(r.Body, make([]byte, 5))
		if diff := cmp.Diff(want, r.Trailer); diff != "" {
			t.Errorf("trailers before the body has ended, want and got:\n%s", diff)
		}
		_, _ = io.ReadAll(r.Body)
		if got := r.Trailer.Get("X-Sum"); got != "1" {
			t.Errorf("trailer X-Sum = %q, want 1", got)
		}
	})
	e.converse(postChunked("Trailer: x-sum, Content-Length") + "5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n")
}

// TestBrokenBody holds what a handler reads of a body that is none, and that
// the connection ends: where the next request begins is not certain.
func TestBrokenBody(t *testing.T) {
	silent := func(_ http.ResponseWriter, r *http.Request) { _, _ = io.ReadAll(r.Body) }
	for _, row := range []struct {
		name, body string
		status     int
	}{
		{"no size", "hello\r\n", 400},
		{"sign", "+5\r\nhello\r\n0\r\n\r\n", 400},
		{"longer than its size", "4\r\nhello\r\n0\r\n\r\n", 400},
		{"shorter than its size", "6\r\nhello\r\n0\r\n\r\n", 400},
		{"line feeds", "5\nhello\n0\n\n", 400},
		{"second chunk", "5\r\nhello\r\nx\r\n", 400},
		{"bad trailer", "0\r\nno colon\r\n\r\n", 400},
		{"extension too long", "5;" + strings.Repeat("x", maxChunkLine) + "\r\nhello\r\n0\r\n\r\n", 413},
		{"trailers too long", "0\r\nX: " + strings.Repeat("x", maxTrailers) + "\r\n\r\n", 431},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newTestEngine(t, silent)
			said := e.converse(postChunked() + row.body + get("/next"))
			a, err := parse(t, http.MethodPost, said)
			if err != nil || a.StatusCode != row.status || !a.Close {
				t.Errorf("unanswered: %d, closes %v, error %v, want %d, true, none", a.StatusCode, a.Close, err, row.status)
			}
			x := e.exchanges()
			var fault *refusal
			if len(x) != 1 || !errors.As(x[0].Err, &fault) || x[0].Status != row.status {
				t.Errorf("exchanges = %+v, want one of %d with the fault", x, row.status)
			}
			e = newTestEngine(t, echo)
			a, err = parse(t, http.MethodPost, e.converse(postChunked()+row.body+get("/next")))
			if err != nil || a.StatusCode != 200 || !a.Close || a.Header.Get("X-Error") == "" || len(e.exchanges()) != 1 {
				t.Errorf("answered: %d, closes %v, body error %q, error %v, %d exchanges", a.StatusCode, a.Close, a.Header.Get("X-Error"), err, len(e.exchanges()))
			}
		})
	}
}

// What a handler has prepared does not become part of the page that is sent
// because it left a broken body unanswered.
func TestBrokenBodyAfterFields(t *testing.T) {
	e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "1000")
		w.Header().Set("X-Prepared", "1")
		_, _ = io.ReadAll(r.Body)
	})
	a, err := parse(t, http.MethodPost, e.converse(postChunked()+"x\r\n"))
	if err != nil || a.StatusCode != http.StatusBadRequest || a.Header.Get("X-Prepared") != "" {
		t.Errorf("answer = %d, error %v, X-Prepared %q, want a whole 400 without it", a.StatusCode, err, a.Header.Get("X-Prepared"))
	}
}

// A body that ends with the connection is an unexpected end, however it was framed.
func TestBodyEndsEarly(t *testing.T) {
	for _, text := range []string{
		postLength(5), postLength(5) + "hell", postLength(100_000) + long,
		postChunked(), postChunked() + "5\r\nhell", postChunked() + "5\r\nhello\r\n", postChunked() + "5\r\nhello\r\n0\r\n", postChunked() + "5",
	} {
		var got error
		e := newTestEngine(t, func(_ http.ResponseWriter, r *http.Request) { _, got = io.ReadAll(r.Body) })
		e.converse(text)
		if !errors.Is(got, io.ErrUnexpectedEOF) {
			t.Errorf("body of %.120q ends in %v, want %v", text, got, io.ErrUnexpectedEOF)
		}
	}
}

// lastBytes is a connection whose last bytes come together with its end, as
// those of TLS do.
type lastBytes struct {
	*memoryConn
	pieces []string
}

func (c *lastBytes) Read(p []byte) (n int, err error) {
	n = copy(p, c.pieces[0])
	if c.pieces[0] = c.pieces[0][n:]; c.pieces[0] == "" && len(c.pieces) > 1 {
		c.pieces = c.pieces[1:]
		return n, nil
	}
	return n, io.EOF
}

func TestBodyEndsWithTheConnection(t *testing.T) {
	for _, pieces := range [][]string{
		{postLength(5), "hello"},
		{postLength(len(long)), long[:5000], long[5000:]},
	} {
		body, want, ended := "", strings.Join(pieces[1:], ""), error(nil)
		e := newTestEngine(t, func(_ http.ResponseWriter, r *http.Request) {
			piece := make([]byte, 1<<16)
			for ended == nil {
				var n int
				n, ended = r.Body.Read(piece)
				body += string(piece[:n])
			}
		})
		server, client := newMemoryConn(1)
		p := e.serve(&lastBytes{server, pieces}, client)
		<-p.ended
		if body != want || !errors.Is(ended, io.EOF) {
			t.Errorf("body = %d bytes and %v, want %d and EOF", len(body), ended, len(want))
		}
	}
}

// TestBodyStalls holds that the deadline moves with progress, and ends a body
// that does not move.
func TestBodyStalls(t *testing.T) {
	for _, head := range []string{postLength(9), postChunked()} {
		synctest.Test(t, func(t *testing.T) {
			var ended error
			e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
				_, ended = io.ReadAll(r.Body)
				w.WriteHeader(http.StatusRequestTimeout)
			})
			p := e.connect()
			p.send(head)
			began := time.Now()
			for _, b := range "5\r\nhe" {
				p.send(string(b))
				time.Sleep(e.options.Limits.Stall - time.Second)
			}
			a := p.answer()
			want := 5*(e.options.Limits.Stall-time.Second) + time.Second
			if took := time.Since(began); !errors.Is(ended, os.ErrDeadlineExceeded) || took != want {
				t.Errorf("body ends in %v after %v, want %v after %v", ended, took, os.ErrDeadlineExceeded, want)
			}
			if a.StatusCode != http.StatusRequestTimeout || !a.Close {
				t.Errorf("answer = %d, closes %v, want 408 and true", a.StatusCode, a.Close)
			}
		})
	}
}
