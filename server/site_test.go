// SPDX-License-Identifier: MIT

package server

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// closed reports whether the folder of st has been let go of: then it cannot
// even tell that a file is missing.
func closed(t *testing.T, st *site) bool {
	t.Helper()
	w := httptest.NewRecorder()
	st.folder.ServeHTTP(w, httptest.NewRequest("GET", "/gone.txt", nil))
	switch w.Code {
	case http.StatusNotFound:
		return false
	case http.StatusInternalServerError:
		return true
	}
	t.Fatalf("GET /gone.txt = %d, want 404 or 500", w.Code)
	return false
}

func TestLastOneOutClosesTheFolder(t *testing.T) {
	f := newFixture(t)
	if st := f.enter(); st != nil {
		t.Fatalf("enter() while off = %v, want nil", st)
	}
	first, err := f.newSite(f.Config())
	if err != nil {
		t.Fatal(err)
	}
	second, err := f.newSite(f.Config())
	if err != nil {
		t.Fatal(err)
	}
	f.swap(first)
	for range 2 {
		if f.enter() != first {
			t.Fatal("enter() is not the site in force")
		}
	}
	f.swap(second)
	if f.enter() != second {
		t.Fatal("enter() after swap is not the new site")
	}
	for i, want := range []bool{false, true} {
		first.release()
		if got := closed(t, first); got != want {
			t.Errorf("the old folder is closed after %d of 2 releases: %v, want %v", i+1, got, want)
		}
	}
	f.swap(nil)
	if f.enter() != nil {
		t.Error("enter() without a site is not nil")
	}
	if closed(t, second) {
		t.Error("the folder is closed while a request is in it")
	}
	if second.release(); !closed(t, second) {
		t.Error("the folder is open after its last request")
	}
}

// TestClosedSiteIsNotRevived finds a site in force that has just been closed:
// the one after it is on its way.
func TestClosedSiteIsNotRevived(t *testing.T) {
	f := newFixture(t)
	var sites [2]*site
	for i := range sites {
		var err error
		if sites[i], err = f.newSite(f.Config()); err != nil {
			t.Fatal(err)
		}
	}
	sites[0].release()
	f.site.Store(sites[0])
	var next sync.WaitGroup
	next.Go(func() { f.site.Store(sites[1]) })
	if st := f.enter(); st != sites[1] {
		t.Error("enter() gives the site that was closed, want the one after it")
	}
	next.Wait()
	sites[1].release()
	f.swap(nil)
}

// TestNoClosedSiteIsEntered swaps sites under requests that come and go: none
// may be given one that is closed.
func TestNoClosedSiteIsEntered(t *testing.T) {
	f := newFixture(t)
	next := func() {
		st, err := f.newSite(f.Config())
		if err != nil {
			t.Error(err)
			return
		}
		f.swap(st)
	}
	next()
	var requests sync.WaitGroup
	for range 4 {
		requests.Go(func() {
			for range 300 {
				st := f.enter()
				if closed(t, st) {
					t.Error("enter() gives a site that is closed")
				}
				st.release()
			}
		})
	}
	for range 100 {
		next()
	}
	requests.Wait()
	f.swap(nil)
}

// TestChangeWhileSent rewrites a file that is being sent: the client does not
// take what it has for the whole, and the log tells why under the id of the answer.
func TestChangeWhileSent(t *testing.T) {
	f := start(t)
	path := filepath.Join(f.Config().Root, "big.txt")
	longAgo := time.Date(2024, 2, 3, 4, 5, 6, 0, time.UTC)
	if err := os.Chtimes(path, longAgo, longAgo); err != nil {
		t.Fatal(err)
	}
	c := f.download()
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = file.WriteAt([]byte("another"), bigSize/2)
	if err := errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
	res, err := http.ReadResponse(c.in, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, res.Body); n >= bigSize || err == nil {
		t.Errorf("GET /big.txt, rewritten meanwhile: %d bytes, %v, want fewer than %d and an error", n, err, bigSize)
	}
	f.eventually("logged", func() bool { return len(f.lines("file changed while it was sent")) == 1 })
	if got, want := f.lines("file changed while it was sent")[0].ID, res.Header.Get("X-Request-Id"); got != want || got == "" {
		t.Errorf("id in the log = %q, want %q as in the answer", got, want)
	}
}

// What is at hand is what the folder of the door has in memory: that which is in
// force, or that which a door was left with.
func TestAtHandGoesByTheDoor(t *testing.T) {
	s := hotServer(t, hotRoot(t))
	d := s.state.Load().door
	request := httptest.NewRequest(http.MethodGet, "http://"+d.at.String()+"/k1.html", nil)
	if d.atHand(request) {
		t.Error("a file is at hand that nobody has asked for")
	}
	st := s.enter()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for range 200 { // a file of this moment is not trusted for two seconds
		if st.folder.ServeHTTP(httptest.NewRecorder(), request); d.atHand(request) {
			break
		}
		<-tick.C
	}
	st.release()
	if !d.atHand(request) {
		t.Error("a file is not at hand that has just been sent")
	}
	left := d.leave()
	defer left.release()
	next, err := s.newSite(s.config)
	if err != nil {
		t.Fatal(err)
	}
	s.swap(next)
	if !d.atHand(request) {
		t.Error("a door that was left does not go by what it was left with")
	}
	d.left.Store(nil)
	if d.atHand(request) {
		t.Error("a file is at hand that the folder in force has not read")
	}
}
