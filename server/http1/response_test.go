// SPDX-License-Identifier: MIT

package http1

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// converse sends bytes on a connection in memory, ends its half, and returns
// what the server sends until it closes.
func (e *testEngine) converse(text string) string {
	e.t.Helper()
	p := e.connect()
	p.send(text)
	_ = p.Conn.(*memoryConn).CloseWrite()
	said, err := io.ReadAll(p.reader)
	if err != nil {
		e.t.Fatalf("read answers: %v", err)
	}
	<-p.ended
	return string(said)
}

// parse reads the first answer in the bytes that a server has said. The error
// is the one that ended its content.
func parse(t *testing.T, method, said string) (answer, error) {
	t.Helper()
	r, err := http.ReadResponse(bufio.NewReader(strings.NewReader(said)), &http.Request{Method: method})
	if err != nil {
		t.Fatalf("read answer %.80q: %v", said, err)
	}
	body, err := io.ReadAll(r.Body)
	return answer{r, string(body)}, err
}

// writes returns a handler that writes its parts one by one, behind a declared
// length if that is not "".
func writes(length string, parts ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if length != "" {
			w.Header().Set("Content-Length", length)
		}
		for _, part := range parts {
			_, _ = io.WriteString(w, part)
		}
	}
}

// answers returns a handler of one status, without content.
func answers(status int, fields ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(fields); i += 2 {
			w.Header().Add(fields[i], fields[i+1])
		}
		w.WriteHeader(status)
	}
}

func flushes(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		h(w, r)
		w.(http.Flusher).Flush()
	}
}

const (
	oldGet  = "GET / HTTP/1.0\r\n\r\n"
	oldKeep = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
)

var long = strings.Repeat("a porch light at dusk. ", 1000)

// TestAnswerFraming holds RFC 9112 §6.3: how the end of an answer is told.
func TestAnswerFraming(t *testing.T) {
	const none = -1
	for _, row := range []struct {
		name, request string
		handler       http.HandlerFunc
		length        int64
		chunked       bool
		closes        bool
		body          string
	}{
		{"declared", get("/"), writes("5", "hello"), 5, false, false, "hello"},
		{"declared, in parts", get("/"), writes("5", "he", "", "llo"), 5, false, false, "hello"},
		{"declared and flushed", get("/"), flushes(writes("5", "hello")), 5, false, false, "hello"},
		{"declared and long", get("/"), writes(strconv.Itoa(len(long)), long), int64(len(long)), false, false, long},
		{"nothing", get("/"), writes(""), 0, false, false, ""},
		{"short", get("/"), writes("", "hel", "lo"), 5, false, false, "hello"},
		{"as long as may wait", get("/"), writes("", long[:pendingSize-1]), pendingSize - 1, false, false, long[:pendingSize-1]},
		{"too long to wait", get("/"), writes("", long[:pendingSize]), none, true, false, long[:pendingSize]},
		{"long", get("/"), writes("", long), none, true, false, long},
		{"short and flushed", get("/"), flushes(writes("", "hello")), none, true, false, "hello"},
		{"nothing but flushed", get("/"), flushes(writes("")), none, true, false, ""},
		{"HTTP/1.0, short", oldGet, writes("", "hello"), 5, false, true, "hello"},
		{"HTTP/1.0, long", oldGet, writes("", long), none, false, true, long},
		{"HTTP/1.0, kept", oldKeep, writes("", "hello"), 5, false, false, "hello"},
		{"HTTP/1.0, kept, declared", oldKeep, writes("5", "hello"), 5, false, false, "hello"},
		{"HTTP/1.0, kept, flushed", oldKeep, flushes(writes("", "hello")), none, false, true, "hello"},
		{"204", get("/"), answers(204), 0, false, false, ""},
		{"204, declared", get("/"), answers(204, "Content-Length", "5"), 0, false, false, ""},
		{"204, flushed", get("/"), flushes(answers(204)), 0, false, false, ""},
		{"304", get("/"), answers(304, "Etag", `"1"`), 0, false, false, ""},
		{"404", get("/"), answers(404), 0, false, false, ""},
		{"length with a sign", get("/"), writes("+5", "hello"), 5, false, false, "hello"},
		{"length with a blank", get("/"), writes("9 ", "hello"), 5, false, false, "hello"},
		{"length below zero", get("/"), writes("-1", "hello"), 5, false, false, "hello"},
		{"length over 63 bits", get("/"), writes("9223372036854775808", "hello"), 5, false, false, "hello"},
		{"two lengths", get("/"), answers(200, "Content-Length", "5", "Content-Length", "6"), 0, false, false, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newTestEngine(t, row.handler)
			said := e.converse(row.request)
			a, err := parse(t, http.MethodGet, said)
			if err != nil || a.body != row.body {
				t.Errorf("content = %d bytes %.20q and error %v, want %d bytes %.20q", len(a.body), a.body, err, len(row.body), row.body)
			}
			if chunked := len(a.TransferEncoding) > 0; a.ContentLength != row.length || chunked != row.chunked {
				t.Errorf("length %d, chunked %v, want %d, %v", a.ContentLength, chunked, row.length, row.chunked)
			}
			if closes := strings.Contains(said, "\r\nConnection: close\r\n"); closes != row.closes {
				t.Errorf("%.300q says close: %v, want %v", said, closes, row.closes)
			}
			x := e.exchanges()[0]
			if x.Err != nil || x.Status != a.StatusCode || x.Bytes != int64(len(row.body)) {
				t.Errorf("exchange = %d, %d bytes, error %v, want %d, %d, none", x.Status, x.Bytes, x.Err, a.StatusCode, len(row.body))
			}
		})
	}
}

// An answer without content says nothing of a length (RFC 9110 §8.6), but for
// 304, which may tell the length that a 200 would have had.
func TestAnswerWithoutContent(t *testing.T) {
	for _, row := range []struct {
		name    string
		handler http.HandlerFunc
		length  string
	}{
		{"204", answers(204, "Content-Length", "5"), ""},
		{"304", answers(304), ""},
		{"304, declared", answers(304, "Content-Length", "5"), "5"},
	} {
		t.Run(row.name, func(t *testing.T) {
			said := newTestEngine(t, row.handler).converse(get("/"))
			a, err := parse(t, http.MethodHead, said)
			if got := a.Header.Get("Content-Length"); err != nil || got != row.length || len(a.TransferEncoding) > 0 {
				t.Errorf("Content-Length %q, Transfer-Encoding %q, error %v, want %q and none", got, a.TransferEncoding, err, row.length)
			}
			if !strings.HasSuffix(said, "\r\n\r\n") {
				t.Errorf("%q has bytes after its head", said)
			}
		})
	}
}

// TestHeadEqualsGet holds RFC 9110 §9.3.2, but for what shows only while the
// content is made.
func TestHeadEqualsGet(t *testing.T) {
	f, _ := contentFile(t, 50_000)
	for _, row := range []struct {
		name    string
		handler http.HandlerFunc
	}{
		{"declared", writes("5", "hello")},
		{"declared, long", writes(strconv.Itoa(len(long)), long)},
		{"found", writes("", "<html>")},
		{"long", writes("", long)},
		{"flushed", flushes(writes("", "hello"))},
		{"error", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "gone", http.StatusGone) }},
		{"204", answers(204)},
		{"304", answers(304, "Content-Length", "5", "Etag", `"1"`)},
		{"copied", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "23000")
			_, _ = io.CopyN(w, strings.NewReader(long), 23000)
		}},
		{"file", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = f.Seek(0, io.SeekStart)
			w.Header().Set("Content-Length", "50000")
			w.Header().Set("Content-Type", "a/b")
			_, _ = io.CopyN(w, f, 50_000)
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newTestEngine(t, row.handler)
			asked := func(method string) http.Header {
				said := e.converse(strings.Replace(get("/", "X-Request-Id: same"), "GET", method, 1))
				if method == http.MethodHead && !strings.HasSuffix(said, "\r\n\r\n") {
					t.Errorf("HEAD: %.80q has bytes after its head", said)
				}
				a, _ := parse(t, method, said)
				a.Header.Del("Date")
				return a.Header
			}
			if diff := cmp.Diff(asked(http.MethodGet), asked(http.MethodHead)); diff != "" {
				t.Errorf("fields of GET and HEAD:\n%s", diff)
			}
			if bytes := e.exchanges()[1].Bytes; bytes != 0 {
				t.Errorf("HEAD counts %d bytes, want 0", bytes)
			}
		})
	}
}

func TestWriteRefuses(t *testing.T) {
	for _, row := range []struct {
		name    string
		prepare http.HandlerFunc
		write   string
		n       int
		err     error
	}{
		{"more than declared", writes("5", "hel"), "loud", 2, http.ErrContentLength},
		{"all and more", writes("5", "hello"), "x", 0, http.ErrContentLength},
		{"204", answers(204), "x", 0, http.ErrBodyNotAllowed},
		{"304", answers(304), "x", 0, http.ErrBodyNotAllowed},
		{"nothing to 204", answers(204), "", 0, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
				row.prepare(w, r)
				if n, err := io.WriteString(w, row.write); n != row.n || !errors.Is(err, row.err) {
					t.Errorf("Write(%q) = %d, %v, want %d, %v", row.write, n, err, row.n, row.err)
				}
			})
			said := e.converse(get("/") + get("/"))
			if n := strings.Count(said, "HTTP/1.1 "); n != 2 || e.exchanges()[0].Err != nil {
				t.Errorf("%d answers and error %v, want 2 and none", n, e.exchanges()[0].Err)
			}
		})
	}
}

// A body that is shorter than announced can only be told by cutting the
// connection (RFC 9112 §8): the next answer must not fill the gap.
func TestTooShortAnswer(t *testing.T) {
	for _, row := range []struct {
		name    string
		handler http.HandlerFunc
		body    string
	}{
		{"nothing", writes("5"), ""},
		{"a part", writes("5", "hel"), "hel"},
		{"flushed", flushes(writes("5", "hel")), "hel"},
		{"long", writes("23001", long), long},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newTestEngine(t, row.handler)
			a, err := parse(t, http.MethodGet, e.converse(get("/")+get("/next")))
			if a.body != row.body || !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Errorf("content = %.20q, %v, want %.20q, %v", a.body, err, row.body, io.ErrUnexpectedEOF)
			}
			if x := e.exchanges(); len(x) != 1 || x[0].Err == nil {
				t.Errorf("exchanges = %+v, want one with an error", x)
			}
		})
	}
}

func TestWriteHeader(t *testing.T) {
	e := newTestEngine(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		w.WriteHeader(http.StatusOK)
		w.Header().Set("X-Late", "1")
		_, _ = io.WriteString(w, "tea")
	})
	a, _ := parse(t, http.MethodGet, e.converse(get("/")))
	if a.StatusCode != http.StatusTeapot || a.body != "tea" || a.Header.Get("X-Late") != "" {
		t.Errorf("answer = %d %q, X-Late %q, want the first status and no late field", a.StatusCode, a.body, a.Header.Get("X-Late"))
	}
}

// What is added to the header after WriteHeader has no effect, on no field.
func TestLateFields(t *testing.T) {
	e := newTestEngine(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusOK)
		for _, name := range []string{"Content-Type", "Date", "X-Request-Id", "Content-Encoding"} {
			w.Header().Set(name, "late")
		}
		_, _ = io.WriteString(w, "tea")
	})
	a, _ := parse(t, http.MethodGet, e.converse(get("/", "X-Request-Id: early")))
	if _, err := http.ParseTime(a.Header.Get("Date")); err != nil {
		t.Errorf("Date = %q: %v", a.Header.Get("Date"), err)
	}
	if got := a.Header.Get("X-Request-Id"); got != "early" {
		t.Errorf("X-Request-Id = %q, want early", got)
	}
	if got := a.Header.Get("Content-Type"); got != "text/plain; charset=utf-8" {
		t.Errorf("Content-Type = %q, want what the content looks like", got)
	}
}

func TestWriteHeaderPanics(t *testing.T) {
	for _, status := range []int{-1, 0, 99, 101, 1000} {
		e := newTestEngine(t, answers(status))
		if a, _ := parse(t, http.MethodGet, e.converse(get("/"))); a.StatusCode != http.StatusInternalServerError {
			t.Errorf("WriteHeader(%d) leads to %d, want a panic and 500", status, a.StatusCode)
		}
	}
	for _, row := range []struct {
		status int
		line   string
	}{{200, "HTTP/1.1 200 OK\r\n"}, {299, "HTTP/1.1 299 \r\n"}, {599, "HTTP/1.1 599 \r\n"}, {999, "HTTP/1.1 999 \r\n"}} {
		if said := newTestEngine(t, answers(row.status)).converse(get("/")); !strings.HasPrefix(said, row.line) {
			t.Errorf("WriteHeader(%d) sends %.20q, want %q", row.status, said, row.line)
		}
	}
}

// A client that takes nothing ends the exchange after one stall, however often
// a handler that looks at no error goes on writing.
func TestStalledAnswerEndsOnce(t *testing.T) {
	stalls := func(length string) func(*testing.T) {
		return func(t *testing.T) {
			e := newTestEngine(t, writes(length, long, long, long, long, long, long, long, long, long, long))
			p := e.connect()
			p.server.(*memoryConn).out.room = 100
			began := time.Now()
			p.send(get("/"))
			<-p.ended
			// What the connection took at first is progress, so the second wait is the stall.
			if took := time.Since(began); took > 2*e.options.Limits.Stall {
				t.Errorf("the exchange took %v, want %v", took, 2*e.options.Limits.Stall)
			}
			if x := e.exchanges()[0]; !errors.Is(x.Err, os.ErrDeadlineExceeded) {
				t.Errorf("exchange with error %v, want the stall", x.Err)
			}
		}
	}
	t.Run("chunked", func(t *testing.T) { synctest.Test(t, stalls("")) })
	t.Run("declared", func(t *testing.T) { synctest.Test(t, stalls("230000")) })
}
