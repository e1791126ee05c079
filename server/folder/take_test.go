// SPDX-License-Identifier: MIT

package folder

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// newTaking is a site that takes files of any kind, under changed conditions.
func newTaking(t testing.TB, change ...func(*TakeOptions)) *site {
	t.Helper()
	return newSite(t, everyType, func(o *Options) {
		o.Reserved, o.Take = "-", &TakeOptions{}
		for _, c := range change {
			c(o.Take)
		}
	})
}

// put sends a file.
func (s *site) put(target string, content io.Reader, fields ...string) *http.Response {
	s.t.Helper()
	return s.send(newRequest("PUT", target, content, fields...))
}

// told returns the files that an answer tells of.
func told(t testing.TB, res *http.Response) []taken {
	t.Helper()
	var answer struct{ Files []taken }
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer.Files
}

func (s *site) read(path string) string {
	s.t.Helper()
	content, err := os.ReadFile(s.path(path))
	if err != nil {
		s.t.Error(err)
	}
	return string(content)
}

// parts returns the names in the folder of parts.
func (s *site) parts() (names []string) {
	s.t.Helper()
	files, err := os.ReadDir(s.path(partsName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.t.Fatal(err)
	}
	for _, file := range files {
		names = append(names, file.Name())
	}
	return names
}

// tree returns all files and folders of the site, but for the parts.
func (s *site) tree() (paths []string) {
	s.t.Helper()
	err := fs.WalkDir(os.DirFS(s.root), ".", func(path string, _ fs.DirEntry, err error) error {
		if path == partsName {
			return fs.SkipDir
		}
		paths = append(paths, path)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return paths
}

func TestPut(t *testing.T) {
	for _, row := range []struct{ name, target, want string }{
		{"new", "/new.bin", "new.bin"},
		{"in a folder", "/sub/new.bin", "sub/new.bin"},
		{"in folders that are made", "/sub/x/y/new.bin", "sub/x/y/new.bin"},
		{"escaped", "/n%65w%20%C3%A9.bin", "new é.bin"},
		{"taken", "/a.txt", "a (2).txt"},
		{"name of a folder", "/sub", "sub (2)"},
		{"hidden", "/.profile", "_profile"},
		{"below a hidden folder", "/.ssh/authorized_keys", "_ssh/_authorized_keys"},
		{"our parts", "/.porchlight-uploads/x", "_porchlight-uploads/x"},
		{"device", "/con.txt", "_con.txt"},
		{"refused by Windows", "/a%3Fb%3A/c%7C.txt", "a_b_/c_.txt"},
		{"index", "/Index.html", "_Index.html"},
		{"upload below upload", "/upload/x", "upload/x"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newTaking(t)
			res := s.put(row.target, strings.NewReader("content"))
			if res.StatusCode != 201 {
				t.Fatalf("PUT = %d %s", res.StatusCode, body(t, res))
			}
			want := taken{Name: filepath.Base(row.want), Path: "/" + row.want, Size: 7}
			if diff := cmp.Diff([]taken{want}, told(t, res)); diff != "" {
				t.Errorf("PUT tells (-want +got):\n%s", diff)
			}
			if got := res.Header.Get("Location"); got != want.address() {
				t.Errorf("Location = %q, want %q", got, want.address())
			}
			if got := s.read(row.want); got != "content" {
				t.Errorf("%s holds %q", row.want, got)
			}
			if info, err := os.Stat(s.path(row.want)); err != nil || filepath.Separator == '/' && info.Mode() != 0o600 {
				t.Errorf("stored with mode %v, %v, want 0600", info.Mode(), err)
			}
			if left := s.parts(); left != nil {
				t.Errorf("parts left: %q", left)
			}
		})
	}
}

// TestPutRefused holds that nothing is written, and that the body is not asked
// for: a client may be waiting for 100 Continue (PEERS 17).
func TestPeers17RefusedUnread(t *testing.T) {
	unread := iotest.ErrReader(errors.New("somebody reads"))
	deep := strings.Repeat("/d", deepest+1) + "/x"
	for _, row := range []struct {
		name, method, target string
		length               int64
		fields               []string
		status               int
	}{
		{"climbs", "PUT", "/../x", -1, nil, 403},
		{"climbs, escaped", "PUT", "/%2e%2e/x", -1, nil, 403},
		{"backslash", "PUT", "/..%5cx", -1, nil, 403},
		{"escaped slash", "PUT", "/..%2fx", -1, nil, 403},
		{"empty segment", "PUT", "//host/x", -1, nil, 403},
		{"NUL", "PUT", "/x%00", -1, nil, 400},
		{"newline", "PUT", "/a%0ab", -1, nil, 400},
		{"broken UTF-8", "PUT", "/%ff", -1, nil, 400},
		{"too deep", "PUT", deep, -1, nil, 400},
		{"folder", "PUT", "/sub/", -1, nil, 400},
		{"root", "PUT", "/", -1, nil, 400},
		{"file in place of a folder", "PUT", "/a.txt/x", -1, nil, 409},
		{"reserved", "PUT", "/-/x", -1, nil, 404},
		{"JSON uploads", "PUT", "/upload", -1, nil, 405},
		{"part of a file", "PUT", "/x", 5, []string{"Content-Range: bytes 0-4/10"}, 400},
		{"coded", "PUT", "/x", -1, []string{"Content-Encoding: gzip"}, 415},
		{"If-Match", "PUT", "/x", -1, []string{"If-Match: *"}, 412},
		{"If-None-Match", "PUT", "/a.txt", -1, []string{"If-None-Match: *"}, 412},
		{"too large", "PUT", "/x", 101, nil, 413},
		{"too large in all", "PUT", "/x", 101, []string{"Upload-Complete: ?0", "Upload-Length: 100"}, 413},
		{"another origin", "PUT", "/x", -1, []string{"Origin: http://evil.example"}, 403},
		{"another site", "POST", "/", -1, []string{"Sec-Fetch-Site: cross-site"}, 403},
		{"form in no folder", "POST", "/none/", -1, []string{"Content-Type: multipart/form-data; boundary=x"}, 404},
		{"no form", "POST", "/", -1, []string{"Content-Type: text/plain"}, 415},
		{"form without boundary", "POST", "/", -1, []string{"Content-Type: multipart/form-data"}, 415},
		{"no kind", "POST", "/", -1, nil, 415},
		{"delete", "DELETE", "/a.txt", -1, nil, 405},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newTaking(t, func(o *TakeOptions) { o.FileLimit = 100 })
			before := s.tree()
			r := newRequest(row.method, row.target, unread, row.fields...)
			r.ContentLength = row.length
			if res := s.send(r); res.StatusCode != row.status {
				t.Errorf("%s %s = %d %s, want %d", row.method, row.target, res.StatusCode, body(t, res), row.status)
			}
			if diff := cmp.Diff(before, s.tree()); diff != "" || s.parts() != nil {
				t.Errorf("the disk was touched: %q%s", s.parts(), diff)
			}
		})
	}
}

// TestPeers18NothingTaken holds that each method is refused where no files are
// taken, reserved addresses too.
func TestPeers18NothingTaken(t *testing.T) {
	s := newSite(t, everyType)
	for _, method := range []string{"PUT", "POST", "PATCH", "DELETE"} {
		if res := s.do(method, "/x"); res.StatusCode != 405 {
			t.Errorf("%s /x = %d, want 405", method, res.StatusCode)
		}
		if res := s.session(newRequest(method, "/-/upload/"+newID(), nil)); res.StatusCode != 404 {
			t.Errorf("%s of an upload = %d, want 404", method, res.StatusCode)
		}
	}
	if _, err := os.Stat(s.path(partsName)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is a folder of parts: %v", err)
	}
}

func TestTakeOptions(t *testing.T) {
	s := newTaking(t, func(o *TakeOptions) { o.FileLimit = 7 })
	for _, target := range []string{"/", "/sub/", "/new", "*"} {
		res := s.do("OPTIONS", target)
		if got := res.Header.Get("Allow"); res.StatusCode != 204 || got != takeMethods {
			t.Errorf("OPTIONS %s = %d, Allow %q, want %q", target, res.StatusCode, got, takeMethods)
		}
	}
	if got := s.do("OPTIONS", "/").Header.Get("Upload-Limit"); got != "max-size=7, max-age=86400" {
		t.Errorf("Upload-Limit = %q", got)
	}
	for _, bad := range []TakeOptions{{FileLimit: -1}, {SpaceLimit: -1}, {KeepFree: -1}} {
		if _, err := Open(s.root, Options{Fail: failPlainly, Take: &bad}); err == nil {
			t.Errorf("Open with %+v = nil, want an error", bad)
		}
	}
}

// TestPeers19OneName holds that of many uploads of one name each survives.
func TestPeers19OneName(t *testing.T) {
	const count = 50
	s := newTaking(t)
	for name, rename := range map[string]func(from, to string) error{"linked": nil, "renamed": errorOnLink} {
		t.Run(name, func(t *testing.T) {
			s.take.disk.link = rename
			if rename == nil {
				s.take.disk.link = s.take.root.Link
			}
			var senders sync.WaitGroup
			for i := range count {
				senders.Go(func() {
					content := fmt.Sprint(name, i)
					res := s.put("/"+name+".txt", strings.NewReader(content))
					if files := told(t, res); s.read(files[0].Path) != content {
						t.Errorf("%s is not what was sent", files[0].Path)
					}
				})
			}
			senders.Wait()
			if found, err := filepath.Glob(s.path(name + "*.txt")); err != nil || len(found) != count {
				t.Errorf("%d files for %d uploads, %v", len(found), count, err)
			}
			exact := s.put("/"+name+".txt", strings.NewReader("x"), "If-None-Match: *")
			if exact.StatusCode != 412 {
				t.Errorf("PUT with If-None-Match: * = %d, want 412", exact.StatusCode)
			}
		})
	}
}

// errorOnLink is a file system without links.
func errorOnLink(from, to string) error { return &os.LinkError{Op: "link", Err: errors.ErrUnsupported} }

// TestPeers19LostRace holds that a name which is taken while a file comes is
// not taken from it.
func TestPeers19LostRace(t *testing.T) {
	s := newTaking(t)
	race := func() io.Reader {
		return io.MultiReader(strings.NewReader("late"), readerFunc(func([]byte) (int, error) {
			s.write("x.txt", "early")
			return 0, io.EOF
		}))
	}
	if res := s.put("/x.txt", race(), "If-None-Match: *"); res.StatusCode != 412 {
		t.Errorf("PUT with If-None-Match: * = %d, want 412", res.StatusCode)
	}
	if res := s.put("/x.txt", race()); res.StatusCode != 201 {
		t.Errorf("PUT = %d, want 201", res.StatusCode)
	}
	if got := s.read("x.txt") + s.read("x (2).txt"); got != "earlylate" {
		t.Errorf("x.txt and x (2).txt hold %q", got)
	}
	if left := s.parts(); left != nil {
		t.Errorf("parts left: %q", left)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func TestInboxFolders(t *testing.T) {
	s := newSite(t, everyType, func(o *Options) {
		o.WriteOnly, o.Index, o.Reserved = true, "", "-"
		o.Now = func() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, time.Local) }
		o.Take = &TakeOptions{Inbox: func(r *http.Request) string { return r.Header.Get("Device") }}
	})
	for _, row := range []struct{ device, target, want string }{
		{"Ann's phone", "/a.jpg", "/Ann's phone/2026-11-24/a.jpg"},
		{"Ann's phone", "/a.jpg", "/Ann's phone/2026-11-24/a (2).jpg"},
		{"../../etc", "/sub/b.jpg", "/__.._etc/2026-11-24/sub/b.jpg"},
		{"", "/c.jpg", "/file/2026-11-24/c.jpg"},
		{"x", "/a.txt", "/x/2026-11-24/a.txt"},
	} {
		res := s.put(row.target, strings.NewReader("x"), "Device: "+row.device)
		if got := told(t, res)[0].Path; got != row.want {
			t.Errorf("PUT %s from %q goes to %q, want %q", row.target, row.device, got, row.want)
		}
		if got := s.do("GET", row.want).StatusCode; got != 403 {
			t.Errorf("GET %s = %d, want 403", row.want, got)
		}
	}
	res := s.send(formRequest("/", formPart{name: "f", file: "d.jpg", content: "d"}))
	if got := told(t, res)[0].Path; got != "/file/2026-11-24/d.jpg" {
		t.Errorf("a form goes to %q", got)
	}
}

// TestSiblingOfAnother holds that no upload stands in for another file.
func TestSiblingOfAnother(t *testing.T) {
	s := newTaking(t)
	s.put("/page.html.br", strings.NewReader("not the page"))
	for range 2 { // from the disk and from memory
		if got := body(t, s.do("GET", "/page.html", "Accept-Encoding: br")); got != longPage {
			t.Errorf("GET /page.html sends %.20q", got)
		}
	}
}

func TestStoredIsTold(t *testing.T) {
	var heard []string
	s := newSite(t, everyType, func(o *Options) {
		o.Take = &TakeOptions{}
		o.Stored = func(r *http.Request, path string, size int64) {
			heard = append(heard, fmt.Sprint(r.Method, path, size))
		}
	})
	s.put("/sub/x.bin", strings.NewReader("12345"))
	s.put("/y.bin", iotest.ErrReader(io.ErrUnexpectedEOF))
	if diff := cmp.Diff([]string{"PUT/sub/x.bin5"}, heard); diff != "" {
		t.Errorf("heard (-want +got):\n%s", diff)
	}
}
