// SPDX-License-Identifier: MIT

package folder

import (
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"porchlight/server/coding"
)

// fakeClock is a clock that is moved by hand. It begins an hour after now, so
// that the files of a site have settled.
type fakeClock struct {
	mu   sync.Mutex
	time time.Time
}

func newFakeClock() *fakeClock { return &fakeClock{time: time.Now().Add(time.Hour)} }

func (c *fakeClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.time
}

func (c *fakeClock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.time = c.time.Add(d)
}

func (s *site) get(target string) string {
	s.t.Helper()
	return body(s.t, s.do("GET", target))
}

// TestReadyIsAskedOnceASecond tells memory from disk by a change that is seen
// only when the disk is asked.
func TestReadyIsAskedOnceASecond(t *testing.T) {
	clock := newFakeClock()
	s := newSite(t, func(o *Options) { o.Now = clock.now })
	s.write("t.txt", "one")
	first := s.do("GET", "/t.txt")
	s.write("t.txt", "two")
	clock.add(time.Second - time.Millisecond)
	if got := s.get("/t.txt"); got != "one" {
		t.Errorf("within the second = %q, want %q from memory", got, "one")
	}
	clock.add(time.Millisecond)
	second := s.do("GET", "/t.txt")
	if got := body(t, second); got != "two" {
		t.Errorf("after a second = %q, want %q", got, "two")
	}
	if a, b := first.Header.Get("Etag"), second.Header.Get("Etag"); a == b {
		t.Errorf("both contents have the tag %s", a)
	}
	if err := os.Remove(s.path("t.txt")); err != nil {
		t.Fatal(err)
	}
	clock.add(time.Second)
	for range 2 {
		if res := s.do("GET", "/t.txt"); res.StatusCode != 404 {
			t.Errorf("removed = %d, want 404", res.StatusCode)
		}
	}
	s.write("t.txt", "three")
	if got := s.get("/t.txt"); got != "three" {
		t.Errorf("made again = %q, want %q", got, "three")
	}
}

// TestYoungFile holds that a rewrite of the same length within the same second
// is seen at once, with another tag.
func TestYoungFile(t *testing.T) {
	s := newSite(t, realClock)
	tags := map[string]bool{}
	for i := range 5 {
		want := strings.Repeat(string(rune('a'+i)), 300)
		s.writeAt("t.txt", want, time.Now())
		for range 3 {
			res := s.do("GET", "/t.txt")
			if got := body(t, res); got != want {
				t.Fatalf("rewrite %d = %.5q, want %.5q", i, got, want)
			}
			tags[res.Header.Get("Etag")] = true
		}
	}
	if len(tags) != 5 {
		t.Errorf("%d tags for 5 contents", len(tags))
	}
}

// TestYoungFileIsReadAgain holds that what was read in a file's youth is not
// believed later: its stamp may hide a change.
func TestYoungFileIsReadAgain(t *testing.T) {
	clock := &fakeClock{time: time.Now()}
	s := newSite(t, func(o *Options) { o.Now = clock.now })
	s.writeAt("t.txt", "young", time.Now())
	s.get("/t.txt")
	young := s.ready.get("/t.txt")
	if young == nil || young.steady {
		t.Fatalf("a file of this moment is kept as %+v, want unsteady", young)
	}
	clock.add(time.Second)
	s.get("/t.txt")
	if s.ready.get("/t.txt") != young {
		t.Error("read again within its youth")
	}
	clock.add(2 * time.Second)
	s.get("/t.txt")
	if grown := s.ready.get("/t.txt"); grown == young || grown == nil || !grown.steady {
		t.Error("not read again after its youth")
	}
}

func TestReadyLimits(t *testing.T) {
	s := newSite(t)
	for path, size := range map[string]int{
		"small.png": largestReady, "large.png": largestReady + 1,
		"small.txt": largestText, "large.txt": largestText + 1,
	} {
		s.write(path, strings.Repeat("x", size))
		if got := len(s.get("/" + path)); got != size {
			t.Errorf("GET /%s sends %d bytes, want %d", path, got, size)
		}
		kept := s.ready.get("/"+path) != nil
		if want := strings.HasPrefix(path, "small"); kept != want {
			t.Errorf("%s of %d bytes is kept: %v, want %v", path, size, kept, want)
		}
	}
}

// TestChangeWhileRead holds that a file which changes between being opened and
// being read whole is not kept, and is sent as what it has become.
func TestChangeWhileRead(t *testing.T) {
	for _, next := range []string{"two", "three", "x", ""} {
		s := newSite(t)
		s.write("t.txt", "one")
		file, refused := s.open("t.txt")
		if refused != nil {
			t.Fatal(refused)
		}
		s.writeAt("t.txt", next, longAgo.Add(time.Hour))
		if e := s.load(name{path: "t.txt"}, mediaType{}, file); e != nil {
			t.Errorf("a change to %q while it is read is kept as %q", next, e.body)
		}
		if file.stamp.size != int64(len(next)) {
			t.Errorf("a change to %q would be sent as %d bytes", next, file.stamp.size)
		}
		if err := file.file.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestCodedOnce holds that many who ask at once get the one coded form.
func TestCodedOnce(t *testing.T) {
	s := newSite(t)
	s.get("/page.html")
	e := s.ready.get("/page.html")
	forms := make(chan *representation)
	for range 8 {
		go func() { forms <- e.coded(coding.Gzip) }()
	}
	first := <-forms
	for range 7 {
		if other := <-forms; other != first || other == nil {
			t.Errorf("coded = %p, want %p", other, first)
		}
	}
}

// TestConcurrentChange holds that every answer is one content, whole, while
// the file is replaced again and again.
func TestConcurrentChange(t *testing.T) {
	s := newSite(t, realClock)
	s.write("t.txt", strings.Repeat("a", 3000))
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				res := s.do("GET", "/t.txt", "Accept-Encoding: gzip")
				if got := decoded(t, res); got != strings.Repeat(got[:1], 3000) {
					t.Errorf("a mixture of contents: %.20q", got)
					return
				}
			}
		})
	}
	for i := range 100 {
		next := s.path("next")
		if err := os.WriteFile(next, []byte(strings.Repeat(string(rune('a'+i%26)), 3000)), 0o600); err != nil {
			t.Error(err)
		}
		if err := os.Rename(next, s.path("t.txt")); err != nil {
			t.Error(err)
		}
	}
	close(done)
	readers.Wait()
}

// What is kept answers to the target that spells it, to another spelling of that,
// and to nothing that would not have been served before.
func TestReadyByAddress(t *testing.T) {
	s := newSite(t)
	s.write("100%.html", "all")
	for _, target := range []string{"/", "/index.html", "/sub/", "/sub/file.txt", "/100%25.html", "/caf%C3%A9.txt"} {
		s.get(target)
	}
	loads := map[string]*entry{}
	for address, e := range s.ready.byAddress {
		loads[address] = e
	}
	if len(loads) != 6 {
		t.Fatalf("%d entries are kept, want 6", len(loads))
	}
	for target, want := range map[string]int{
		"/sub/file.txt": 200, "/sub/%66ile.txt": 200, "/%73ub/": 200, "/caf%c3%a9.txt": 200, "/100%25.html": 200,
		"/sub%2Ffile.txt": 404, "/sub%2F": 404, "/%2Findex.html": 403, "/100%.html": 400, "/sub/file.txt/": 404, "//": 403, "/./index.html": 403,
	} {
		if res := s.do("GET", target); res.StatusCode != want {
			t.Errorf("%s answers %d, want %d", target, res.StatusCode, want)
		}
	}
	for address, e := range s.ready.byAddress {
		if loads[address] != e {
			t.Errorf("%s was loaded again, or anew", address)
		}
	}
}

// A file is asked for on the disk when the request that wants it began a second
// after the last look, whatever the time is by now. One that began before that look
// does not ask again.
func TestFreshGoesByTheRequest(t *testing.T) {
	began := time.Now().Add(time.Hour)
	s := newSite(t, func(o *Options) {
		o.Now = func() time.Time { return began.Add(10 * time.Millisecond) }
		o.Began = func(*http.Request) time.Time { return began }
	})
	s.get("/a.txt")
	e := s.ready.get("/a.txt")
	for _, step := range []struct {
		after time.Duration
		asks  bool
	}{{999 * time.Millisecond, false}, {-999 * time.Millisecond, false}, {time.Second, true}, {time.Millisecond, false}} {
		last := e.checked.Load()
		began = time.Unix(0, last).Add(step.after)
		s.get("/a.txt")
		if asked := e.checked.Load() != last; asked != step.asks {
			t.Errorf("a request %v after the last look asks the disk: %v, want %v", step.after, asked, step.asks)
		}
	}
}
