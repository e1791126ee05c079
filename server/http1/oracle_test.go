// SPDX-License-Identifier: MIT

package http1

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// oracleRow is what one connection sends. A row is either answered as net/http
// answers it, or says why it is not; one that says so without need fails too.
type oracleRow struct {
	name    string
	raw     string
	differs string
}

// change returns a request line or a field line in place of another.
func change(request, old, other string) string { return strings.Replace(request, old, other, 1) }

func headOnly(target string, fields ...string) string {
	return change(get(target, fields...), "GET", "HEAD")
}

func oldGetTo(target string, fields ...string) string {
	return change(get(target, fields...), "HTTP/1.1", "HTTP/1.0")
}

func postTo(target string, fields ...string) string {
	return change(get(target, fields...), "GET", "POST")
}

const (
	stricter  = "what recipients may read in two ways is refused (RFC 9112 §2.2, §3, §5)"
	smuggling = "framing that recipients read in two ways is refused (RFC 9112 §6)"
	newer     = "RFC 9112 §2.2: one empty line ahead is skipped"
	waits     = "4 KiB of content wait for their length, 2 KiB at net/http"
	tells304  = "a 304 tells the length and type that were given (RFC 9110 §15.4.5)"
	unread    = "a chunked body that nobody reads closes the connection: its length is not known"
	small     = "a head may have 8 KiB and 128 field lines, 1 MiB at net/http"
	closes    = "a body that broke is answered 400 when the handler leaves it unanswered"
)

var oracleRows = slices.Concat(oracleLines, oracleFields, oracleBodies, oracleAnswers)

var oracleLines = []oracleRow{
	{"GET", get("/echo"), ""},
	{"HEAD", headOnly("/echo"), ""},
	{"OPTIONS", change(get("/echo"), "GET", "OPTIONS"), ""},
	{"OPTIONS *", change(get("*"), "GET", "OPTIONS"), "net/http answers it itself, ahead of the handler"},
	{"DELETE", change(get("/echo"), "GET", "DELETE"), ""},
	{"own method", change(get("/echo"), "GET", "BREW"), ""},
	{"method in lower case", change(get("/echo"), "GET", "get"), ""},
	{"CONNECT", change(get("a.test:443"), "GET", "CONNECT"), ""},
	{"method that is no token", change(get("/echo"), "GET", "G(T"), ""},
	{"no method", change(get("/echo"), "GET", ""), ""},
	{"query", get("/echo?a=b&c=%20"), ""},
	{"escapes", get("/ech%6f/%2F%C3%A9"), ""},
	{"broken escape", get("/%zz"), ""},
	{"absolute", get("http://other.test/echo?x"), ""},
	{"absolute, another scheme", get("ftp://other.test/echo"), "only http is spoken here"},
	{"absolute with a user", get("http://me@other.test/echo"), "RFC 9110 §4.2.4: user information is refused"},
	{"target without a slash", get("echo"), ""},
	{"asterisk for GET", get("*"), "RFC 9112 §3.2.4: it is for OPTIONS only"},
	{"target with a control byte", get("/e\x01"), ""},
	{"target with a fragment", get("/echo#x"), stricter},
	{"target in UTF-8", get("/é"), stricter},
	{"HTTP/1.0", oldGetTo("/echo"), ""},
	{"HTTP/1.0 without a host", "GET /echo HTTP/1.0\r\n\r\n", ""},
	{"HTTP/1.0, kept", oldGetTo("/echo", "Connection: keep-alive"), ""},
	{"HTTP/1.0, kept, content of unknown length", oldGetTo("/long", "Connection: keep-alive"), ""},
	{"HTTP/1.2", change(get("/echo"), "1.1", "1.2"), "RFC 9110 §2.5: it is served as 1.1, and the handler is told so"},
	{"HTTP/2.0", change(get("/echo"), "1.1", "2.0"), ""},
	{"HTTP/0.9", "GET /echo\r\n", ""},
	{"http in lower case", change(get("/echo"), "HTTP", "http"), ""},
	{"two blanks", change(get("/echo"), " /", "  /"), ""},
	{"blank at the end", change(get("/echo"), "1.1", "1.1 "), ""},
	{"empty line ahead", "\r\n" + get("/echo"), newer},
	{"line feeds", strings.ReplaceAll(get("/echo"), "\r\n", "\n"), stricter},
	{"carriage return in the line", change(get("/echo"), "GET", "GET\r"), ""},
	{"long target", get("/" + strings.Repeat("x", maxHead)), small},
}

var oracleFields = []oracleRow{
	{"no host", "GET /echo HTTP/1.1\r\n\r\n", ""},
	{"two hosts", get("/echo", "Host: other.test"), ""},
	{"empty host", change(get("/echo"), " porch.test", ""), "RFC 9110 §4.2.1: an http origin has a host"},
	{"malformed host", change(get("/echo"), "porch", "po rch"), ""},
	{"host with a path", change(get("/echo"), "porch.test", "a/b"), ""},
	{"many fields", get("/echo", "A: 1", "B: 2", "a: 3"), ""},
	{"empty value", get("/echo", "A:", "B: \t "), ""},
	{"no colon", get("/echo", "A"), ""},
	{"no name", get("/echo", ": a"), ""},
	{"blank before the colon", get("/echo", "A : a"), ""},
	{"folded line", get("/echo", "A: a", " b"), stricter},
	{"NUL in a value", get("/echo", "A: a\x00b"), ""},
	{"control byte in a value", get("/echo", "A: a\x01b"), ""},
	{"carriage return in a value", get("/echo", "A: a\rb"), ""},
	{"Latin-1 in a value", get("/echo", "A: \xe9"), ""},
	{"UTF-8 in a name", get("/echo", "Ä: a"), ""},
	{"long field", get("/echo", "A: "+strings.Repeat("x", maxHead)), small},
	{"200 fields", get("/echo", strings.Split(strings.Repeat("A: 1,", 199)+"A: 1", ",")...), small},
	{"Connection: close", get("/echo", "Connection: close"), ""},
	{"Connection with another option", get("/echo", "Connection: a, keep-alive"), ""},
	{"If-None-Match, the same", get("/content", `If-None-Match: "a"`), ""},
	{"If-None-Match, another", get("/content", `If-None-Match: "b"`), ""},
	{"If-Match, another", get("/content", `If-Match: "b"`), ""},
	{"If-Modified-Since", get("/content", "If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT"), ""},
	{"If-Unmodified-Since", get("/content", "If-Unmodified-Since: Fri, 31 Dec 1999 00:00:00 GMT"), ""},
	{"Range", get("/content", "Range: bytes=2-5"), ""},
	{"Range of a HEAD", headOnly("/content", "Range: bytes=2-5"), ""},
	{"ranges", get("/content", "Range: bytes=20000-"), ""},
	{"Range that is none", get("/content", "Range: bytes=90000-"), ""},
}

var oracleBodies = []oracleRow{
	{"length", postTo("/echo", "Content-Length: 5") + "hello", ""},
	{"length 0", postTo("/echo", "Content-Length: 0"), ""},
	{"POST without a body", postTo("/echo"), ""},
	{"body of a GET", get("/echo", "Content-Length: 5") + "hello", ""},
	{"body of a HEAD", headOnly("/echo", "Content-Length: 5") + "hello", ""},
	{"HTTP/1.0 with a length", change(oldGetTo("/echo", "Content-Length: 5", "Connection: keep-alive"), "GET", "POST") + "hello", ""},
	{"length with a sign", postTo("/echo", "Content-Length: +5") + "hello", ""},
	{"length in hex", postTo("/echo", "Content-Length: 0x5") + "hello", ""},
	{"length that is empty", postTo("/echo", "Content-Length:"), ""},
	{"length over 63 bits", postTo("/echo", "Content-Length: 9223372036854775808"), ""},
	{"two equal lengths", postTo("/echo", "Content-Length: 5", "Content-Length: 5") + "hello", smuggling},
	{"two lengths", postTo("/echo", "Content-Length: 5", "Content-Length: 6") + "hello!", ""},
	{"list of lengths", postTo("/echo", "Content-Length: 5, 5") + "hello", ""},
	{"chunked", postTo("/echo", "Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n", ""},
	{"Chunked", postTo("/echo", "Transfer-Encoding: Chunked") + "5\r\nhello\r\n0\r\n\r\n", ""},
	{"chunk extension", postTo("/echo", "Transfer-Encoding: chunked") + "5;a=b\r\nhello\r\n0\r\n\r\n", ""},
	{"trailers", postTo("/echo", "Transfer-Encoding: chunked", "Trailer: X-Sum") + "5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n", ""},
	{"length and chunked", postTo("/echo", "Content-Length: 5", "Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n", smuggling},
	{"unknown coding", postTo("/echo", "Transfer-Encoding: gzip"), ""},
	{"two codings", postTo("/echo", "Transfer-Encoding: gzip, chunked"), ""},
	{"chunked twice", postTo("/echo", "Transfer-Encoding: chunked, chunked"), smuggling},
	{"chunked on two lines", postTo("/echo", "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"), "a second coding behind chunked is malformed, and not unknown"},
	{"chunked HTTP/1.0", change(oldGetTo("/echo", "Transfer-Encoding: chunked"), "GET", "POST") + "0\r\n\r\n", smuggling},
	{"chunk without a size", postTo("/echo", "Transfer-Encoding: chunked") + "\r\nhello\r\n", ""},
	{"chunk with a sign", postTo("/echo", "Transfer-Encoding: chunked") + "+5\r\nhello\r\n0\r\n\r\n", ""},
	{"chunk longer than its size", postTo("/echo", "Transfer-Encoding: chunked") + "4\r\nhello\r\n0\r\n\r\n", ""},
	{"chunk with a line feed", postTo("/echo", "Transfer-Encoding: chunked") + "5\nhello\r\n0\r\n\r\n", ""},
	{"broken chunk, unanswered", postTo("/silent", "Transfer-Encoding: chunked") + "x\r\n", closes},
	{"unread body", postTo("/ignore", "Content-Length: 5") + "hello", ""},
	{"unread body, long", postTo("/ignore", "Content-Length: 300000") + strings.Repeat("x", 300_000), ""},
	{"unread body, chunked", postTo("/ignore", "Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n", unread},
	{"Expect with the body", postTo("/echo", "Expect: 100-continue", "Content-Length: 5") + "hello", "no 100 for a body that is here already (RFC 9110 §10.1.1)"},
	{"Expect and not read", postTo("/ignore", "Expect: 100-continue", "Content-Length: 5") + "hello", ""},
	{"Expect without a body", get("/echo", "Expect: 100-continue"), ""},
	{"Expect of HTTP/1.0", change(oldGetTo("/echo", "Expect: 100-continue", "Content-Length: 5"), "GET", "POST") + "hello", ""},
	{"another expectation", get("/echo", "Expect: tea"), ""},
}

var oracleAnswers = []oracleRow{
	{"pair", get("/echo?1") + get("/echo?2"), ""},
	{"body and then GET", postTo("/echo", "Content-Length: 5") + "hello" + get("/echo?2"), ""},
	{"HEAD and then GET", headOnly("/long") + get("/long"), ""},
	{"close and then GET", get("/echo", "Connection: close") + get("/echo"), ""},
	{"GET and then malformed", get("/echo") + "what is this\r\n\r\n", ""},
	{"nothing", get("/nothing"), ""},
	{"nothing, HEAD", headOnly("/nothing"), ""},
	{"short", get("/size/100"), ""},
	{"2047 bytes", get("/size/2047"), ""},
	{"3000 bytes", get("/size/3000"), waits},
	{"3000 bytes, HEAD", headOnly("/size/3000"), waits},
	{"5000 bytes", get("/size/5000"), ""},
	{"5000 bytes, HEAD", headOnly("/size/5000"), ""},
	{"long", get("/long"), ""},
	{"long, HTTP/1.0", oldGetTo("/long"), ""},
	{"declared", get("/declared"), ""},
	{"declared, HEAD", headOnly("/declared"), ""},
	{"too short", get("/tooshort"), ""},
	{"too long", get("/toolong"), "of a write past the declared length, what fits is sent"},
	{"flushed", get("/flush"), ""},
	{"flushed, HTTP/1.0", oldGetTo("/flush"), ""},
	{"trailers", get("/trailers"), ""},
	{"interim", get("/hints"), ""},
	{"interim, HTTP/1.0", oldGetTo("/hints"), "HTTP/1.0 knows no interim answer (RFC 9110 §15.2)"},
	{"204", get("/204"), ""},
	{"304", get("/304"), tells304},
	{"418", get("/418"), ""},
	{"599", get("/599"), "a status without a name has an empty reason (RFC 9112 §4)"},
	{"error", get("/error"), ""},
	{"redirect", get("/redirect"), ""},
	{"HTML", get("/html"), ""},
	{"HTML, declared", get("/html?declared"), ""},
	{"handler closes", get("/close"), ""},
	{"line break in a field", get("/inject"), ""},
	{"file", get("/content"), ""},
	{"panic", get("/panic"), "a panic becomes a 500 as long as nothing of the answer has left"},
	{"panic after a flush", get("/flushpanic"), ""},
	{"abort", get("/abort"), ""},
}

// oracleHandler answers each target in its own way, the same on both servers.
func oracleHandler() http.Handler {
	content := []byte(long)
	answers := map[string]http.HandlerFunc{
		"/silent":   func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) },
		"/ignore":   writes("", "ignored"),
		"/nothing":  writes(""),
		"/long":     writes("", long, long, "x"),
		"/declared": writes("5", "he", "llo"),
		"/tooshort": writes("9", "hello"),
		"/toolong":  writes("5", "hel", "loud"),
		"/flush":    flushes(writes("", "hello")),
		"/204":      answers(204, "X-A", "1"),
		"/304":      answers(304, "Content-Length", "5", "Content-Type", "a/b", "Etag", `"a"`),
		"/418":      answers(418),
		"/599":      answers(599),
		"/close":    answers(200, "Connection", "close"),
		"/inject":   answers(200, "X-A", "a\r\nX-Evil: 1", "X-B", "a\nb\rc"),
		"/error":    func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "gone", http.StatusGone) },
		"/redirect": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/echo?a=b", http.StatusFound) },
		"/panic":    func(http.ResponseWriter, *http.Request) { panic("dark") },
		"/abort":    func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"/html": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.RawQuery != "" {
				w.Header().Set("Content-Length", "6")
			}
			writes("", "<ht", "ml>")(w, r)
		},
		"/flushpanic": func(w http.ResponseWriter, r *http.Request) {
			flushes(writes("", "hello"))(w, r)
			panic(http.ErrAbortHandler)
		},
		"/hints": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Link", "</a.css>")
			w.WriteHeader(http.StatusEarlyHints)
			_, _ = io.WriteString(w, "hello")
		},
		"/trailers": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Trailer", "X-Sum")
			_, _ = io.WriteString(w, "hello")
			w.Header().Set("X-Sum", "1")
		},
		"/content": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Etag", `"a"`)
			http.ServeContent(w, r, "a.txt", time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), bytes.NewReader(content))
		},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Handled", r.Method)
		if size, found := strings.CutPrefix(r.URL.Path, "/size/"); found {
			n, _ := strconv.Atoi(size)
			_, _ = w.Write(content[:n])
		} else if h := answers[r.URL.Path]; h != nil {
			h(w, r)
		} else {
			tell(w, r)
		}
	})
}

// tell answers with all that the handler was given.
func tell(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	fmt.Fprintf(w, "%s %s %s %q, host %s, %q, %d bytes %v, body %q, broken %v, trailers %v",
		r.Method, r.URL, r.Proto, r.URL.Path, r.Host, r.Header, r.ContentLength, r.TransferEncoding, body, err != nil, r.Trailer)
}

// TestOracle sends the same bytes to our engine and to net/http over TCP, and
// then a last request, which shows whether the connection was kept.
func TestOracle(t *testing.T) {
	handler := oracleHandler()
	ours := newTestEngine(t, handler.ServeHTTP)
	standard := serveStandard(t, handler)
	for _, row := range oracleRows {
		t.Run(row.name, func(t *testing.T) {
			raw := row.raw + get("/last", "Connection: close")
			conn, err := net.Dial("tcp", standard)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			want, got := answersTo(t, conn, raw), answersTo(t, ours.dial(), raw)
			diff := cmp.Diff(want, got)
			switch {
			case row.differs == "" && diff != "":
				t.Errorf("%.200q: net/http's answers and ours:\n%s", row.raw, diff)
			case row.differs != "" && diff == "":
				t.Errorf("%.200q: both answer %q; there is no need for %q", row.raw, got, row.differs)
			}
		})
	}
	if n := len(oracleRows); n < 60 {
		t.Errorf("%d rows, want 60 or more", n)
	}
}

// serveStandard runs net/http's server and returns its address. It ends, with
// all its connections, when the test does.
func serveStandard(t *testing.T, handler http.Handler) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var open, served sync.WaitGroup
	standard := &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0)}
	standard.ConnState = func(_ net.Conn, s http.ConnState) {
		switch s {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed:
			open.Done()
		}
	}
	served.Go(func() { _ = standard.Serve(listener) })
	t.Cleanup(func() {
		if err := standard.Close(); err != nil {
			t.Errorf("close net/http's server: %v", err)
		}
		served.Wait()
		open.Wait()
	})
	return listener.Addr().String()
}

// answersTo sends bytes and returns all that is answered until the server closes.
func answersTo(t *testing.T, conn net.Conn, raw string) (answers []string) {
	t.Helper()
	conn.SetDeadline(time.Now().Add(20 * time.Second))
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		_, _ = io.WriteString(conn, raw) // fails where the server closes before all is read
	}()
	said, err := io.ReadAll(conn)
	if nerr := net.Error(nil); errors.As(err, &nerr) && nerr.Timeout() {
		t.Fatalf("%.200q: the server does not close", raw)
	}
	conn.Close()
	<-sent
	for r := bufio.NewReader(bytes.NewReader(said)); ; {
		if _, err := r.Peek(1); err != nil {
			return answers
		}
		answers = append(answers, describe(r))
	}
}

// describe reads one answer and returns what has to be the same on both
// servers: of an answer that no handler has given, the status; else all but
// Date, id and what is said of the connection, which its end shows.
func describe(r *bufio.Reader) string {
	method := http.MethodGet
	start, _ := r.Peek(r.Buffered())
	first, _, _ := strings.Cut(string(start), "\r\n\r\n")
	if strings.Contains(first, "\r\nHandled: HEAD") {
		method = http.MethodHead
	}
	a, err := http.ReadResponse(r, &http.Request{Method: method})
	if err != nil {
		return fmt.Sprintf("no answer: %v", err)
	}
	body, err := io.ReadAll(a.Body)
	if a.StatusCode >= 200 && a.Header.Get("Handled") == "" {
		return strconv.Itoa(a.StatusCode)
	}
	for _, name := range []string{"Date", "X-Request-Id", "Keep-Alive", "Connection"} {
		a.Header.Del(name)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s, coding %q, %d bytes, broken: %v, trailers %v\n", a.Status, a.TransferEncoding, a.ContentLength, err != nil, a.Trailer)
	for _, name := range slices.Sorted(maps.Keys(a.Header)) {
		fmt.Fprintf(&text, "%s: %q\n", name, a.Header[name])
	}
	return text.String() + string(body)
}
