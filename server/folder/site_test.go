// SPDX-License-Identifier: MIT

package folder

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// Files that the tests expect in a site.
var (
	indexPage = "<!doctype html><title>index</title>\n"
	letters   = strings.Repeat("0123456789", 100)
	longPage  = "<!doctype html><title>page</title>\n" + strings.Repeat("<p>The same paragraph again.</p>\n", 300)
	classic   = []string{"html", "txt", "png", "jpg", "jpeg"}
	longAgo   = time.Date(2024, 2, 3, 4, 5, 6, 0, time.UTC)
)

// site is a folder with files for a test.
type site struct {
	*Folder
	t    testing.TB
	root string
	log  *logBook
}

// newSite opens a folder of a few files, that have settled long ago by its
// clock, in website mode. Changes to the options come last.
func newSite(t testing.TB, change ...func(*Options)) *site {
	t.Helper()
	s := &site{t: t, root: t.TempDir(), log: &logBook{}}
	for path, content := range map[string]string{
		"index.html":               indexPage,
		"a.txt":                    letters,
		"empty.txt":                "",
		"page.html":                longPage,
		"pic.png":                  "\x89PNG",
		"run.exe":                  "MZ",
		"noext":                    "none",
		"app.php/index.html":       "no script",
		"dir.html/index.html":      "no page",
		"sub/index.html":           "sub index",
		"sub/file.txt":             "file in sub",
		"bare/only.txt":            "no index here",
		".hidden.txt":              "hidden",
		".git/config.txt":          "hidden",
		".well-known/security.txt": "Contact: nobody",
		"café.txt":                 "coffee",
		"sp ace.txt":               "space",
		"per%41cent.txt":           "percent",
	} {
		s.write(path, content)
	}
	o := Options{
		Types: classic, Index: "index.html", CacheControl: "no-cache",
		Uploads: true, UploadLimit: 1 << 20, Memory: 8 << 20,
		Fail: failPlainly, Log: slog.New(s.log),
		Now: func() time.Time { return time.Now().Add(time.Hour) },
	}
	for _, c := range change {
		c(&o)
	}
	f, err := Open(s.root, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	s.Folder = f
	return s
}

func failPlainly(w http.ResponseWriter, r *http.Request, e *Error) {
	http.Error(w, e.Reason, e.Status)
}

func noMemory(o *Options)  { o.Memory = 0 }
func everyType(o *Options) { o.Types = []string{"*"} }
func realClock(o *Options) { o.Now = nil }

// write puts a file into the site with a modification time of long ago.
func (s *site) write(path, content string) {
	s.t.Helper()
	s.writeAt(path, content, longAgo)
}

func (s *site) writeAt(path, content string, written time.Time) {
	s.t.Helper()
	full := s.path(path)
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
		s.t.Fatal(err)
	}
	if err := os.Chtimes(full, written, written); err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) path(path string) string {
	return filepath.Join(s.root, filepath.FromSlash(path))
}

// do sends a request without a body; fields are "Name: value".
func (s *site) do(method, target string, fields ...string) *http.Response {
	s.t.Helper()
	return s.send(newRequest(method, target, nil, fields...))
}

func (s *site) send(r *http.Request) *http.Response {
	s.t.Helper()
	return record(s, r)
}

func record(h http.Handler, r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// newRequest makes a request as a server would have read it, but with any
// target at all.
func newRequest(method, target string, body io.Reader, fields ...string) *http.Request {
	r := &http.Request{
		Method: method, RequestURI: target, URL: &url.URL{Path: target},
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Host: "localhost", Body: http.NoBody,
	}
	if body != nil {
		r.Body, r.ContentLength = io.NopCloser(body), -1
		if sized, ok := body.(interface{ Len() int }); ok {
			r.ContentLength = int64(sized.Len())
		}
	}
	for _, fd := range fields {
		name, value, _ := strings.Cut(fd, ": ")
		r.Header.Add(name, value)
	}
	return r
}

func body(t testing.TB, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// logBook is a slog.Handler that keeps what it hears.
type logBook struct {
	mu    sync.Mutex
	lines bytes.Buffer
}

func (b *logBook) Enabled(context.Context, slog.Level) bool { return true }
func (b *logBook) WithAttrs([]slog.Attr) slog.Handler       { return b }
func (b *logBook) WithGroup(string) slog.Handler            { return b }

func (b *logBook) Handle(_ context.Context, rec slog.Record) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	fmt.Fprintf(&b.lines, "%s %s", rec.Level, rec.Message)
	rec.Attrs(func(a slog.Attr) bool {
		fmt.Fprintf(&b.lines, " %v", a)
		return true
	})
	b.lines.WriteByte('\n')
	return nil
}

func (b *logBook) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.lines.String()
}
