// SPDX-License-Identifier: MIT

package http1

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// What is flushed arrives while the handler still runs.
func TestFlush(t *testing.T) {
	for _, length := range []string{"", "10"} {
		goOn := make(chan struct{})
		e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
			writes(length, "first")(w, r)
			if err := http.NewResponseController(w).Flush(); err != nil {
				t.Errorf("Flush() = %v, want nil", err)
			}
			<-goOn
			_, _ = io.WriteString(w, "later")
		})
		for _, p := range []*peer{e.connect(), e.dial()} {
			p.send(get("/"))
			a, err := http.ReadResponse(p.reader, nil)
			if err != nil {
				t.Fatalf("read head: %v", err)
			}
			first := make([]byte, 5)
			if _, err := io.ReadFull(a.Body, first); err != nil || string(first) != "first" {
				t.Errorf("before the handler returns: %q, %v, want first", first, err)
			}
			goOn <- struct{}{}
			if rest, err := io.ReadAll(a.Body); err != nil || string(rest) != "later" {
				t.Errorf("the rest = %q, %v, want later", rest, err)
			}
			p.send(get("/", "Connection: close"))
			goOn <- struct{}{}
			p.wantAnswer(http.StatusOK, "firstlater")
		}
	}
}

// A flush into a connection that is gone tells so.
func TestFlushError(t *testing.T) {
	gone := make(chan struct{})
	e := newTestEngine(t, func(w http.ResponseWriter, _ *http.Request) {
		<-gone
		if err := http.NewResponseController(w).Flush(); err == nil {
			t.Error("Flush() = nil on a closed connection, want an error")
		}
		if _, err := w.Write(make([]byte, 1<<20)); err == nil {
			t.Error("Write() = nil on a closed connection, want an error")
		}
	})
	p := e.connect()
	p.send(get("/"))
	p.Close()
	close(gone)
	<-p.ended
	if x := e.exchanges()[0]; x.Err == nil {
		t.Error("exchange without an error, want one")
	}
}

// contentFile returns an open file of size bytes, and its content.
func contentFile(t *testing.T, size int) (*os.File, string) {
	t.Helper()
	content := strings.Repeat("0123456789abcdef\n", size/17+1)[:size]
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f, content
}

// TestReadFrom copies by every way from a reader to the connection.
func TestReadFrom(t *testing.T) {
	const size = 1_000_000
	f, content := contentFile(t, size)
	type source func() io.Reader
	part := func(from, length int64) source {
		return func() io.Reader {
			_, _ = f.Seek(from, io.SeekStart)
			return io.LimitReader(f, length)
		}
	}
	length := strconv.Itoa
	for _, row := range []struct {
		name   string
		fields []string
		before string // written ahead of the source
		source source
		want   string
	}{
		{"file", []string{"Content-Length", length(size), "Content-Type", "a/b"}, "", part(0, size), content},
		{"part", []string{"Content-Length", "70000", "Content-Type", "a/b"}, "", part(17, 70_000), content[17:70_017]},
		{"behind a write", []string{"Content-Length", "70002", "Content-Type", "a/b"}, "x\n", part(0, 70_000), "x\n" + content[:70_000]},
		{"small part", []string{"Content-Length", "100", "Content-Type", "a/b"}, "", part(5, 100), content[5:105]},
		{"without a type", []string{"Content-Length", length(size)}, "", part(0, size), content},
		{"without a type, behind a write", []string{"Content-Length", "70003"}, "abc", part(0, 70_000), "abc" + content[:70_000]},
		{"chunked", nil, "", part(0, size), content},
		{"small, length found", nil, "", part(0, 100), content[:100]},
		{"whole file", nil, "", func() io.Reader { _, _ = f.Seek(0, io.SeekStart); return f }, content},
		{"other reader", []string{"Content-Length", length(size)}, "", func() io.Reader { return strings.NewReader(content) }, content},
		{"only a reader", nil, "", func() io.Reader { return io.MultiReader(strings.NewReader(content)) }, content},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
				for i := 0; i < len(row.fields); i += 2 {
					w.Header().Set(row.fields[i], row.fields[i+1])
				}
				_, _ = io.WriteString(w, row.before)
				want := int64(len(row.want) - len(row.before))
				if n, err := io.Copy(w, row.source()); n != want || err != nil {
					t.Errorf("Copy() = %d, %v, want %d, nil", n, err, want)
				}
			})
			for _, p := range []*peer{e.connect(), e.dial()} {
				p.send(get("/") + get("/", "Connection: close"))
				for range 2 {
					if a := p.answer(); a.body != row.want || a.Header.Get("Content-Type") == "" {
						t.Errorf("answer = %d bytes of %q, want %d and a type", len(a.body), a.Header.Get("Content-Type"), len(row.want))
					}
				}
				p.wantEnd()
				if records := e.exchanges(); records[len(records)-1].Bytes != int64(len(row.want)) {
					t.Errorf("exchange of %d bytes, want %d", records[len(records)-1].Bytes, len(row.want))
				}
			}
		})
	}
}

// Less or more than was announced is the same fault for a file as for a write.
func TestReadFromWrongLength(t *testing.T) {
	f, content := contentFile(t, 50_000)
	for _, row := range []struct {
		name             string
		announced, asked int64
		copied           int64
		err              error
	}{
		{"file that ends early", 60_000, 60_000, 50_000, io.EOF},
		{"less than announced", 60_000, 20_000, 20_000, nil},
		{"more than announced", 30_000, 40_000, 30_000, http.ErrContentLength},
	} {
		t.Run(row.name, func(t *testing.T) {
			e := newTestEngine(t, func(w http.ResponseWriter, _ *http.Request) {
				_, _ = f.Seek(0, io.SeekStart)
				w.Header().Set("Content-Type", "a/b")
				w.Header().Set("Content-Length", strconv.FormatInt(row.announced, 10))
				if n, err := io.CopyN(w, f, row.asked); n != row.copied || !errors.Is(err, row.err) {
					t.Errorf("CopyN(%d) = %d, %v, want %d, %v", row.asked, n, err, row.copied, row.err)
				}
			})
			for _, p := range []*peer{e.connect(), e.dial()} {
				p.send(get("/", "Connection: close"))
				said, _ := io.ReadAll(p.reader)
				_, body, _ := bytes.Cut(said, []byte("\r\n\r\n"))
				if string(body) != content[:row.copied] {
					t.Errorf("content = %d bytes, want %d", len(body), row.copied)
				}
				<-p.ended
				records := e.exchanges()
				if err := records[len(records)-1].Err; (err != nil) != (row.copied < row.announced) {
					t.Errorf("exchange of %d of %d bytes has error %v", row.copied, row.announced, err)
				}
			}
		})
	}
}

func TestReadFromBrokenReader(t *testing.T) {
	e := newTestEngine(t, func(w http.ResponseWriter, _ *http.Request) {
		broken := io.MultiReader(strings.NewReader("abc"), errorReader{})
		if n, err := io.Copy(w, broken); n != 3 || !errors.Is(err, errBroken) {
			t.Errorf("Copy() = %d, %v, want 3, %v", n, err, errBroken)
		}
	})
	if a, err := parse(t, http.MethodGet, e.converse(get("/"))); a.body != "abc" || err != nil {
		t.Errorf("answer = %q, %v, want abc", a.body, err)
	}
}

var errBroken = errors.New("broken reader")

type errorReader struct{}

func (errorReader) Read([]byte) (int, error) { return 0, errBroken }

func TestWriteDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newTestEngine(t, func(w http.ResponseWriter, _ *http.Request) {
			if err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(3 * time.Second)); err != nil {
				t.Errorf("SetWriteDeadline() = %v", err)
			}
			began := time.Now()
			_, err := io.WriteString(w, strings.Repeat(long, 10))
			if took := time.Since(began); !errors.Is(err, os.ErrDeadlineExceeded) || took != 3*time.Second {
				t.Errorf("Write() = %v after %v, want %v after 3s", err, took, os.ErrDeadlineExceeded)
			}
		})
		p := e.connect()
		p.server.(*memoryConn).out.room = 1000
		p.send(get("/"))
		<-p.ended
	})
}

// The next exchange begins without the deadlines of the one before.
func TestDeadlinesEndWithTheExchange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/deadlines" {
				control := http.NewResponseController(w)
				if err := errors.Join(control.SetReadDeadline(time.Now().Add(time.Second)), control.SetWriteDeadline(time.Now().Add(time.Second))); err != nil {
					t.Errorf("set deadlines: %v", err)
				}
			}
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Errorf("%s: read body: %v", r.URL.Path, err)
			}
			_, _ = w.Write(body)
		})
		p := e.connect()
		p.send(get("/deadlines"))
		p.wantAnswer(http.StatusOK, "")
		time.Sleep(5 * time.Second)
		p.send(lines("POST /after HTTP/1.1", "Host: a", "Content-Length: 5"))
		time.Sleep(5 * time.Second)
		p.send("hello")
		p.wantAnswer(http.StatusOK, "hello")
	})
}

func TestReadDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
			if err := http.NewResponseController(w).SetReadDeadline(time.Now().Add(3 * time.Second)); err != nil {
				t.Errorf("SetReadDeadline() = %v", err)
			}
			began := time.Now()
			body, err := io.ReadAll(r.Body)
			if took := time.Since(began); !errors.Is(err, os.ErrDeadlineExceeded) || took != 3*time.Second {
				t.Errorf("read %q and %v after %v, want %v after 3s", body, err, took, os.ErrDeadlineExceeded)
			}
			w.WriteHeader(http.StatusRequestTimeout)
		})
		p := e.connect()
		p.send(lines("POST / HTTP/1.1", "Host: a", "Content-Length: 5") + "he")
		if a := p.wantAnswer(http.StatusRequestTimeout, ""); !a.Close {
			t.Error("the connection is kept after half a body, want it closed")
		}
	})
}

func TestControl(t *testing.T) {
	e := newTestEngine(t, func(w http.ResponseWriter, _ *http.Request) {
		control := http.NewResponseController(w)
		if err := control.EnableFullDuplex(); err != nil {
			t.Errorf("EnableFullDuplex() = %v, want nil", err)
		}
		if _, _, err := control.Hijack(); !errors.Is(err, http.ErrNotSupported) {
			t.Errorf("Hijack() = %v, want %v", err, http.ErrNotSupported)
		}
	})
	e.converse(get("/"))
}

// A pipe is a file too, but none that the system can send from an offset.
func TestReadFromPipe(t *testing.T) {
	e := newTestEngine(t, func(w http.ResponseWriter, _ *http.Request) {
		r, to, err := os.Pipe()
		if err != nil {
			t.Error(err)
			return
		}
		defer r.Close()
		go func() { _, _ = io.WriteString(to, long); to.Close() }()
		w.Header().Set("Content-Type", "a/b")
		w.Header().Set("Content-Length", strconv.Itoa(len(long)))
		if n, err := io.CopyN(w, r, int64(len(long))); n != int64(len(long)) || err != nil {
			t.Errorf("CopyN() = %d, %v, want %d, nil", n, err, len(long))
		}
	})
	for _, p := range []*peer{e.connect(), e.dial()} {
		p.send(get("/"))
		p.wantAnswer(http.StatusOK, long)
	}
}
