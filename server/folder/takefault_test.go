// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPeers22Faults holds that a disk which fails at any step leaves nothing
// behind, and that the answer says what to do without saying where.
func TestPeers22Faults(t *testing.T) {
	if filepath.Separator != '/' {
		t.Skip("the numbers are those of Unix")
	}
	const none = syscall.Errno(0)
	for name, brk := range map[string]func(d *disk, err error){
		"write": func(d *disk, err error) {
			d.write = func(f *os.File, p []byte) (int, error) {
				n, _ := f.Write(p[:1])
				return n, err
			}
		},
		"sync": func(d *disk, err error) { d.sync = func(*os.File) error { return err } },
		"link": func(d *disk, err error) { d.link = func(string, string) error { return err } },
	} {
		for errno, status := range map[syscall.Errno]int{
			syscall.ENOSPC: 507, syscall.EDQUOT: 507, syscall.EROFS: 403, syscall.EIO: 500, syscall.EMFILE: 503, none: 201,
		} {
			s := newTaking(t)
			before := s.tree()
			if errno != none {
				brk(&s.take.disk, &fs.PathError{Op: name, Path: s.root + "/x.part", Err: errno})
			}
			if name == "link" { // then it is renamed
				status = 201
			}
			res := s.put("/x", strings.NewReader("content"))
			reason := body(t, res)
			if res.StatusCode != status {
				t.Errorf("%s: %v = %d %s, want %d", name, errno, res.StatusCode, reason, status)
			}
			if strings.Contains(reason, s.root) || strings.Contains(reason, ".part") {
				t.Errorf("%s: %v: the answer tells too much: %s", name, errno, reason)
			}
			if diff := cmp.Diff(before, s.tree()); status != 201 && diff != "" || s.parts() != nil {
				t.Errorf("%s: %v leaves %q%s", name, errno, s.parts(), diff)
			}
			if got := s.take.spent.bytes.Load(); status != 201 && got != 0 {
				t.Errorf("%s: %v: %d bytes are counted", name, errno, got)
			}
		}
	}
}

// TestPeers22FreeDisk holds that some of the disk stays free: an upload that is
// too large is not begun, and one that says nothing is ended.
func TestPeers22FreeDisk(t *testing.T) {
	const free = 1 << 30
	s := newTaking(t, func(o *TakeOptions) { o.KeepFree = free - 3*checkEvery })
	var written int64
	s.free = func(*os.Root) (int64, error) { return free - written, nil }
	s.take.disk.write = func(_ *os.File, p []byte) (int, error) {
		written += int64(len(p))
		return len(p), nil
	}
	before := s.tree()
	for name, fields := range map[string][]string{
		"announced": nil, "announced in all": {"Upload-Complete: ?0", "Upload-Length: 50331649"},
	} {
		r := newRequest("PUT", "/x", strings.NewReader(""), fields...)
		if fields == nil {
			r.ContentLength = 3*checkEvery + 1
		}
		if res := s.send(r); res.StatusCode != 507 || s.parts() != nil {
			t.Errorf("%s: PUT = %d and leaves %q, want 507", name, res.StatusCode, s.parts())
		}
	}
	endless := readerFunc(func(p []byte) (int, error) { return len(p), nil })
	if res := s.put("/x", endless); res.StatusCode != 507 {
		t.Errorf("PUT without an end = %d, want 507", res.StatusCode)
	}
	if written > 4*checkEvery {
		t.Errorf("%d bytes were written, want at most one step over %d", written, 3*checkEvery)
	}
	s.free = func(*os.Root) (int64, error) { return 0, errors.ErrUnsupported }
	if res := s.put("/x", strings.NewReader("x")); res.StatusCode != 201 {
		t.Errorf("PUT to a disk that does not tell = %d, want 201", res.StatusCode)
	}
	if diff := cmp.Diff(append(before, "x"), s.tree()); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestFreeSpace(t *testing.T) {
	s := newSite(t)
	if free, err := freeSpace(s.Folder.root); err != nil || free <= 0 {
		t.Errorf("freeSpace = %d, %v", free, err)
	}
}

// TestResumeAfterFault holds that a resumable upload outlives a disk that was
// full, also when that shows at its end.
func TestResumeAfterFault(t *testing.T) {
	s := newTaking(t)
	whole := s.take.disk
	upload := s.create("/x", strings.NewReader("01234"), "Upload-Length: 10")
	full := &fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
	s.take.disk.write = func(f *os.File, p []byte) (int, error) {
		n, _ := f.Write(p[:2])
		return n, full
	}
	if res := s.session(patchRequest(upload, 5, strings.NewReader("56789"), true)); res.StatusCode < 500 {
		t.Errorf("PATCH to a full disk = %d", res.StatusCode)
	}
	s.take.disk = whole
	s.wantProgress(upload, "7 ?0 10")
	s.take.disk.sync = func(*os.File) error { return full }
	if res := s.session(patchRequest(upload, 7, strings.NewReader("789"), true)); res.StatusCode < 500 {
		t.Errorf("PATCH to a full disk = %d", res.StatusCode)
	}
	s.take.disk = whole
	s.wantProgress(upload, "10 ?0 10")
	if res := s.session(patchRequest(upload, 10, nil, true)); res.StatusCode != 201 || s.read("x") != "0123456789" {
		t.Errorf("PATCH = %d, stored %q", res.StatusCode, s.read("x"))
	}
}

// TestCrashAtTheEnd holds that an upload is complete once or not yet, wherever
// a crash stops the giving of its name.
func TestCrashAtTheEnd(t *testing.T) {
	for _, row := range []struct {
		name  string
		crash func(s *site, from, to string)
		want  string
	}{
		{"before the name", func(*site, string, string) {}, "4 ?0 4"},
		{"with two names", func(s *site, from, to string) { _ = os.Link(s.path(from), s.path(to)) }, "4 ?1 4"},
		{"after it", func(s *site, from, to string) { _ = os.Rename(s.path(from), s.path(to)) }, "4 ?1 4"},
		{"another has the name", func(s *site, _, to string) { s.write(to, "other") }, "4 ?0 4"},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newTaking(t)
			upload := s.create("/x", strings.NewReader("0123"), "Upload-Length: 4")
			s.take.disk.link = func(from, to string) error {
				row.crash(s, from, to)
				return fs.ErrNotExist // and no more of this process
			}
			s.session(patchRequest(upload, 4, nil, true))
			again := s.reopen()
			again.wantProgress(upload, row.want)
			if strings.Contains(row.want, "?0") {
				again.session(patchRequest(upload, 4, nil, true))
			}
			again.wantProgress(upload, "4 ?1 4")
			found, err := filepath.Glob(s.path("x*"))
			if err != nil || len(found) != 1+len(row.name)/20 {
				t.Errorf("files %q, %v", found, err)
			}
			for _, left := range s.parts() {
				if strings.HasSuffix(left, ".part") {
					t.Errorf("a part is left: %q", left)
				}
			}
		})
	}
}

// TestPeers11TargetFolder holds that nothing is taken through a link that leaves
// the root, also when it comes while the file does.
func TestPeers11TargetFolder(t *testing.T) {
	outside := t.TempDir()
	s := newTaking(t)
	link := func(target, path string) {
		if err := os.Symlink(target, s.path(path)); err != nil {
			t.Skip("this system does not let us: ", err)
		}
	}
	link("sub", "in")
	link(outside, "out")
	link(filepath.Join(outside, "new"), "dangling")
	link("loop", "loop")
	for target, status := range map[string]int{
		"/in/x": 201, "/out/x": 403, "/out/y/x": 403, "/loop/x": 500, "/dangling": 201, "/out": 201,
	} {
		if res := s.put(target, strings.NewReader("x")); res.StatusCode != status {
			t.Errorf("PUT %s = %d %s, want %d", target, res.StatusCode, body(t, res), status)
		}
	}
	if s.read("sub/x")+s.read("dangling (2)")+s.read("out (2)") != "xxx" {
		t.Error("what is stored is not what was sent")
	}
	swapped := io.MultiReader(strings.NewReader("x"), readerFunc(func([]byte) (int, error) {
		if err := errors.Join(os.RemoveAll(s.path("bare")), os.Symlink(outside, s.path("bare"))); err != nil {
			t.Error(err)
		}
		return 0, io.EOF
	}))
	if res := s.put("/bare/x", swapped); res.StatusCode != 403 {
		t.Errorf("PUT to a folder that became a link = %d, want 403", res.StatusCode)
	}
	if left, err := os.ReadDir(outside); err != nil || len(left) != 0 {
		t.Errorf("outside the root stands %v, %v", left, err)
	}
	if left := s.parts(); left != nil {
		t.Errorf("parts left: %q", left)
	}
}
