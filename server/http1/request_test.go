// SPDX-License-Identifier: MIT

package http1

import (
	"bufio"
	"context"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// requestFields are the fields of an http.Request that a server sets.
type requestFields struct {
	Method, RequestURI, Host string
	URL                      url.URL
	Proto                    string
	Major, Minor             int
	Header                   http.Header
	ContentLength            int64
	TransferEncoding         []string
	Close                    bool
	Trailer                  http.Header
	Body                     string
}

func fieldsOf(r *http.Request) requestFields {
	f := requestFields{
		r.Method, r.RequestURI, r.Host, *r.URL, r.Proto, r.ProtoMajor, r.ProtoMinor,
		r.Header.Clone(), r.ContentLength, slices.Clone(r.TransferEncoding), r.Close, nil, "",
	}
	body, _ := io.ReadAll(r.Body)
	f.Body, f.Trailer = string(body), maps.Clone(r.Trailer)
	return f
}

// TestRequestEqualsStandard compares what a handler is given with what net/http
// makes of the same bytes. All rows go over one engine, so that each request is
// made in memory that the one before has used.
func TestRequestEqualsStandard(t *testing.T) {
	given := make(chan requestFields, 1)
	e := newTestEngine(t, func(_ http.ResponseWriter, r *http.Request) { given <- fieldsOf(r) })
	for _, row := range []struct{ name, request string }{
		{"plain", get("/")},
		{"query", get("/a/b.html?x=1&y=%20?z")},
		{"empty query", get("/a?")},
		{"two question marks", get("/a??")},
		{"escapes", get("/a%20b/%C3%A9")},
		{"escaped slash", get("/a%2Fb")},
		{"needless escape", get("/%61")},
		{"bytes that want escapes", get(`/a"b<c>[d]^{e}|'`)},
		{"semicolon and colon", get("/a;b:c@d,e")},
		{"doubled slash", get("//host/path")},
		{"dots", get("/a/../b/./c")},
		{"absolute", get("http://other.test:81/a?b")},
		{"absolute, upper case", get("HTTP://Other.Test/")},
		{"asterisk", strings.Replace(get("*"), "GET", "OPTIONS", 1)},
		{"authority", strings.Replace(get("other.test:443"), "GET", "CONNECT", 1)},
		{"own method", strings.Replace(get("/"), "GET", "BREW", 1)},
		{"method in lower case", strings.Replace(get("/"), "GET", "get", 1)},
		{"head", strings.Replace(get("/"), "GET", "HEAD", 1)},
		{"fields", get("/", "accept: a", "ACCEPT: b", "X-Empty:", "x-blanks: \t a  b\t ", "Cookie: a=b; c=d", "x_y: 1", "X-Latin: \xff")},
		{"many of one", get("/", "A: 1", "B: 1", "A: 2", "B: 2", "A: 3")},
		{"close", get("/", "Connection: x, Close")},
		{"keep-alive", get("/", "Connection: keep-alive")},
		{"upgrade", get("/", "Connection: Upgrade", "Upgrade: websocket")},
		{"1.0", "GET / HTTP/1.0\r\n\r\n"},
		{"1.0 with a host", "GET / HTTP/1.0\r\nHost: a\r\n\r\n"},
		{"1.0, kept", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"},
		{"1.0, both", "GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n"},
		{"length", postLength(5) + "hello"},
		{"length 0", postLength(0)},
		{"body of a GET", get("/", "Content-Length: 5") + "hello"},
		{"expect", postLength(5, "Expect: 100-continue") + "hello"},
		{"chunked", postChunked() + "5\r\nhello\r\n0\r\n\r\n"},
		{"trailers", postChunked("Trailer: x-a, X-B", "Trailer: X-C") + "5\r\nhello\r\n0\r\nX-A: 1\r\nX-C: 2\r\nX-C: 3\r\n\r\n"},
		{"trailers without chunks", postLength(5, "Trailer: X-A") + "hello"},
		{"trailers that nobody announced", postChunked() + "0\r\nX-A: 1\r\n\r\n"},
		{"plain again", get("/")},
	} {
		t.Run(row.name, func(t *testing.T) {
			want, err := http.ReadRequest(bufio.NewReader(strings.NewReader(row.request)))
			if err != nil {
				t.Fatalf("net/http refuses %q: %v", row.request, err)
			}
			p := e.connect()
			defer p.Close()
			p.send(row.request)
			select {
			case got := <-given:
				if diff := cmp.Diff(fieldsOf(want), got); diff != "" {
					t.Errorf("%q: net/http's and ours:\n%s", row.request, diff)
				}
			case <-p.ended:
				t.Errorf("%q is refused, want %s %s", row.request, want.Method, want.URL)
			}
		})
	}
}

// The places where a request is made otherwise than by net/http, and why.
func TestRequestDiffersFromStandard(t *testing.T) {
	given := make(chan requestFields, 1)
	e := newTestEngine(t, func(_ http.ResponseWriter, r *http.Request) { given <- fieldsOf(r) })
	for _, row := range []struct {
		name, request string
		change        func(*requestFields) // of net/http's
	}{
		// RFC 9110 §2.5: it is served as the version that we speak.
		{"HTTP/1.2", strings.Replace(get("/"), "1.1", "1.2", 1), func(f *requestFields) { f.Proto, f.Minor = "HTTP/1.1", 1 }},
		// RFC 9110 §4.2.3: an empty path is the path "/".
		{"absolute, no path", get("http://other.test"), func(f *requestFields) { f.URL.Path = "/" }},
		{"absolute, only a query", get("http://other.test?x"), func(f *requestFields) { f.URL.Path = "/" }},
		// RFC 9111 §5.4 has deprecated Pragma: it stays what the client said.
		{"Pragma", get("/", "Pragma: no-cache"), func(f *requestFields) { f.Header.Del("Cache-Control") }},
		// RFC 9110 §6.5.1: what changes framing or rights is no trailer.
		{"trailers", postChunked() + "0\r\nAuthorization: x\r\nX-A: 1\r\n\r\n", func(f *requestFields) { f.Trailer.Del("Authorization") }},
	} {
		t.Run(row.name, func(t *testing.T) {
			r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(row.request)))
			if err != nil {
				t.Fatalf("net/http refuses %q: %v", row.request, err)
			}
			standard := fieldsOf(r)
			want := standard
			want.Header, want.Trailer = standard.Header.Clone(), standard.Trailer.Clone()
			row.change(&want)
			e.converse(row.request)
			got := <-given
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%q: want and got:\n%s", row.request, diff)
			}
			if cmp.Equal(standard, got) {
				t.Errorf("%q: net/http has the same by now, the row is not needed", row.request)
			}
		})
	}
}

// TestStringsMayBeKept holds that no string of a request is memory that the
// next request is read into.
func TestStringsMayBeKept(t *testing.T) {
	var kept, copies []string
	keep := func(values ...string) {
		for _, value := range values {
			kept, copies = append(kept, value), append(copies, strings.Clone(value))
		}
	}
	e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
		keep(r.Method, r.RequestURI, r.Host, r.URL.Path, r.URL.RawQuery, r.RemoteAddr, ID(r.Context()))
		for name, values := range r.Header {
			keep(name)
			keep(values...)
		}
		_, _ = io.Copy(io.Discard, r.Body)
		for name, values := range r.Trailer {
			keep(name)
			keep(values...)
		}
		_, _ = io.WriteString(w, "ok")
	})
	request := func(c string, n int) string {
		word := strings.Repeat(c, n)
		return strings.Replace(postChunked("X-"+word+": "+word, "Cookie: "+word, "X-Request-Id: "+word[:n%64]), "/post", "/"+word+"?"+word, 1) +
			"1\r\nx\r\n0\r\nX-" + word + ": " + word + "\r\n\r\n"
	}
	for _, connect := range []func() *peer{e.connect, e.dial} {
		p := connect()
		for i := range 600 { // more than strings are kept for later requests
			p.send(request(string(rune('a'+i%26)), 1+i))
			p.wantAnswer(http.StatusOK, "ok")
		}
		p.Close()
		<-p.ended
	}
	if !slices.Equal(kept, copies) {
		t.Error("strings of earlier requests have changed")
	}
}

// What one handler leaves in its request does not reach the next.
func TestRequestIsFresh(t *testing.T) {
	e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
		left := []string{r.PathValue("user"), r.Header.Get("X-Left"), r.FormValue("left"), r.PostFormValue("left"), r.Pattern, r.Trailer.Get("X-Left"), r.Host[:1]}
		if got := strings.Join(left, ""); got != "a" || r.Response != nil || r.GetBody != nil || r.MultipartForm != nil {
			t.Errorf("a request begins with %q of the one before", left)
		}
		r.SetPathValue("user", "u")
		r.Header.Set("X-Left", "h")
		r.Form, r.PostForm = url.Values{"left": {"f"}}, url.Values{"left": {"p"}}
		r.Pattern, r.Trailer, r.Host, r.Response = "/x", http.Header{"X-Left": {"t"}}, "b", &http.Response{}
		r.GetBody = func() (io.ReadCloser, error) { return nil, io.EOF }
		w.Header().Set("X-Left", "w")
		_, _ = io.WriteString(w, "ok")
	})
	request := lines("GET / HTTP/1.1", "Host: a")
	said := e.converse(request + request + request)
	if n := len(e.exchanges()); n != 3 || strings.Count(said, "X-Left: w") != 3 {
		t.Errorf("%d exchanges, want 3 with one X-Left each: %q", n, said)
	}
}

func TestRequestContext(t *testing.T) {
	var local, id any
	e := newTestEngine(t, func(_ http.ResponseWriter, r *http.Request) {
		local, id = r.Context().Value(http.LocalAddrContextKey), ID(context.WithValue(r.Context(), http.ServerContextKey, nil))
		if r.Context().Value("another key") != nil || r.Context().Err() != nil {
			t.Errorf("context with value %v and error %v, want none", r.Context().Value("another key"), r.Context().Err())
		}
	})
	for _, connect := range []func() *peer{e.connect, e.dial} {
		p := connect()
		p.send(get("/", "X-Request-Id: one", "Connection: close"))
		p.answer()
		p.wantEnd()
		<-p.ended
		if addr, ok := local.(net.Addr); !ok || addr.String() != p.RemoteAddr().String() || id != "one" {
			t.Errorf("local address %v and ID %q, want %v and one", local, id, p.RemoteAddr())
		}
	}
}

// The context of a request ends when its connection is cut, and so do those
// that a handler has derived from it.
func TestRequestContextEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newTestEngine(t, func(_ http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithCancel(r.Context())
			defer cancel()
			<-ctx.Done()
		})
		p := e.connect()
		p.send(get("/"))
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		began := time.Now()
		if err := e.Drain(ctx); err != nil || time.Since(began) != 3*time.Second {
			t.Errorf("Drain() = %v after %v, want nil after 3s", err, time.Since(began))
		}
	})
}
