// SPDX-License-Identifier: MIT

//go:build unix

package folder

import (
	"io/fs"
	"os"
	"strconv"
	"syscall"
	"testing"
)

// TestPeers11ListingLinks holds that a link is listed as a link only when what
// it leads to is inside, so that each one shown is answered.
func TestPeers11ListingLinks(t *testing.T) {
	s := newShare(t, []string{"a.txt", "sub/"})
	outside := t.TempDir()
	s.link("a.txt", "dir/in.txt")
	s.link("sub", "dir/folder")
	s.link("../a.txt", "dir/up.txt")
	s.link(outside, "dir/out")
	s.link("/etc/passwd", "dir/passwd")
	s.link(s.path("a.txt"), "dir/absolute")
	s.link("../../../../../etc", "dir/etc")
	s.link("nowhere", "dir/dangling")
	s.link("loop", "dir/loop")
	want := map[string]reason{
		"a.txt": lent, "sub": lent, "in.txt": lent, "folder": lent, "up.txt": lent,
		"out": leavesFolder, "passwd": leavesFolder, "absolute": leavesFolder, "etc": leavesFolder, "dangling": deadLink, "loop": deadLink,
	}
	rows := rowsOf(t, s.get("/dir/"))
	if len(rows) != len(want) {
		t.Errorf("rows = %+v, want %d", rows, len(want))
	}
	for _, r := range rows {
		if why := want[r.text]; why != lent {
			if r.withheld != "not shared: "+why.String() || r.href != "" || r.box != "" {
				t.Errorf("row %+v, want no link, because it %s", r, why)
			}
			continue
		}
		if res := s.do("GET", "/dir/"+r.href); r.href == "" || res.StatusCode != 200 {
			t.Errorf("GET of the link %q of %q = %d, want 200", r.href, r.text, res.StatusCode)
		}
	}
	if res := s.do("GET", "/dir/folder/"); res.StatusCode != 200 {
		t.Errorf("GET of a linked folder = %d, want its listing", res.StatusCode)
	}
	if res := s.do("GET", "/dir/out/"); res.StatusCode != 403 {
		t.Errorf("GET of a folder that a link leads out to = %d, want 403", res.StatusCode)
	}
}

// TestPeers12ListingSwapped holds that a folder which has become a link out of
// the root is not listed.
func TestPeers12ListingSwapped(t *testing.T) {
	s := newShare(t, []string{"sub/"})
	s.get("/dir/sub/")
	if err := os.Remove(s.path("dir/sub")); err != nil {
		t.Fatal(err)
	}
	s.link("/etc", "dir/sub")
	for _, target := range []string{"/dir/sub/", "/dir/sub/?json"} {
		if res := s.do("GET", target); res.StatusCode != 403 {
			t.Errorf("GET %s = %d, want 403", target, res.StatusCode)
		}
	}
}

// TestListingFollowsFewLinks holds that a folder full of links costs no more
// than so many walks.
func TestListingFollowsFewLinks(t *testing.T) {
	s := newShare(t, []string{"a.txt"})
	for i := range mostLinks + 5 {
		s.link("a.txt", "dir/link"+strconv.Itoa(i))
	}
	if got := listed(t, s, "/dir/"); len(got.Entries) != mostLinks+1 || got.Skipped != 5 {
		t.Errorf("%d entries and %d skipped, want %d and 5", len(got.Entries), got.Skipped, mostLinks+1)
	}
}

// TestPeers14ListingSpecial holds that a FIFO neither holds the listing nor is
// a link.
func TestPeers14ListingSpecial(t *testing.T) {
	s := newShare(t, []string{"a.txt"})
	if err := syscall.Mkfifo(s.path("dir/fifo"), 0o666); err != nil {
		t.Fatal(err)
	}
	s.link("fifo", "dir/to fifo")
	for _, r := range rowsOf(t, s.get("/dir/")) {
		if r.text != "a.txt" && (r.href != "" || r.withheld != "not shared: "+specialFile.String()) {
			t.Errorf("row %+v, want no link", r)
		}
	}
	if res := s.do("GET", "/dir/fifo/"); res.StatusCode != 403 {
		t.Errorf("GET of a FIFO as a folder = %d, want 403", res.StatusCode)
	}
}

// TestPeers57ListingUnreadable holds that what cannot be read is told, and
// spoils nothing else.
func TestPeers57ListingUnreadable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("nothing is unreadable for root")
	}
	s := newShare(t, []string{"a.txt", "shut.txt", "sub/"})
	for _, path := range []string{"dir/shut.txt", "dir/sub"} {
		if err := os.Chmod(s.path(path), 0); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(s.path("dir/sub"), 0o755) })
	if got := listed(t, s, "/dir/"); len(got.Entries) != 1 || got.Skipped != 2 {
		t.Errorf("listing = %+v, want one entry and two skipped", got)
	}
	if res := s.do("GET", "/dir/sub/"); res.StatusCode != 403 {
		t.Errorf("GET of an unreadable folder = %d, want 403", res.StatusCode)
	}
}

func TestDeniesReading(t *testing.T) {
	for _, row := range []struct {
		mode        fs.FileMode
		owner, user int
		want        bool
	}{
		{0o000, 7, 0, false},
		{0o600, 7, 7, false},
		{0o044, 7, 7, true},
		{0o600, 7, 8, true},
		{0o640, 7, 8, false}, // the group may be ours
		{0o604, 7, 8, false},
	} {
		if got := deniesReading(row.mode, row.owner, row.user); got != row.want {
			t.Errorf("deniesReading(%v, %d, %d) = %v, want %v", row.mode, row.owner, row.user, got, row.want)
		}
	}
}

// TestListingClosesDescriptors holds that no listing leaves its folder open for good.
func TestListingClosesDescriptors(t *testing.T) {
	s := newShare(t, []string{"a.txt", "sub/"})
	before, err := os.ReadDir("/dev/fd")
	if err != nil {
		t.Skip("this system does not list descriptors: ", err)
	}
	for _, target := range []string{"/dir/", "/dir/?json", "/dir/a.txt/", "/none/", "/dir/?q=x"} {
		for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
			s.do(method, target)
		}
	}
	s.letGo() // what stays open for a second on purpose
	if after, _ := os.ReadDir("/dev/fd"); len(after) != len(before) {
		t.Errorf("%d descriptors are open, %d before", len(after), len(before))
	}
}
