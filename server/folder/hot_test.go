// SPDX-License-Identifier: MIT

package folder

import (
	"net/http"
	"testing"
)

// reusedWriter is a ResponseWriter as an engine that reuses it would have.
type reusedWriter struct {
	header http.Header
	status int
	bytes  int
}

func (w *reusedWriter) Header() http.Header    { return w.header }
func (w *reusedWriter) WriteHeader(status int) { w.status = status }
func (w *reusedWriter) Write(p []byte) (int, error) {
	w.bytes += len(p)
	return len(p), nil
}

func (w *reusedWriter) reset() {
	clear(w.header)
	w.status, w.bytes = 0, 0
}

// browserFields are what a browser sends with a request for a page.
var browserFields = []string{
	"User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
	"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
	"Accept-Encoding: gzip, deflate, br, zstd",
	"Accept-Language: de-DE,de;q=0.9,en;q=0.8",
	"Cache-Control: max-age=0",
	"Upgrade-Insecure-Requests: 1",
}

func hotRequests(s *site) map[string]*http.Request {
	tag := s.do("GET", "/page.html", browserFields...).Header.Get("Etag")
	return map[string]*http.Request{
		"root":      newRequest("GET", "/", nil, browserFields...),
		"coded":     newRequest("GET", "/page.html", nil, browserFields...),
		"plain":     newRequest("GET", "/a.txt", nil),
		"query":     newRequest("GET", "/a.txt?v=1", nil, browserFields...),
		"below":     newRequest("GET", "/sub/file.txt", nil, browserFields...),
		"picture":   newRequest("GET", "/pic.png", nil, browserFields...),
		"head":      newRequest("HEAD", "/page.html", nil, browserFields...),
		"unchanged": newRequest("GET", "/page.html", nil, append(browserFields, "If-None-Match: "+tag)...),
	}
}

// TestHotPath holds that an answer from memory allocates nothing.
func TestHotPath(t *testing.T) {
	s := newSite(t, func(o *Options) { o.Now = newFakeClock().now })
	w := &reusedWriter{header: make(http.Header, 16)}
	for name, r := range hotRequests(s) {
		t.Run(name, func(t *testing.T) {
			serve := func() {
				w.reset()
				s.ServeHTTP(w, r)
			}
			serve()
			if w.status != 200 && w.status != 304 {
				t.Fatalf("%s %s = %d", r.Method, r.RequestURI, w.status)
			}
			if n := testing.AllocsPerRun(200, serve); n != 0 {
				t.Errorf("%s %s allocates %v times, want 0", r.Method, r.RequestURI, n)
			}
		})
	}
}

func BenchmarkReady(b *testing.B) {
	s := newSite(b)
	w := &reusedWriter{header: make(http.Header, 16)}
	for name, r := range hotRequests(s) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				w.reset()
				s.ServeHTTP(w, r)
			}
		})
	}
}
