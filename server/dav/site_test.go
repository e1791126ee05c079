// SPDX-License-Identifier: MIT

package dav

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"porchlight/server/folder"
	"porchlight/server/http1"
	"porchlight/server/pool"
)

const prefix = "/-/dav"

// site is a folder that is lent as WebDAV.
type site struct {
	http.Handler
	t    *testing.T
	root string
}

func newSite(t *testing.T, o Options) *site {
	t.Helper()
	s := &site{t: t, root: t.TempDir()}
	for name, content := range map[string]string{
		"a.txt": "old", "sub/b.txt": "b", "sub/deep/c.txt": "c", ".hidden/d.txt": "d", "-/e.txt": "e",
		".porchlight-uploads/part": "half",
	} {
		s.write(name, content)
	}
	f, err := folder.Open(s.root, folder.Options{
		Types: []string{"*"}, Reserved: "-", Memory: 1 << 20,
		Now:  func() time.Time { return time.Now().Add(time.Hour) }, // all files have settled, and are kept ready
		Fail: func(w http.ResponseWriter, _ *http.Request, e *folder.Error) { http.Error(w, e.Reason, e.Status) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	o.Prefix = prefix
	s.Handler = New(f, o)
	return s
}

func (s *site) path(name string) string { return filepath.Join(s.root, filepath.FromSlash(name)) }

func (s *site) write(name, content string) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(s.path(name)), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(s.path(name), []byte(content), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// holds checks the content of a file on the disk; "" is none.
func (s *site) holds(name, want string) {
	s.t.Helper()
	got, _ := os.ReadFile(s.path(name))
	if string(got) != want {
		s.t.Errorf("%s holds %q, want %q", name, got, want)
	}
}

// do sends a request; fields are "Name: value".
func (s *site) do(method, target string, body io.Reader, fields ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest(method, prefix+target, body)
	for _, field := range fields {
		name, value, _ := strings.Cut(field, ": ")
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// serveOwn runs a handler on our own engine and returns its address.
func serveOwn(t *testing.T, h http.Handler) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	e := http1.New(http1.Options{
		Handler: h, Pool: pool.New(pool.Limits{Workers: 4, Queue: 4, Patience: time.Minute}),
		Limits: http1.Limits{Idle: time.Minute, Head: time.Minute, Stall: time.Minute},
		Log:    discard(),
		Page:   func(int, string, string, string) (string, []byte) { return "text/plain", nil },
		Served: func(*http1.Exchange) {},
	})
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { e.Serve(c) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		_ = e.Drain(t.Context())
		all.Wait()
	})
	return l.Addr().String()
}
