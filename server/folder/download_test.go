// SPDX-License-Identifier: MIT

package folder

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"porchlight/server/header"
)

// hugeSize is more than all the buffers between a server and a client hold,
// so that a file of it is still being sent when the client has its beginning.
const hugeSize = 64 << 20

// hugeFile puts a sparse file into a site.
func hugeFile(t *testing.T, s *site) {
	t.Helper()
	s.write("huge.png", "")
	if err := os.Truncate(s.path("huge.png"), hugeSize); err != nil {
		t.Fatal(err)
	}
}

// begin asks for a target and returns the answer when its first bytes are in.
func begin(t *testing.T, address, target string) (*http.Response, *bufio.Reader) {
	t.Helper()
	in := bufio.NewReader(dial(t, address, target))
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(io.Discard, res.Body, 1<<10); err != nil {
		t.Fatal(err)
	}
	return res, in
}

func TestShrinkWhileSent(t *testing.T) {
	s := newSite(t, func(o *Options) { o.ID = func(*http.Request) string { return "a-1" } })
	hugeFile(t, s)
	ended := make(chan any, 1)
	address := newServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			reason := recover()
			ended <- reason
			panic(reason)
		}()
		s.ServeHTTP(w, r)
	}))
	res, in := begin(t, address, "/huge.png")
	if err := os.Truncate(s.path("huge.png"), 1<<10); err != nil {
		t.Fatal(err)
	}
	n, err := io.Copy(io.Discard, res.Body)
	if !errors.Is(err, io.ErrUnexpectedEOF) || n >= hugeSize-1<<10 {
		t.Errorf("the rest of a file that shrank: %d bytes, %v, want fewer and an unexpected end", n, err)
	}
	if _, err := in.ReadByte(); err != io.EOF {
		t.Errorf("after it comes %v, want the end of the connection", err)
	}
	if reason, _ := (<-ended).(error); !errors.Is(reason, http.ErrAbortHandler) {
		t.Errorf("the handler ends with %v, want http.ErrAbortHandler", reason)
	}
	if log := s.log.String(); !strings.HasPrefix(log, "WARN file shrank while it was sent id=a-1 target=huge.png bytes=") {
		t.Errorf("log = %q", log)
	}
}

func TestGrowWhileSent(t *testing.T) {
	s := newSite(t)
	hugeFile(t, s)
	address := newServer(t, s)
	c := dial(t, address, "/huge.png")
	in := bufio.NewReader(c)
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(s.path("huge.png"), hugeSize+1<<20); err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, res.Body); n != hugeSize || err != nil {
		t.Errorf("a file that grew: %d bytes, %v, want the %d announced", n, err, hugeSize)
	}
	ask(t, c, "/a.txt", "Connection: close")
	if res, err = http.ReadResponse(in, nil); err != nil || body(t, res) != letters {
		t.Errorf("the next answer on the connection: %v, %v", res, err)
	}
}

// changingWriter changes the file when its first bytes are taken.
type changingWriter struct {
	reusedWriter
	change func()
}

func (w *changingWriter) Write(p []byte) (int, error) {
	if w.change != nil {
		w.change()
		w.change = nil
	}
	return w.reusedWriter.Write(p)
}

// TestChangeWhileSent holds that nobody takes a mixture of two contents for a
// whole file; what leaves the bytes as they were makes no difference.
func TestChangeWhileSent(t *testing.T) {
	const size = 4 * lastPiece
	rewrite := func(s *site) error { return os.WriteFile(s.path("large.png"), make([]byte, size), 0o600) }
	for _, row := range []struct {
		name, fields string
		change       func(s *site) error
		cut          bool
	}{
		{"nothing", "", func(*site) error { return nil }, false},
		{"rewritten at the same size", "", rewrite, true},
		{"rewritten, part", "Range: bytes=100-", rewrite, true},
		{"rewritten, parts", "Range: bytes=0-9000,10000-15000", rewrite, true},
		{"shorter, but not than the part", "Range: bytes=0-9000", func(s *site) error { return os.Truncate(s.path("large.png"), 9500) }, true},
		{"longer", "", func(s *site) error { return os.Truncate(s.path("large.png"), size+1) }, false},
		{"mode", "", func(s *site) error { return os.Chmod(s.path("large.png"), 0o600) }, false},
		{"linked", "", func(s *site) error { return os.Link(s.path("large.png"), s.path("link.png")) }, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newSite(t, noMemory)
			s.write("large.png", strings.Repeat("x", size))
			w := &changingWriter{reusedWriter: reusedWriter{header: http.Header{}}}
			w.change = func() {
				if err := row.change(s); err != nil {
					t.Error(err)
				}
			}
			defer func() {
				reason, _ := recover().(error)
				if got := errors.Is(reason, http.ErrAbortHandler); got != row.cut {
					t.Errorf("the handler ends with %v, cut = %v, want %v", reason, got, row.cut)
				}
				if log := s.log.String(); strings.HasPrefix(log, "WARN file changed while it was sent id= target=large.png") != row.cut || !row.cut && log != "" {
					t.Errorf("log = %q", log)
				}
				if length := w.header.Get("Content-Length"); row.cut == (length == strconv.Itoa(w.bytes)) {
					t.Errorf("%d bytes of %s were sent, cut = %v", w.bytes, length, row.cut)
				}
			}()
			s.ServeHTTP(w, newRequest("GET", "/large.png", nil, row.fields))
		})
	}
}

func TestReplaceWhileSent(t *testing.T) {
	s := newSite(t)
	hugeFile(t, s)
	res, _ := begin(t, newServer(t, s), "/huge.png")
	s.write("next.png", "another")
	if err := os.Rename(s.path("next.png"), s.path("huge.png")); err != nil {
		t.Skip("this system does not replace open files: ", err)
	}
	if n, err := io.Copy(io.Discard, res.Body); n != hugeSize-1<<10 || err != nil {
		t.Errorf("the rest of a file that was replaced: %d bytes, %v, want %d", n, err, hugeSize-1<<10)
	}
	if got := s.get("/huge.png"); got != "another" {
		t.Errorf("the next request gets %.10q, want the new file", got)
	}
}

// TestGoneClient holds that a client which leaves is nobody's fault.
func TestGoneClient(t *testing.T) {
	s := newSite(t)
	hugeFile(t, s)
	ended := make(chan struct{})
	address := newServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer close(ended)
		s.ServeHTTP(w, r)
	}))
	c := dial(t, address, "/huge.png")
	if _, err := io.CopyN(io.Discard, c, 1<<10); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	<-ended
	if log := s.log.String(); log != "" {
		t.Errorf("log = %q, want none", log)
	}
}

// brokenContent fails in the middle.
type brokenContent struct{ err error }

func (b brokenContent) send(w http.ResponseWriter, part byteRange) (int64, error) {
	n, _ := w.Write(make([]byte, part.length/2))
	return int64(n), b.err
}

func TestDiskFaultWhileSent(t *testing.T) {
	for _, row := range []struct {
		name string
		err  error
		log  string
	}{
		{"disk", &fs.PathError{Op: "read", Path: "/home/a/t.txt", Err: syscall.EIO}, "ERROR read file id= target=t.txt bytes=50"},
		{"short", io.EOF, "WARN file shrank while it was sent id= target=t.txt bytes=50"},
		{"client", syscall.EPIPE, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newSite(t)
			p := &representation{path: "t.txt", size: 100, content: brokenContent{row.err}, whole: *header.NewSection(nil)}
			defer func() {
				if reason, _ := recover().(error); !errors.Is(reason, http.ErrAbortHandler) {
					t.Errorf("ends with %v, want http.ErrAbortHandler", reason)
				}
				if log := s.log.String(); !strings.HasPrefix(log, row.log) || row.log == "" && log != "" {
					t.Errorf("log = %q, want %q", log, row.log)
				}
			}()
			s.sendWhole(&reusedWriter{header: http.Header{}}, newRequest("GET", "/t.txt", nil), p)
		})
	}
}

// TestLargeIsSentAsFile holds that a writer which can copy files itself is
// handed one, with the exact number of bytes but the last piece.
func TestLargeIsSentAsFile(t *testing.T) {
	s := newSite(t)
	s.write("large.png", strings.Repeat("x", largestReady+1))
	w := &fileWriter{reusedWriter: reusedWriter{header: http.Header{}}}
	s.ServeHTTP(w, newRequest("GET", "/large.png", nil, "Range: bytes=10-"))
	if want := int64(largestReady + 1 - 10 - lastPiece); w.limit != want || w.file == nil || w.bytes != lastPiece {
		t.Errorf("ReadFrom got %d bytes of %v, and Write %d, want %d of the file and %d", w.limit, w.file, w.bytes, want, lastPiece)
	}
}

// fileWriter looks at what it is to copy.
type fileWriter struct {
	reusedWriter
	limit int64
	file  *os.File // nil when it was none
}

func (w *fileWriter) ReadFrom(r io.Reader) (int64, error) {
	if limited, ok := r.(*io.LimitedReader); ok {
		w.limit = limited.N
		w.file, _ = limited.R.(*os.File)
	}
	return io.Copy(io.Discard, r)
}
