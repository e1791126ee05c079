// SPDX-License-Identifier: MIT

package folder

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func jsonRequest(content string, fields ...string) *http.Request {
	return newRequest("POST", "/upload", strings.NewReader(content), append([]string{"Content-Type: application/json"}, fields...)...)
}

// stored returns the names in the uploads folder, part files too.
func (s *site) stored() []string {
	s.t.Helper()
	files, err := os.ReadDir(s.path(UploadsName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		names = append(names, file.Name())
	}
	return names
}

var createdAnswer = regexp.MustCompile(
	`^{"status":"success","message":"File created successfully","filepath":"/(uploads/upload_\d{8}_\d{6}_[0-9a-f]{4}\.json)"}$`)

func TestUpload(t *testing.T) {
	s := newSite(t)
	content := "{\"name\": \"x\",\r\n \"n\": [1, 2.5, null, true], \"u\": \"é\"}\n"
	res := s.send(jsonRequest(content))
	answer := body(t, res)
	found := createdAnswer.FindStringSubmatch(answer)
	if res.StatusCode != 201 || found == nil {
		t.Fatalf("POST = %d %s", res.StatusCode, answer)
	}
	if got := res.Header.Get("Content-Type"); got != "application/json" {
		t.Errorf("Content-Type = %q", got)
	}
	if got := res.Header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control = %q", got)
	}
	if !json.Valid([]byte(answer)) {
		t.Errorf("%s is not JSON", answer)
	}
	got, err := os.ReadFile(s.path(found[1]))
	if err != nil || string(got) != content {
		t.Errorf("stored %q, %v, want what was sent", got, err)
	}
	info, err := os.Stat(s.path(found[1]))
	if err != nil || filepath.Separator == '/' && info.Mode() != 0o600 {
		t.Errorf("stored with mode %v, %v, want 0600", info.Mode(), err)
	}
	if diff := cmp.Diff([]string{filepath.Base(found[1])}, s.stored()); diff != "" {
		t.Errorf("uploads (-want +got):\n%s", diff)
	}
}

func TestPeers38UploadTypes(t *testing.T) {
	s := newSite(t)
	for _, row := range []struct {
		name   string
		fields []string
		status int
	}{
		{"plain", []string{"Content-Type: application/json"}, 201},
		{"capitals", []string{"Content-Type: Application/JSON"}, 201},
		{"charset", []string{"Content-Type: application/json; charset=utf-8"}, 201},
		{"charset in capitals", []string{`Content-Type: application/json;Charset="UTF-8"`}, 201},
		{"other parameter", []string{"Content-Type: application/json; profile=x"}, 201},
		{"identity", []string{"Content-Type: application/json", "Content-Encoding: identity"}, 201},
		{"other charset", []string{"Content-Type: application/json; charset=utf-16"}, 415},
		{"none", nil, 415},
		{"empty", []string{"Content-Type: "}, 415},
		{"two", []string{"Content-Type: application/json", "Content-Type: application/json"}, 415},
		{"malformed", []string{"Content-Type: application/json; charset"}, 415},
		{"text", []string{"Content-Type: text/plain"}, 415},
		{"form", []string{"Content-Type: application/x-www-form-urlencoded"}, 415},
		{"multipart", []string{"Content-Type: multipart/form-data; boundary=x"}, 415},
		{"longer name", []string{"Content-Type: application/jsonx"}, 415},
		{"suffix", []string{"Content-Type: application/ld+json"}, 415},
		{"coded", []string{"Content-Type: application/json", "Content-Encoding: gzip"}, 415},
		{"coded twice", []string{"Content-Type: application/json", "Content-Encoding: identity", "Content-Encoding: br"}, 415},
	} {
		t.Run(row.name, func(t *testing.T) {
			before := len(s.stored())
			res := s.send(newRequest("POST", "/upload", strings.NewReader("{}"), row.fields...))
			if res.StatusCode != row.status {
				t.Errorf("POST %q = %d, want %d", row.fields, res.StatusCode, row.status)
			}
			if kept := len(s.stored()) > before; kept != (row.status == 201) {
				t.Errorf("POST %q: stored %v", row.fields, kept)
			}
		})
	}
}

func TestUploadRefuses(t *testing.T) {
	s := newSite(t, func(o *Options) { o.UploadLimit = 100 })
	long := `"` + strings.Repeat("x", 98) + `"`
	for _, row := range []struct {
		name   string
		body   io.Reader
		status int
	}{
		{"half an object", strings.NewReader(`{"a":`), 400},
		{"no JSON", strings.NewReader("not json"), 400},
		{"single quotes", strings.NewReader("{'a':1}"), 400},
		{"more after it", strings.NewReader(`{"a":1}}`), 400},
		{"no UTF-8", strings.NewReader("\xff\xfe"), 400},
		{"no UTF-8 in a string", strings.NewReader("\"\xff\""), 400},
		{"byte order mark", strings.NewReader("\ufeff{}"), 400},
		{"empty", strings.NewReader(""), 400},
		{"no body", nil, 400},
		{"spaces", strings.NewReader("   "), 400},
		{"too deep", strings.NewReader(strings.Repeat("[", 99)), 400},
		{"over the limit", strings.NewReader(long + " "), 413},
		{"over the limit, length unknown", io.MultiReader(strings.NewReader(long), strings.NewReader(" ")), 413},
		{"cut off", io.MultiReader(strings.NewReader("{}"), iotest.ErrReader(io.ErrUnexpectedEOF)), 400},
		{"stopped coming", io.MultiReader(strings.NewReader("{}"), iotest.ErrReader(os.ErrDeadlineExceeded)), 408},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := newRequest("POST", "/upload", row.body, "Content-Type: application/json")
			if res := s.send(r); res.StatusCode != row.status {
				t.Errorf("POST = %d, want %d", res.StatusCode, row.status)
			}
			if _, err := os.Stat(s.path(UploadsName)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the disk was touched: %v", err)
			}
		})
	}
	for _, whole := range []io.Reader{strings.NewReader(long), io.MultiReader(strings.NewReader(long))} {
		r := newRequest("POST", "/upload", whole, "Content-Type: application/json")
		if res := s.send(r); res.StatusCode != 201 {
			t.Errorf("POST of exactly the limit = %d, want 201", res.StatusCode)
		}
	}
}

// TestUploadRefusesUnread holds that a body which will not be taken is never
// asked for: a client may be waiting for 100 Continue.
func TestUploadRefusesUnread(t *testing.T) {
	s := newSite(t)
	unread := iotest.ErrReader(errors.New("somebody reads"))
	large := newRequest("POST", "/upload", unread, "Content-Type: application/json")
	large.ContentLength = 1<<20 + 1
	text := newRequest("POST", "/upload", unread, "Content-Type: text/plain")
	for r, status := range map[*http.Request]int{large: 413, text: 415} {
		if res := s.send(r); res.StatusCode != status {
			t.Errorf("POST of %d bytes of %s = %d, want %d", r.ContentLength, r.Header.Get("Content-Type"), res.StatusCode, status)
		}
	}
}

func TestConcurrentUploads(t *testing.T) {
	const count = 50
	s := newSite(t)
	paths := make(chan string, count)
	var senders sync.WaitGroup
	for i := range count {
		senders.Go(func() {
			content, err := json.Marshal(i)
			if err != nil {
				t.Error(err)
			}
			var answer struct{ Filepath string }
			if err := json.NewDecoder(s.send(jsonRequest(string(content))).Body).Decode(&answer); err != nil {
				t.Error(err)
				return
			}
			got, err := os.ReadFile(s.path(answer.Filepath))
			if err != nil || !bytes.Equal(got, content) {
				t.Errorf("%s holds %q, %v, want %s", answer.Filepath, got, err, content)
			}
			paths <- answer.Filepath
		})
	}
	senders.Wait()
	close(paths)
	seen := map[string]bool{}
	for path := range paths {
		seen[path] = true
	}
	if len(seen) != count || len(s.stored()) != count {
		t.Errorf("%d names and %d files for %d uploads", len(seen), len(s.stored()), count)
	}
}

// TestStoreFaults holds that a disk which fails leaves nothing behind, and
// that the answer says what to do without saying where.
func TestStoreFaults(t *testing.T) {
	for errno, status := range map[syscall.Errno]int{
		syscall.ENOSPC: 507, syscall.EROFS: 403, syscall.EACCES: 403, syscall.EIO: 500,
	} {
		if filepath.Separator != '/' {
			t.Skip("the numbers are those of Unix")
		}
		s := newSite(t)
		s.upload.store.write = func(part *os.File, content []byte) error {
			if _, err := part.Write(content[:1]); err != nil {
				t.Error(err)
			}
			return &fs.PathError{Op: "write", Path: part.Name(), Err: errno}
		}
		res := s.send(jsonRequest("{}"))
		if res.StatusCode != status {
			t.Errorf("%v = %d, want %d", errno, res.StatusCode, status)
		}
		if reason := body(t, res); strings.Contains(reason, s.root) || strings.Contains(reason, ".part") {
			t.Errorf("%v: the answer tells too much: %s", errno, reason)
		}
		if left := s.stored(); left != nil {
			t.Errorf("%v leaves %q", errno, left)
		}
	}
}
