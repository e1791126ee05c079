// SPDX-License-Identifier: MIT

package folder

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childVariable); dir != "" {
		storeUntilKilled(dir)
	}
	if dir := os.Getenv(serveVariable); dir != "" {
		serveUntilKilled(dir)
	}
	goleak.VerifyTestMain(m)
}

// TestContract is DESIGN's table of what the web site answers.
func TestContract(t *testing.T) {
	for _, row := range []struct {
		name, method, target string
		status               int
	}{
		{"root", "GET", "/", 200},
		{"root with query", "GET", "/?a=b", 200},
		{"absolute form", "GET", "http://localhost:8080/a.txt", 200},
		{"absolute form of the root", "GET", "http://localhost:8080", 200},
		{"page", "GET", "/page.html", 200},
		{"text", "GET", "/a.txt", 200},
		{"empty", "GET", "/empty.txt", 200},
		{"escaped letter", "GET", "/%61.t%78t", 200},
		{"escaped space", "GET", "/sp%20ace.txt", 200},
		{"escaped UTF-8", "GET", "/caf%c3%a9.txt", 200},
		{"raw UTF-8", "GET", "/café.txt", 200},
		{"escaped percent", "GET", "/per%2541cent.txt", 200},
		{"well-known", "GET", "/.well-known/security.txt", 200},
		{"folder", "GET", "/sub/", 200},
		{"folder without slash", "GET", "/sub", 301},
		{"folder without index", "GET", "/bare/", 404},
		{"missing folder", "GET", "/none/", 404},
		{"file as folder", "GET", "/a.txt/", 404},
		{"below a file", "GET", "/a.txt/b.txt", 404},
		{"missing", "GET", "/none.txt", 404},
		{"missing below missing", "GET", "/no/such/file.html", 404},
		{"name too long", "GET", "/" + strings.Repeat("n", 300) + ".txt", 404},
		{"path too long", "GET", "/" + strings.Repeat("long/", 1500) + "a.txt", 404},
		{"hidden", "GET", "/.hidden.txt", 404},
		{"below hidden", "GET", "/.git/config.txt", 404},
		{"hidden folder", "GET", "/.git/", 404},
		{"hidden folder without slash", "GET", "/.git", 415},
		{"environment", "GET", "/.env", 415},
		{"unknown type", "GET", "/run.exe", 415},
		{"missing of unknown type", "GET", "/none.php", 415},
		{"folder of unknown type", "GET", "/app.php/", 200},
		{"folder of unknown type without slash", "GET", "/app.php", 301},
		{"missing folder of unknown type", "GET", "/none.php/", 404},
		{"below a folder of unknown type", "GET", "/app.php/index.html", 200},
		{"folder of a type that is served", "GET", "/dir.html", 301},
		{"no extension", "GET", "/noext", 415},
		{"no extension, options", "OPTIONS", "/noext", 415},
		{"no extension and missing", "GET", "/none", 404},
		{"no extension and hidden", "GET", "/.git/config", 404},
		{"escaped slash", "GET", "/sub%2ffile.txt", 404},
		{"markup", "GET", "/%3Cscript%3Ealert(1)%3C/script%3E.html", 404},
		{"dots", "GET", "/../a.txt", 403},
		{"dots that stay inside", "GET", "/sub/../a.txt", 403},
		{"double slash", "GET", "//etc/passwd", 403},
		{"NUL", "GET", "/a.txt%00.html", 400},
		{"line end", "GET", "/sub%0d%0aX-Injected:%20yes", 400},
		{"broken escape", "GET", "/a%zz.txt", 400},
		{"asterisk", "GET", "*", 400},
		{"authority form", "GET", "localhost:80", 400},
		{"upload", "GET", "/upload", 405},
		{"upload with query", "HEAD", "/upload?x", 405},
		{"uploaded", "GET", "/uploads/upload_20240315_123456_a7b9.json", 415},
		{"put", "PUT", "/a.txt", 405},
		{"post", "POST", "/a.txt", 405},
		{"delete missing", "DELETE", "/none.txt", 405},
		{"post outside", "POST", "/../upload", 403},
		{"options", "OPTIONS", "/a.txt", 204},
		{"options of all", "OPTIONS", "*", 204},
		{"options of missing", "OPTIONS", "/none.txt", 404},
		{"options of unknown type", "OPTIONS", "/run.exe", 415},
		{"options of upload", "OPTIONS", "/upload", 204},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newSite(t)
			for _, memory := range []string{"first", "ready"} {
				if res := s.do(row.method, row.target); res.StatusCode != row.status {
					t.Errorf("%s %s (%s) = %d, want %d", row.method, row.target, memory, res.StatusCode, row.status)
				}
			}
		})
	}
}

func TestAllow(t *testing.T) {
	s := newSite(t)
	for _, row := range []struct{ method, target, allow string }{
		{"OPTIONS", "/a.txt", "GET, HEAD, OPTIONS"},
		{"OPTIONS", "/upload", "OPTIONS, POST"},
		{"OPTIONS", "*", "GET, HEAD, OPTIONS, POST"},
		{"PUT", "/a.txt", "GET, HEAD, OPTIONS"},
		{"PUT", "/upload", "OPTIONS, POST"},
		{"GET", "/upload", "OPTIONS, POST"},
	} {
		if allow := s.do(row.method, row.target).Header.Get("Allow"); allow != row.allow {
			t.Errorf("%s %s: Allow = %q, want %q", row.method, row.target, allow, row.allow)
		}
	}
}

func TestUploadsOff(t *testing.T) {
	s := newSite(t, func(o *Options) { o.Uploads = false })
	for method, status := range map[string]int{"GET": 404, "POST": 405, "OPTIONS": 404} {
		if res := s.do(method, "/upload"); res.StatusCode != status {
			t.Errorf("%s /upload = %d, want %d", method, res.StatusCode, status)
		}
	}
	if allow := s.do("OPTIONS", "*").Header.Get("Allow"); strings.Contains(allow, "POST") {
		t.Errorf("OPTIONS *: Allow = %q, want no POST", allow)
	}
}

// TestHead holds that HEAD carries every field of GET, coded or not.
func TestHead(t *testing.T) {
	for _, memory := range []func(*Options){noMemory, func(*Options) {}} {
		s := newSite(t, memory)
		for _, target := range []string{"/", "/a.txt", "/page.html", "/pic.png", "/sub", "/none.txt", "/run.exe", "/empty.txt"} {
			for _, coding := range []string{"", "gzip", "zstd"} {
				get := s.do("GET", target, "Accept-Encoding: "+coding)
				head := s.do("HEAD", target, "Accept-Encoding: "+coding)
				if diff := diffAnswers(get, head); diff != "" {
					t.Errorf("HEAD %s (%s) differs from GET: %s", target, coding, diff)
				}
				if b := body(t, head); head.StatusCode < 300 && b != "" {
					t.Errorf("HEAD %s has a body of %d bytes", target, len(b))
				}
			}
		}
	}
}

func TestRedirect(t *testing.T) {
	s := newSite(t, everyType)
	s.write("evil.example/index.html", "not a host")
	s.write("dir.html/index.html", "looks like a page")
	s.write("ein ordner/index.html", "space")
	for target, location := range map[string]string{
		"/sub":           "/sub/",
		"/sub?a=b/c":     "/sub/?a=b/c",
		"/sub?":          "/sub/?",
		"/dir.html":      "/dir.html/",
		"/evil.example":  "/evil.example/",
		"/ein%20ordner":  "/ein%20ordner/",
		"http://h/sub?q": "/sub/?q",
	} {
		res := s.do("GET", target)
		if got := res.Header.Get("Location"); res.StatusCode != 301 || got != location {
			t.Errorf("GET %s = %d to %q, want 301 to %q", target, res.StatusCode, got, location)
		}
		if got := res.Header.Get("Cache-Control"); got != "no-cache" {
			t.Errorf("GET %s: Cache-Control = %q, want that of files", target, got)
		}
	}
	if res := s.do("GET", "/sub?a\r\nX-Injected: yes"); res.StatusCode != 400 {
		t.Errorf("GET with a line end in the query = %d, want 400", res.StatusCode)
	}
}

func TestOpenRefuses(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	good := Options{Fail: failPlainly}
	for _, row := range []struct {
		name, root string
		options    Options
		want       string
	}{
		{"missing", filepath.Join(dir, "none"), good, "none\": no such file"},
		{"a file", file, good, "file\": not a directory"},
		{"no Fail", dir, Options{}, "no Fail given"},
		{"no limit", dir, Options{Fail: failPlainly, Uploads: true}, "upload limit 0 is not positive"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := Open(row.root, row.options)
			if err == nil || !strings.HasPrefix(err.Error(), "open folder ") {
				t.Fatalf("Open(%q) = %v, want an error that names the folder", row.root, err)
			}
			if os.PathSeparator == '/' && !strings.Contains(err.Error(), row.want) {
				t.Errorf("Open(%q) = %v, want %q in it", row.root, err, row.want)
			}
		})
	}
}

// TestServers runs the same requests on net/http's server and on a recorder.
func TestServers(t *testing.T) {
	s := newSite(t)
	server := newServer(t, s)
	for _, target := range []string{"/", "/a.txt", "/page.html", "/sub/", "/sub", "/none.txt", "/run.exe", "/..%2fa.txt", "/a%zz", "/%00"} {
		for _, fields := range [][]string{nil, {"Range: bytes=2-5"}, {"Accept-Encoding: gzip"}, {"If-None-Match: *"}} {
			want := s.do("GET", target, fields...)
			got := roundTrip(t, server, target, fields...)
			if got.StatusCode == http.StatusBadRequest && want.StatusCode == http.StatusBadRequest {
				continue // net/http refuses these targets itself
			}
			if diff := diffAnswers(want, got); diff != "" {
				t.Errorf("GET %s %v differs on net/http: %s", target, fields, diff)
			}
			if body(t, want) != body(t, got) {
				t.Errorf("GET %s %v: other body on net/http", target, fields)
			}
		}
	}
}

// TestWriteOnly has a folder that takes and does not give.
func TestWriteOnly(t *testing.T) {
	s := newSite(t, func(o *Options) { o.WriteOnly = true })
	for _, row := range []struct {
		method, target string
		status         int
	}{
		{"GET", "/", 403},
		{"HEAD", "/a.txt", 403},
		{"GET", "/none.txt", 403},
		{"GET", "/run.exe", 403},
		{"OPTIONS", "/a.txt", 403},
		{"PUT", "/a.txt", 405},
		{"GET", "/../a.txt", 403},
		{"GET", "/upload", 405},
		{"OPTIONS", "/upload", 204},
	} {
		if res := s.do(row.method, row.target); res.StatusCode != row.status {
			t.Errorf("%s %s = %d, want %d", row.method, row.target, res.StatusCode, row.status)
		}
	}
	if res := s.send(jsonRequest("{}")); res.StatusCode != 201 {
		t.Errorf("POST /upload = %d, want 201", res.StatusCode)
	}
}

// TestStored hears of what is on the disk, and of nothing else.
func TestStored(t *testing.T) {
	var heard []string
	s := newSite(t, func(o *Options) {
		o.Stored = func(r *http.Request, path string, size int64) {
			heard = append(heard, fmt.Sprintf("%s %s %d", r.Method, path, size))
		}
	})
	s.send(jsonRequest("not JSON"))
	s.send(jsonRequest(`{"a": 1}`))
	want := "POST /" + UploadsName + "/" + strings.Join(s.stored(), " and ") + " 8"
	if len(heard) != 1 || heard[0] != want {
		t.Errorf("heard of %q, want %q alone", heard, want)
	}
}
