// SPDX-License-Identifier: MIT

package http1

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Sizes round the thresholds, in one write and in many, arrive as they were
// written, and leave the connection at the next answer.
func TestAnswerSizes(t *testing.T) {
	const total = 150_000
	content := strings.Repeat("0123456789abcdef\n", total/17+1)[:total]
	for _, size := range []int{1, 511, 4095, 4096, 4097, 16383, 16384, 16385, 32767, 32768, 32769, total} {
		for _, piece := range []int{1, 100, 4095, 4096, 4097, 16384, 16385, 40_000, total} {
			if size/piece > 5000 {
				continue
			}
			h := func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/declared" {
					w.Header().Set("Content-Length", strconv.Itoa(size))
				}
				for from := 0; from < size; from += piece {
					_, _ = io.WriteString(w, content[from:min(size, from+piece)])
				}
			}
			e := newTestEngine(t, h)
			for _, p := range []*peer{e.connect(), e.dial()} {
				p.send(get("/declared") + get("/found") + get("/last", "Connection: close"))
				for _, name := range []string{"declared", "found", "last"} {
					if a := p.answer(); a.body != content[:size] {
						t.Fatalf("%s, %d bytes in pieces of %d: %d bytes, want the same", name, size, piece, len(a.body))
					}
				}
				p.wantEnd()
			}
		}
	}
}

func TestTrailers(t *testing.T) {
	announced := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Trailer", "X-Sum, x-count")
		w.Header().Set("X-Sum", "too early")
		_, _ = io.WriteString(w, "hello")
		w.Header().Set("X-Sum", "1")
		w.Header().Set("X-Count", "5")
		w.Header().Set("X-Other", "not announced")
	}
	prefixed := func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "hello")
		w.Header().Set(http.TrailerPrefix+"X-Sum", "1")
	}
	forbidden := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Trailer", "Content-Length, X-Sum")
		w.(http.Flusher).Flush()
		w.Header().Set("Content-Length", "7")
		w.Header().Set("X-Sum", "1\r\nX-Evil: 1")
		w.Header().Set(http.TrailerPrefix+"Transfer-Encoding", "gzip")
		w.Header().Set(http.TrailerPrefix+"No Token", "1")
	}
	for _, row := range []struct {
		name    string
		handler http.HandlerFunc
		trailer http.Header
	}{
		{"announced", announced, http.Header{"X-Sum": {"1"}, "X-Count": {"5"}}},
		{"announced and flushed", flushes(announced), http.Header{"X-Sum": {"1"}, "X-Count": {"5"}}},
		{"prefixed", prefixed, http.Header{"X-Sum": {"1"}}},
		{"prefixed and flushed", flushes(prefixed), http.Header{"X-Sum": {"1"}}},
		{"what no trailer may be", forbidden, http.Header{"X-Sum": {"1  X-Evil: 1"}}},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newTestEngine(t, row.handler)
			said := e.converse(get("/") + get("/"))
			a, err := parse(t, http.MethodGet, said)
			if err != nil {
				t.Fatalf("read content: %v", err)
			}
			if diff := cmp.Diff(row.trailer, a.Trailer); diff != "" {
				t.Errorf("trailers, want and got:\n%s", diff)
			}
			if a.Header.Get("X-Sum") != "" || len(e.exchanges()) != 2 {
				t.Errorf("X-Sum in the head = %q, %d exchanges, want none and 2", a.Header.Get("X-Sum"), len(e.exchanges()))
			}
		})
	}
}

// Where no trailers can be sent they are left out, also of the head.
func TestTrailersWithoutPlace(t *testing.T) {
	h := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Trailer", "X-Sum")
		w.Header().Set("X-Sum", "1")
		w.Header().Set(http.TrailerPrefix+"X-More", "1")
		if r.URL.Path == "/declared" {
			w.Header().Set("Content-Length", "5")
		}
		_, _ = io.WriteString(w, "hello")
	}
	for _, row := range []struct {
		name, request string
		length        int64
	}{
		{"declared", get("/declared"), 5},
		{"HTTP/1.0", oldGet, 5},
		{"HEAD", strings.Replace(get("/"), "GET", "HEAD", 1), -1},
	} {
		method, _, _ := strings.Cut(row.request, " ")
		said := newTestEngine(t, h).converse(row.request)
		if a, _ := parse(t, method, said); a.ContentLength != row.length {
			t.Errorf("%s: length %d, want %d", row.name, a.ContentLength, row.length)
		}
		if strings.Contains(said, "X-Sum") || strings.Contains(said, "X-More") {
			t.Errorf("%s: %q has trailers", row.name, said)
		}
	}
}
