// SPDX-License-Identifier: MIT

package dav

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/iotest"
)

// TestPeers18Modes holds that a method that writes is refused wherever it
// points when writing is off.
func TestPeers18Modes(t *testing.T) {
	for _, mode := range []struct {
		write      bool
		class      string
		get, other int
	}{{false, "1", 200, 403}, {true, "1, 2", 200, 0}} {
		s := newSite(t, Options{Write: mode.write})
		for _, target := range []string{"/a.txt", "/new.txt", "/", "/.hidden/d.txt"} {
			for method := range writes {
				w := s.do(method, target, strings.NewReader("new"), "Destination: "+prefix+"/z.txt", "Depth: 0")
				if mode.other != 0 && (w.Code != mode.other || w.Header().Get("Allow") != readMethods) {
					t.Errorf("%s %s = %d, Allow %q", method, target, w.Code, w.Header().Get("Allow"))
				}
			}
		}
		if !mode.write {
			s.holds("a.txt", "old")
			s.holds("new.txt", "")
		}
		w := s.do("OPTIONS", "", nil)
		if w.Code != 200 || w.Header().Get("Dav") != mode.class || w.Header().Get("Ms-Author-Via") != "DAV" {
			t.Errorf("OPTIONS = %d %v", w.Code, w.Header())
		}
		for _, method := range []string{"POST", "TRACE", "PATCH"} {
			if w := s.do(method, "/sub/b.txt", nil); w.Code != 405 {
				t.Errorf("%s = %d, want 405", method, w.Code)
			}
		}
	}
}

// TestNames holds that WebDAV knows the names that a download knows.
func TestNames(t *testing.T) {
	s := newSite(t, Options{Write: true})
	for target, want := range map[string][2]int{ // PROPFIND, PUT
		"/.hidden/d.txt":            {404, 403},
		"/.DS_Store":                {404, 403},
		"/sub/._b.txt":              {404, 403},
		"/-/e.txt":                  {404, 403},
		"/-":                        {404, 403},
		"/nul.txt":                  {403, 403},
		"/a.txt::$DATA":             {403, 403},
		"/PROGRA~1":                 {403, 403},
		"/a.txt.":                   {403, 403},
		"/sub%2Fb.txt":              {404, 403},
		"/sub/%2e%2e/x":             {403, 403},
		"/sub%5cb.txt":              {403, 403},
		"/a%00.txt":                 {400, 400},
		"/none/x.txt":               {404, 409},
		"/a.txt/x.txt":              {404, 409},
		"/sub":                      {207, 405},
		"/50%25%20new.txt":          {404, 201},
		"/.porchlight-uploads/part": {404, 403},
	} {
		for i, method := range []string{"PROPFIND", "PUT"} {
			if w := s.do(method, target, nil, "Depth: 0"); w.Code != want[i] {
				t.Errorf("%s %s = %d, want %d", method, target, w.Code, want[i])
			}
		}
		if want[1] != 201 && want[1] != 405 {
			w := s.do("COPY", "/a.txt", nil, "Destination: "+prefix+target)
			if w.Code < 400 {
				t.Errorf("COPY to %s = %d", target, w.Code)
			}
		}
	}
	if _, err := os.Stat(s.path("50% new.txt")); err != nil {
		t.Error(err)
	}
	list := s.do("PROPFIND", "/", nil, "Depth: 1").Body.String()
	for _, hidden := range []string{"hidden", "uploads", "/-/dav/-"} {
		if strings.Contains(list, hidden) {
			t.Errorf("the list shows %s: %s", hidden, list)
		}
	}
}

// TestPutWhole holds that a file is replaced by a whole one or not at all.
func TestPutWhole(t *testing.T) {
	s := newSite(t, Options{Write: true})
	w := s.do("PUT", "/a.txt", io.MultiReader(strings.NewReader("new"), iotest.ErrReader(io.ErrUnexpectedEOF)))
	if w.Code != 400 {
		t.Errorf("a broken PUT = %d, want 400", w.Code)
	}
	s.holds("a.txt", "old")
	if got := s.do("GET", "/a.txt", nil).Body.String(); got != "old" {
		t.Errorf("GET = %q", got)
	}
	w = s.do("PUT", "/a.txt", strings.NewReader("newer"))
	got := s.do("GET", "/a.txt", nil)
	if w.Code != 201 || got.Body.String() != "newer" || got.Header().Get("Etag") != w.Header().Get("Etag") {
		t.Errorf("PUT = %d %v, then GET = %q %v", w.Code, w.Header(), got.Body, got.Header())
	}
	left, err := os.ReadDir(s.path(".porchlight-uploads"))
	if err != nil || len(left) != 1 {
		t.Errorf("%d parts left (%v), want the one that was there", len(left), err)
	}
	for field, want := range map[string]int{
		"If-None-Match: *": 412, `If-Match: "x"`: 412, "Content-Range: bytes 0-1/9": 400,
		"If-Match: " + got.Header().Get("Etag"): 201,
	} {
		if w := s.do("PUT", "/a.txt", strings.NewReader("newer"), field); w.Code != want {
			t.Errorf("PUT with %s = %d, want %d", field, w.Code, want)
		}
	}
}

// TestRoom holds that a full disk is told as one.
func TestRoom(t *testing.T) {
	s := newSite(t, Options{Write: true, Room: func(n int64) error {
		if n > 4 {
			return errors.New("full")
		}
		return nil
	}})
	if w := s.do("PUT", "/a.txt", strings.NewReader("large")); w.Code != http.StatusInsufficientStorage {
		t.Errorf("PUT = %d, want 507", w.Code)
	}
	s.holds("a.txt", "old")
	s.write("large.txt", "large")
	if w := s.do("COPY", "/large.txt", nil, "Destination: "+prefix+"/a.txt"); w.Code != http.StatusInsufficientStorage {
		t.Errorf("COPY = %d, want 507", w.Code)
	}
	s.holds("a.txt", "old")
}

// TestMoves holds what x/net/webdav alone would get wrong: each row would lose
// files or never end.
func TestMoves(t *testing.T) {
	for _, row := range []struct {
		method, from, to string
		want             int
	}{
		{"MOVE", "/none.txt", "/a.txt", 404},
		{"MOVE", "/sub", "/sub/deep/x", 403},
		{"COPY", "/sub", "/sub/deep/x", 403},
		{"COPY", "/sub/deep", "/sub", 403},
		{"MOVE", "/sub/deep/c.txt", "/", 403},
		{"COPY", "/", "/x", 403},
		{"MOVE", "/a.txt", "/none/x.txt", 409},
		{"DELETE", "/", "", 403},
	} {
		s := newSite(t, Options{Write: true})
		w := s.do(row.method, row.from, nil, "Destination: "+prefix+row.to)
		if w.Code != row.want {
			t.Errorf("%s %s to %s = %d, want %d", row.method, row.from, row.to, w.Code, row.want)
		}
		s.holds("a.txt", "old")
		s.holds("sub/deep/c.txt", "c")
	}
	s := newSite(t, Options{Write: true})
	for destination, want := range map[string]int{"http://elsewhere" + prefix + "/x": 502, "/x": 502, "%": 400, "": 400} {
		if w := s.do("MOVE", "/a.txt", nil, "Destination: "+destination); w.Code != want {
			t.Errorf("MOVE to %q = %d, want %d", destination, w.Code, want)
		}
	}
}

// TestBounds holds what one request may ask for.
func TestBounds(t *testing.T) {
	s := newSite(t, Options{Write: true})
	for depth, want := range map[string]int{"": 403, "infinity": 403, "Infinity": 403, "1": 207, "0": 207, "2": 400} {
		w := s.do("PROPFIND", "/", nil, "Depth: "+depth)
		if w.Code != want || want == 403 && !strings.Contains(w.Body.String(), "propfind-finite-depth") {
			t.Errorf("PROPFIND with Depth %q = %d %s, want %d", depth, w.Code, w.Body, want)
		}
	}
	if w := s.do("PROPFIND", "/a.txt", nil); w.Code != 207 {
		t.Errorf("PROPFIND of a file = %d, want 207", w.Code)
	}
	for _, method := range []string{"PROPFIND", "PROPPATCH", "LOCK"} {
		if w := s.do(method, "/a.txt", strings.NewReader(strings.Repeat(" ", largestQuery+1)), "Depth: 0"); w.Code != 413 {
			t.Errorf("a large %s = %d, want 413", method, w.Code)
		}
	}
	for i := range largestTree {
		s.write(fmt.Sprintf("many/%d", i), "")
	}
	if w := s.do("COPY", "/many", nil, "Destination: "+prefix+"/more"); w.Code != 403 {
		t.Errorf("COPY of too many = %d, want 403", w.Code)
	}
	if _, err := os.Stat(s.path("more")); err == nil {
		t.Error("COPY of too many has begun")
	}
}

const lockBody = `<D:lockinfo xmlns:D="DAV:"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>`

// TestLockBound holds that visitors cannot fill the memory with locks.
func TestLockBound(t *testing.T) {
	s := newSite(t, Options{Write: true})
	lock := func(name, timeout string) int {
		w := s.do("LOCK", name, strings.NewReader(lockBody), "Timeout: "+timeout)
		if w.Code == 200 && !strings.Contains(w.Body.String(), "Second-3600") && timeout != "Second-0" {
			t.Errorf("a lock lasts otherwise: %s", w.Body)
		}
		return w.Code
	}
	if got := lock("/a.txt", "Second-0"); got != 200 { // has ended at once
		t.Fatalf("LOCK = %d", got)
	}
	for i := range mostLocks {
		s.write(fmt.Sprintf("many/%d", i), "")
		if got := lock(fmt.Sprintf("/many/%d", i), "Infinite, Second-4100000000"); got != 200 {
			t.Fatalf("LOCK %d = %d", i, got)
		}
	}
	if got := lock("/sub/b.txt", "Infinite"); got != 423 {
		t.Errorf("one LOCK too many = %d, want 423", got)
	}
	if w := s.do("PUT", "/many/1", nil); w.Code != 423 {
		t.Errorf("PUT to a locked file = %d, want 423", w.Code)
	}
	if w := s.do("PUT", "/a.txt", nil); w.Code != 201 {
		t.Errorf("PUT beside the locks = %d, want 201", w.Code)
	}
}
