// SPDX-License-Identifier: MIT

//go:build unix

package dav

import (
	"os"
	"strings"
	"syscall"
	"testing"
)

func (s *site) link(target, name string) {
	s.t.Helper()
	if err := os.Symlink(target, s.path(name)); err != nil {
		s.t.Fatal(err)
	}
}

// TestPeers11Links holds that no method reads or writes through a link out of
// the root, nor writes through one at all.
func TestPeers11Links(t *testing.T) {
	outside := t.TempDir()
	if err := os.WriteFile(outside+"/secret.txt", []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newSite(t, Options{Write: true})
	s.link(outside, "out")
	s.link(outside+"/secret.txt", "out.txt")
	s.link(outside+"/new.txt", "dangling.txt")
	s.link("sub", "in")
	s.link("a.txt", "in.txt")
	if err := os.Link(outside+"/secret.txt", s.path("hard.txt")); err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{"/out/secret.txt", "/out.txt", "/out", "/out/new.txt", "/dangling.txt", "/in/b.txt", "/in/new.txt"} {
		for _, method := range []string{"PUT", "DELETE", "MKCOL", "MOVE", "LOCK"} {
			body := ""
			if method == "LOCK" {
				body = lockBody
			}
			w := s.do(method, target, strings.NewReader(body), "Destination: "+prefix+"/moved")
			if w.Code < 400 && !(method == "LOCK" && target == "/in/b.txt") {
				t.Errorf("%s %s = %d", method, target, w.Code)
			}
		}
		if w := s.do("MOVE", "/a.txt", nil, "Destination: "+prefix+target); w.Code < 400 {
			t.Errorf("MOVE to %s = %d", target, w.Code)
		}
	}
	for target, want := range map[string]int{"/in.txt": 200, "/in/b.txt": 200, "/out.txt": 403, "/out/secret.txt": 403} {
		if w := s.do("GET", target, nil); w.Code != want {
			t.Errorf("GET %s = %d, want %d", target, w.Code, want)
		}
	}
	if w := s.do("PUT", "/hard.txt", strings.NewReader("mine")); w.Code != 201 {
		t.Errorf("PUT to a hard link = %d", w.Code)
	}
	if secret, _ := os.ReadFile(outside + "/secret.txt"); string(secret) != "secret" {
		t.Errorf("the file outside is now %q", secret)
	}
	s.holds("a.txt", "old")
	s.holds("sub/b.txt", "b")
}

// TestPeers13SecondProtocol holds that lists and copies know no links either.
func TestPeers13SecondProtocol(t *testing.T) {
	s := newSite(t, Options{Write: true})
	s.link("/etc", "sub/etc")
	s.link("..", "sub/loop")
	s.link("b.txt", "sub/same.txt")
	if err := syscall.Mkfifo(s.path("sub/fifo"), 0o666); err != nil {
		t.Fatal(err)
	}
	list := s.do("PROPFIND", "/sub", nil, "Depth: 1").Body.String()
	if !strings.Contains(list, "b.txt") || strings.Contains(list, "loop") || strings.Contains(list, "sub/etc") || strings.Contains(list, "fifo") {
		t.Errorf("the list is %s", list)
	}
	if w := s.do("COPY", "/sub", nil, "Destination: "+prefix+"/copy"); w.Code != 201 {
		t.Errorf("COPY = %d", w.Code)
	}
	made, err := os.ReadDir(s.path("copy"))
	if err != nil || len(made) != 2 {
		t.Errorf("the copy holds %v (%v), want b.txt and deep", made, err)
	}
	for _, method := range []string{"GET", "PROPFIND", "PUT", "COPY"} { // none hangs
		if w := s.do(method, "/sub/fifo", nil, "Depth: 0", "Destination: "+prefix+"/x"); w.Code != 403 && w.Code != 405 {
			t.Errorf("%s of a FIFO = %d", method, w.Code)
		}
	}
	if w := s.do("DELETE", "/sub", nil); w.Code != 204 {
		t.Errorf("DELETE = %d", w.Code)
	}
	s.holds("a.txt", "old") // the loop leads here
}
