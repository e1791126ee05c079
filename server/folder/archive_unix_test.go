// SPDX-License-Identifier: MIT

//go:build unix

package folder

import (
	"io"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPeers13ZipLinks holds that an archive follows no link, and waits for no
// FIFO (PEERS 14): both are left out and told of.
func TestPeers13ZipLinks(t *testing.T) {
	s := zipSite(t)
	s.write("z/a.txt", "a")
	s.link("/etc/passwd", "z/out.txt")
	s.link("../a.txt", "z/in.txt")
	s.link("../sub", "z/folder")
	s.link("loop", "z/loop")
	if err := syscall.Mkfifo(s.path("z/fifo"), 0o666); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"a.txt": "a", reportName: strings.Join([]string{
		"Not in this archive:", "",
		"fifo: is not a regular file", "folder: is a link", "in.txt: is a link", "loop: is a link", "out.txt: is a link", "",
	}, "\r\n")}
	for _, res := range []*http.Response{s.do("GET", "/z/?zip"), s.choose("/z/?zip", "a.txt", "fifo", "folder", "in.txt", "loop", "out.txt")} {
		if diff := cmp.Diff(want, unzip(t, res)); diff != "" {
			t.Errorf("archive (-want +got):\n%s", diff)
		}
	}
}

// TestPeers12ZipSwap holds that a folder that becomes a link after the walk is
// not followed, though the file is there and looks the same.
func TestPeers12ZipSwap(t *testing.T) {
	for _, swap := range []func(s *site) error{
		func(s *site) error { return os.Rename(s.path("z/sub"), s.path("z/.git/sub")) },
		func(s *site) error {
			if err := os.Rename(s.path("z/sub"), s.path("z/.git/sub")); err != nil {
				return err
			}
			return os.Symlink(".git/sub", s.path("z/sub"))
		},
		func(s *site) error {
			if err := os.Rename(s.path("z/sub/b.txt"), s.path("z/.git/b.txt")); err != nil {
				return err
			}
			return os.Symlink("../.git/b.txt", s.path("z/sub/b.txt"))
		},
	} {
		s := zipSite(t)
		s.write("z/a.bin", strings.Repeat("a", 3*archivePiece))
		s.write("z/sub/b.txt", letters)
		s.write("z/.git/config", "hidden")
		w := &meddler{reusedWriter: reusedWriter{header: http.Header{}}, meddle: func() {
			if err := swap(s); err != nil {
				t.Error(err)
			}
		}}
		if !aborted(s, w, newRequest("GET", "/z/?zip", nil)) {
			t.Errorf("%d bytes are sent through a link", w.bytes)
		}
	}
}

func TestPeers27ZipUnreadable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("nothing is unreadable for root")
	}
	s := zipSite(t)
	s.write("z/a.txt", "a")
	s.write("z/locked.txt", "secret")
	s.write("z/locked/b.txt", "secret")
	for _, path := range []string{"z/locked.txt", "z/locked"} {
		if err := os.Chmod(s.path(path), 0); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(s.path("z/locked"), 0o700) })
	files := unzip(t, s.do("GET", "/z/?zip"))
	if report := files[reportName]; files["a.txt"] != "a" || !strings.Contains(report, "locked.txt: is not to be read\r\n") || !strings.Contains(report, "locked: is not to be read\r\n") {
		t.Errorf("archive of unreadable files: %q", files)
	}
}

// TestZipLargeFile holds that the length is right where 32 bits are not
// enough for a size, and for the offset of what follows.
func TestZipLargeFile(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 8 GiB of holes")
	}
	for _, size := range []int64{zip64MostLength - 1, zip64MostLength} {
		s := zipSite(t)
		s.write("z/big.bin", "")
		s.write("z/later.txt", letters)
		if err := os.Truncate(s.path("z/big.bin"), size); err != nil {
			t.Skip("no file with holes: ", err)
		}
		p, refused := s.planArchive(t.Context(), name{path: "z", folder: true}, nil)
		if refused != nil {
			t.Fatal(refused)
		}
		if _, sent, err := p.send(holeSink{}); err != nil || sent != p.size() {
			t.Errorf("%d bytes: sent %d (%v), announced %d", size, sent, err, p.size())
		}
		p.close()
	}
}

// holeSink takes what it is sent without reading it once more.
type holeSink struct{}

func (holeSink) Write(p []byte) (int, error) { return len(p), nil }

func (holeSink) ReadFrom(r io.Reader) (int64, error) {
	part := r.(*io.LimitedReader)
	n := part.N
	part.N = 0
	return n, nil
}

// TestZipCloses holds that no archive leaves a descriptor open.
func TestZipCloses(t *testing.T) {
	count := func() int {
		open, err := os.ReadDir("/dev/fd")
		if err != nil {
			t.Skip("this system does not list descriptors: ", err)
		}
		return len(open)
	}
	s := zipSite(t)
	s.link("/etc/passwd", "sub/out.txt")
	s.write("deep/"+strings.Repeat("d/", deepestArchive+1)+"leaf.txt", "deep")
	before := count()
	for _, target := range []string{"/sub/?zip", "/deep/?zip", "/none/?zip", "/a.txt/?zip"} {
		s.do("GET", target)
		s.do("HEAD", target)
	}
	s.choose("/?zip", "sub", "none")
	if after := count(); after != before {
		t.Errorf("%d descriptors are open, %d before", after, before)
	}
}
