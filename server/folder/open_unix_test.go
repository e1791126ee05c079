// SPDX-License-Identifier: MIT

//go:build unix

package folder

import (
	"net"
	"os"
	"syscall"
	"testing"
	"time"
)

func (s *site) link(target, path string) {
	s.t.Helper()
	if err := os.Symlink(target, s.path(path)); err != nil {
		s.t.Fatal(err)
	}
}

// TestPeers11DownloadLinks holds that a link is followed inside the root and refused when it
// leaves, wherever on the path it stands.
func TestPeers11DownloadLinks(t *testing.T) {
	s := newSite(t, everyType)
	outside := t.TempDir()
	if err := os.WriteFile(outside+"/secret.txt", []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.link("a.txt", "in.txt")
	s.link("../a.txt", "sub/up.txt")
	s.link("sub", "linked")
	s.link(outside+"/secret.txt", "out.txt")
	s.link(outside, "out")
	s.link("../"+"../../../../../../../../../etc/passwd", "passwd.txt")
	s.link(s.path("a.txt"), "absolute.txt")
	s.link("nowhere.txt", "dangling.txt")
	s.link("loop.txt", "loop.txt")
	s.link("/dev/zero", "zero.txt")
	for target, status := range map[string]int{
		"/in.txt": 200, "/sub/up.txt": 200, "/linked/file.txt": 200, "/linked/": 200, "/linked": 301,
		"/out.txt": 403, "/out/secret.txt": 403, "/out/": 403, "/out": 403, "/passwd.txt": 403, "/absolute.txt": 403, "/zero.txt": 403,
		"/dangling.txt": 404, "/loop.txt": 404,
	} {
		for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
			want := status
			if method == "OPTIONS" && want == 200 {
				want = 204
			}
			if res := s.do(method, target); res.StatusCode != want {
				t.Errorf("%s %s = %d, want %d", method, target, res.StatusCode, want)
			}
		}
	}
}

// TestPeers12DownloadSwapped holds that a file which is replaced by a link out of the
// root is refused, though it was ready.
func TestPeers12DownloadSwapped(t *testing.T) {
	clock := newFakeClock()
	s := newSite(t, func(o *Options) { o.Now = clock.now })
	s.get("/a.txt")
	if err := os.Remove(s.path("a.txt")); err != nil {
		t.Fatal(err)
	}
	s.link("/etc/passwd", "a.txt")
	clock.add(time.Second)
	if res := s.do("GET", "/a.txt"); res.StatusCode != 403 {
		t.Errorf("GET of a file that became a link = %d, want 403", res.StatusCode)
	}
}

// TestSiblingLink holds that a coded sibling obeys the rules for all files.
func TestSiblingLink(t *testing.T) {
	for _, memory := range []func(*Options){noMemory, func(*Options) {}} {
		s := newSite(t, memory)
		s.link("/etc/passwd", "page.html.br")
		if err := syscall.Mkfifo(s.path("page.html.gz"), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, accept := range []string{"br", "gzip"} {
			res := s.do("GET", "/page.html", "Accept-Encoding: "+accept)
			if got := decoded(t, res); got != longPage {
				t.Errorf("GET (%s) sends %.20q, want the file itself", accept, got)
			}
		}
	}
}

// TestPeers14SpecialFiles holds that what is no regular file is refused, without
// waiting for it.
func TestPeers14SpecialFiles(t *testing.T) {
	s := newSite(t)
	if err := syscall.Mkfifo(s.path("fifo.txt"), 0o666); err != nil {
		t.Fatal(err)
	}
	socket, err := net.Listen("unix", s.path("socket.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	targets := []string{"/fifo.txt", "/socket.txt"}
	if err := syscall.Mknod(s.path("null.txt"), syscall.S_IFCHR|0o666, 1<<8|3); err == nil { // root alone may
		targets = append(targets, "/null.txt")
	}
	for _, target := range targets {
		if res := s.do("GET", target); res.StatusCode != 403 {
			t.Errorf("GET %s = %d, want 403", target, res.StatusCode)
		}
	}
	if err := os.Remove(s.path("index.html")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(s.path("index.html"), 0o666); err != nil {
		t.Fatal(err)
	}
	if res := s.do("GET", "/"); res.StatusCode != 403 {
		t.Errorf("GET / with a FIFO for an index = %d, want 403", res.StatusCode)
	}
}

// TestUploadsFIFO holds that an upload does not wait for one either.
func TestUploadsFIFO(t *testing.T) {
	s := newSite(t)
	if err := syscall.Mkfifo(s.path(UploadsName), 0o666); err != nil {
		t.Fatal(err)
	}
	if res := s.send(jsonRequest("{}")); res.StatusCode != 500 {
		t.Errorf("POST with a FIFO for uploads = %d, want 500", res.StatusCode)
	}
	if err := s.upload.store.sweep(); err == nil {
		t.Error("sweep of a FIFO finds nothing wrong")
	}
}

func TestUnreadableFile(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("nothing is unreadable for root")
	}
	s := newSite(t)
	if err := os.Chmod(s.path("a.txt"), 0); err != nil {
		t.Fatal(err)
	}
	if res := s.do("GET", "/a.txt"); res.StatusCode != 403 {
		t.Errorf("GET of an unreadable file = %d, want 403", res.StatusCode)
	}
}

func TestStatusOf(t *testing.T) {
	for errno, want := range map[syscall.Errno]int{
		syscall.ENOENT: 404, syscall.ENOTDIR: 404, syscall.ENAMETOOLONG: 404, syscall.ELOOP: 404,
		syscall.EACCES: 403, syscall.EPERM: 403, syscall.ENXIO: 403, syscall.EROFS: 403,
		syscall.EMFILE: 503, syscall.ENFILE: 503, syscall.ENOSPC: 507, syscall.EDQUOT: 507, syscall.EIO: 500,
	} {
		if got := statusOf(&os.PathError{Op: "open", Path: "a", Err: errno}); got != want {
			t.Errorf("statusOf(%v) = %d, want %d", errno, got, want)
		}
	}
}

// TestDescriptorsRunOut holds that a shortage is told as one, and that
// nothing is leaked on the way.
func TestDescriptorsRunOut(t *testing.T) {
	s := newSite(t, noMemory)
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	limited := before
	limited.Cur = 3 // fewer than are open
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limited); err != nil {
		t.Skip("no limit to be set: ", err)
	}
	res := s.do("GET", "/a.txt")
	upload := s.send(jsonRequest("{}"))
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &before); err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != 503 || upload.StatusCode != 503 {
		t.Errorf("without descriptors GET = %d and POST = %d, want 503", res.StatusCode, upload.StatusCode)
	}
	if got := s.get("/a.txt"); got != letters {
		t.Errorf("afterwards GET sends %.10q", got)
	}
}

// TestDescriptorsAreClosed holds that no answer leaves a file open for good.
func TestDescriptorsAreClosed(t *testing.T) {
	count := func() int {
		open, err := os.ReadDir("/dev/fd")
		if err != nil {
			t.Skip("this system does not list descriptors: ", err)
		}
		return len(open)
	}
	for _, memory := range []func(*Options){noMemory, func(*Options) {}} {
		s := newSite(t, memory)
		s.write("page.html.br", "in brotli")
		s.write("a.txt.gz", "")
		s.link("/etc/passwd", "out.txt")
		if err := syscall.Mkfifo(s.path("fifo.txt"), 0o600); err != nil {
			t.Fatal(err)
		}
		before := count()
		for _, target := range []string{"/", "/page.html", "/a.txt", "/pic.png", "/sub", "/sub/", "/dir.html", "/out.txt", "/fifo.txt", "/none.txt", "/run.exe", "/a.txt/"} {
			s.do("GET", target, "Accept-Encoding: br, gzip")
			s.do("GET", target, "Range: bytes=1-2,4-5")
		}
		s.send(jsonRequest("{}"))
		s.letGo() // what stays open for a second on purpose
		if after := count(); after != before {
			t.Errorf("%d descriptors are open, %d before", after, before)
		}
	}
}
