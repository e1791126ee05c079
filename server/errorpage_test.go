// SPDX-License-Identifier: MIT

package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"porchlight/server/config"
	"porchlight/server/folder"
)

const (
	asHTML = "text/html; charset=utf-8"
	asJSON = "application/json"
)

func TestErrorPageForm(t *testing.T) {
	for _, tt := range []struct{ name, accept, want string }{
		{"nothing said", "", asHTML},
		{"anything", "*/*", asHTML},
		{"a browser", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", asHTML},
		{"JSON", "application/json", asJSON},
		{"JSON, and anything else", "application/json, text/plain, */*", asJSON},
		{"JSON in capitals", "Application/JSON", asJSON},
		{"JSON with a parameter", "application/json;charset=utf-8", asJSON},
		{"a JSON dialect", "application/problem+json", asJSON},
		{"both", "application/json, text/html", asHTML},
		{"JSON rather than HTML", "text/html;q=0.5, application/json", asJSON},
		{"HTML rather than JSON", "application/json;q=0.5, text/html;q=0.9", asHTML},
		{"JSON, HTML not at all", "application/json;q=0.1, text/html;q=0", asJSON},
		{"no JSON", "application/json;q=0", asHTML},
		{"no JSON, with digits and blanks", "application/json ; q=0.000, */*", asHTML},
		{"a weight in capitals", "application/json;Q=0", asHTML},
		{"a broken weight", "application/json;q=much", asHTML},
		{"a word that holds json", "text/jsonish", asHTML},
		{"nonsense", ";;,,json/", asHTML},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := errorPage(404, "gone", "", tt.accept); got != tt.want {
				t.Errorf("errorPage for Accept %q is %s, want %s", tt.accept, got, tt.want)
			}
		})
	}
}

func TestErrorPageText(t *testing.T) {
	for _, tt := range []struct{ name, reason, want string }{
		{"a sentence", "Nothing here. Look elsewhere.", "Nothing here. Look elsewhere."},
		{"a phrase of the engine", "no worker is free, try again in a moment", "No worker is free, try again in a moment."},
		{"nothing", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, body := errorPage(503, tt.reason, "a-1", asJSON)
			var got failure
			if err := json.Unmarshal(body, &got); err != nil {
				t.Fatalf("errorPage = %q: %v", body, err)
			}
			if diff := cmp.Diff(failure{503, "Service Unavailable", tt.want, "a-1"}, got); diff != "" {
				t.Errorf("errorPage(%q) differs (-want +got):\n%s", tt.reason, diff)
			}
			if _, page := errorPage(503, tt.reason, "a-1", ""); !strings.Contains(string(page), "<p>"+tt.want+"</p>") {
				t.Errorf("errorPage(%q) = %s, want the reason in it", tt.reason, page)
			}
		})
	}
}

func TestErrorPageEscapes(t *testing.T) {
	const bad = `<script>alert("1")</script>`
	for _, accept := range []string{"", asJSON} {
		if _, body := errorPage(400, bad, bad, accept); strings.Contains(string(body), "<script") {
			t.Errorf("errorPage for Accept %q = %s, want markup escaped", accept, body)
		}
	}
}

// TestErrorAnswers looks at whole answers, of the guard, of the folder and of
// the engine: the same fields, and an id that the page, the field and the log
// agree on.
func TestErrorAnswers(t *testing.T) {
	f := start(t)
	for _, tt := range []struct {
		name, line, host string
		want             int
	}{
		{"guard", "GET /", "evil.example", 403},
		{"routes", "GET /-/other", "localhost", 404},
		{"folder", "GET /gone.txt", "localhost", 404},
		{"engine", "GET *", "localhost", 400},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := len(f.lines("request"))
			got := f.ask(tt.line, "Host: "+tt.host, "Accept: application/json")
			var told failure
			if err := json.Unmarshal([]byte(got.body), &told); err != nil {
				t.Fatalf("%s = %q: %v", tt.line, got.body, err)
			}
			if got.StatusCode != tt.want || told.Status != tt.want || told.Title != http.StatusText(tt.want) {
				t.Errorf("%s = %d and %+v, want %d", tt.line, got.StatusCode, told, tt.want)
			}
			id := got.Header.Get("X-Request-Id")
			f.eventually("logged", func() bool { return len(f.lines("request")) > before })
			if logged := f.lines("request")[before].ID; id == "" || told.ID != id || logged != id {
				t.Errorf("%s: id %q in the field, %q on the page, %q in the log, want one", tt.line, id, told.ID, logged)
			}
			want := map[string]string{"Content-Type": asJSON, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
			for name, value := range want {
				if got := got.Header.Get(name); got != value {
					t.Errorf("%s: %s = %q, want %q", tt.line, name, got, value)
				}
			}
		})
	}
}

// TestErrorToHead sends the fields of the page, and not the page.
func TestErrorToHead(t *testing.T) {
	f := start(t)
	for _, host := range []string{"localhost", "evil.example"} {
		fields := []string{"Host: " + host, "X-Request-Id: the-same"}
		get, head := f.ask("GET /gone.txt", fields...), f.ask("HEAD /gone.txt", fields...)
		if head.body != "" || head.StatusCode != get.StatusCode || head.ContentLength != int64(len(get.body)) {
			t.Errorf("HEAD of %s = %d, length %d, %d bytes, want %d, %d and none",
				host, head.StatusCode, head.ContentLength, len(head.body), get.StatusCode, len(get.body))
		}
		get.Header.Del("Date")
		head.Header.Del("Date")
		if diff := cmp.Diff(get.Header, head.Header); diff != "" {
			t.Errorf("fields of %s differ (-GET +HEAD):\n%s", host, diff)
		}
	}
}

// TestOwnFault answers for a folder that has a fault: the cause goes to the
// log under the id that the client gets, and nowhere else.
func TestOwnFault(t *testing.T) {
	f := newFixture(t)
	const secret = "/home/somebody/secret.txt"
	for _, tt := range []struct {
		name string
		err  *folder.Error
		log  int
	}{
		{"ours", &folder.Error{Status: 500, Reason: "Try again.", Err: &os.PathError{Op: "read", Path: secret, Err: errors.New("bad disk")}}, 1},
		{"theirs, forbidden", &folder.Error{Status: 403, Reason: "Not lent.", Err: &os.PathError{Op: "open", Path: secret, Err: os.ErrPermission}}, 0},
		{"theirs", &folder.Error{Status: 404, Reason: "Look elsewhere.", Err: &os.PathError{Op: "open", Path: secret, Err: os.ErrNotExist}}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := len(f.lines("request failed"))
			w := httptest.NewRecorder()
			f.failFolder(w, httptest.NewRequest("GET", "/secret.txt", nil), tt.err)
			if w.Code != tt.err.Status || !strings.Contains(w.Body.String(), tt.err.Reason) {
				t.Errorf("answer = %d %s, want %d with the reason", w.Code, w.Body, tt.err.Status)
			}
			for _, word := range []string{"somebody", "bad disk", "not exist"} {
				if strings.Contains(w.Body.String(), word) {
					t.Errorf("answer = %s, want no word of %q", w.Body, word)
				}
			}
			logged := f.lines("request failed")[before:]
			if len(logged) != tt.log {
				t.Fatalf("log = %+v, want %d lines", logged, tt.log)
			}
			if tt.log == 1 && (logged[0].Level != "ERROR" || logged[0].Target != "/secret.txt" || !strings.Contains(logged[0].Err, secret)) {
				t.Errorf("log = %+v, want an error that names the file", logged[0])
			}
		})
	}
}

// TestUploadRefusedByDisk tells the owner why an upload was not stored, and
// stays silent when the request is at fault.
func TestUploadRefusedByDisk(t *testing.T) {
	f := newFixture(t)
	for _, tt := range []struct {
		name string
		err  *folder.Error
		want []string // levels of the lines
	}{
		{"read-only folder", &folder.Error{Status: 403, Reason: "Read-only.", Err: os.ErrPermission}, []string{"WARN"}},
		{"full disk", &folder.Error{Status: 507, Reason: "Full.", Err: errors.New("no space")}, []string{"ERROR"}},
		{"request", &folder.Error{Status: 403, Reason: "No such name."}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := len(f.lines("request failed"))
			f.failFolder(httptest.NewRecorder(), httptest.NewRequest("POST", "/upload", nil), tt.err)
			var got []string
			for _, l := range f.lines("request failed")[before:] {
				got = append(got, l.Level)
				if l.Status != tt.err.Status || !strings.Contains(l.Err, tt.err.Err.Error()) {
					t.Errorf("log = %+v, want status %d and the cause", l, tt.err.Status)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("levels in the log differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestErrorPageCost holds that a flood of refusals runs no template: a page
// that was made before costs its own bytes only, and nothing without an id.
func TestErrorPageCost(t *testing.T) {
	const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
	for _, accept := range []string{"", browser} {
		for id, want := range map[string]float64{"a7b9-1": 1, "": 0} {
			got := testing.AllocsPerRun(100, func() { errorPage(503, "no worker is free", id, accept) })
			if got > want {
				t.Errorf("errorPage for Accept %q and the id %q allocates %v times, want %v", accept, id, got, want)
			}
		}
	}
}

// TestErrorPagesAreFew holds that what is kept stays bounded, and that each
// page is its own.
func TestErrorPagesAreFew(t *testing.T) {
	var p errorPages
	for i := range 3 * mostPages {
		reason, id := fmt.Sprintf("Reason %d.", i%(2*mostPages)), fmt.Sprintf("id-%d", i)
		page := string(p.render(failure{Status: 404, Reason: reason, ID: id}))
		for _, want := range []string{"<h1>404 Not Found</h1>", "<p>" + reason + "</p>", "<small>Request " + id + "</small>"} {
			if strings.Count(page, want) != 1 {
				t.Fatalf("page %d = %s, want %q in it once", i, page, want)
			}
		}
		if len(p.kept) > mostPages {
			t.Fatalf("%d pages are kept, want at most %d", len(p.kept), mostPages)
		}
	}
	if page := string(p.render(failure{Status: 404})); strings.Contains(page, "<small>") {
		t.Errorf("page without an id = %s, want no word of one", page)
	}
}

// TestErrorPageAtOnce renders from many goroutines, for the race detector.
func TestErrorPageAtOnce(t *testing.T) {
	var p errorPages
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			id := fmt.Sprintf("id-%d", i)
			if page := p.render(failure{Status: 503, Reason: "Busy.", ID: id}); !bytes.Contains(page, []byte(id)) {
				t.Errorf("page = %s, want the id %s", page, id)
			}
		})
	}
	all.Wait()
}

// TestNoDetailLeaks breaks the uploads folder of a server that runs, and
// searches the whole answer for where its root is.
func TestNoDetailLeaks(t *testing.T) {
	f := start(t, func(c *config.Config) { c.Types = []string{"*"} })
	root := f.Config().Root
	writeFile(t, root, "uploads", "a file where a folder should be")
	c := f.dial()
	c.send("POST /upload", "Content-Type: application/json", "Content-Length: 2", "Connection: close")
	if _, err := c.Write([]byte("{}")); err != nil {
		t.Fatal(err)
	}
	got := c.receive("POST")
	var fields strings.Builder
	if err := got.Header.Write(&fields); err != nil {
		t.Fatal(err)
	}
	if got.StatusCode != 500 {
		t.Fatalf("POST /upload = %d, want 500", got.StatusCode)
	}
	for _, word := range []string{root, filepath.Base(root), "directory", "errno"} {
		if strings.Contains(got.body+fields.String(), word) {
			t.Errorf("POST /upload = %d %s %s, want no word of %q", got.StatusCode, fields.String(), got.body, word)
		}
	}
	id := got.Header.Get("X-Request-Id")
	if logged := f.lines("request failed"); len(logged) != 1 || logged[0].ID != id {
		t.Errorf("log = %+v, want one line with id %s", logged, id)
	}
}
