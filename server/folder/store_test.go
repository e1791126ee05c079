// SPDX-License-Identifier: MIT

package folder

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestNewName(t *testing.T) {
	s := store{now: func() time.Time { return time.Date(2024, 3, 15, 12, 34, 56, 0, time.Local) }}
	for attempt, digits := range []int{4, 4, 8, 8, 16, 16, 32, 32} {
		got := s.newName(attempt)
		if !strings.HasPrefix(got, "upload_20240315_123456_") || len(got) != len("upload_20240315_123456_.json")+digits {
			t.Errorf("newName(%d) = %s, want %d digits", attempt, got, digits)
		}
		if !isPartName(partName(got)) || isPartName(got) {
			t.Errorf("%s and %s are not told apart", got, partName(got))
		}
	}
}

// TestNameTaken holds that neither a file nor a part of the same name is ever
// touched.
func TestNameTaken(t *testing.T) {
	s := newSite(t)
	dir, err := s.upload.store.openUploads()
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	s.write("uploads/upload_a.json", "first")
	s.write("uploads/.upload_b.json.part", "being written")
	for _, final := range []string{"upload_a.json", "upload_b.json"} {
		if err := s.upload.store.place(dir, final, []byte("second")); !errors.Is(err, errNameTaken) {
			t.Errorf("place(%s) = %v, want %v", final, err, errNameTaken)
		}
	}
	for path, want := range map[string]string{"uploads/upload_a.json": "first", "uploads/.upload_b.json.part": "being written"} {
		if got, err := os.ReadFile(s.path(path)); err != nil || string(got) != want {
			t.Errorf("%s = %q, %v, want %q", path, got, err, want)
		}
	}
	if diff := cmp.Diff([]string{".upload_b.json.part", "upload_a.json"}, s.stored()); diff != "" {
		t.Errorf("uploads (-want +got):\n%s", diff)
	}
}

// TestPartLost holds that a part which was swept in the instant before it was
// locked is given up, and the upload stored under another name.
func TestPartLost(t *testing.T) {
	s := newSite(t)
	dir, err := s.upload.store.openUploads()
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	file, err := dir.Create(".upload_a.json.part")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := os.Rename(s.path("uploads/.upload_a.json.part"), s.path("uploads/gone")); err != nil {
		t.Fatal(err)
	}
	if err := hold(dir, file, ".upload_a.json.part"); !errors.Is(err, errNameTaken) {
		t.Errorf("hold of a part that is gone = %v, want %v", err, errNameTaken)
	}
	s.write("uploads/.upload_a.json.part", "somebody else's")
	if err := hold(dir, file, ".upload_a.json.part"); !errors.Is(err, errNameTaken) {
		t.Errorf("hold of a part that was replaced = %v, want %v", err, errNameTaken)
	}
}

func TestUploadsFolder(t *testing.T) {
	outside := t.TempDir()
	for _, row := range []struct {
		name   string
		before func(*site) error
		status int
	}{
		{"missing", func(s *site) error { return nil }, 201},
		{"there", func(s *site) error { return os.Mkdir(s.path("uploads"), 0o755) }, 201},
		{"link inside", func(s *site) error { return os.Symlink("sub", s.path("uploads")) }, 201},
		{"link outside", func(s *site) error { return os.Symlink(outside, s.path("uploads")) }, 403},
		{"dangling link", func(s *site) error { return os.Symlink("none", s.path("uploads")) }, 500},
		{"a file", func(s *site) error { s.write("uploads", "x"); return nil }, 500},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := newSite(t)
			if err := row.before(s); err != nil {
				t.Skip("this system does not let us: ", err)
			}
			if res := s.send(jsonRequest("{}")); res.StatusCode != row.status {
				t.Errorf("POST = %d, want %d", res.StatusCode, row.status)
			}
		})
	}
	if left, err := os.ReadDir(outside); err != nil || len(left) != 0 {
		t.Errorf("outside the root stands %v, %v", left, err)
	}
}

// childVariable names the folder for a child process that stores an upload.
const childVariable = "PORCHLIGHT_STORE_UNTIL_KILLED"

// storeUntilKilled is that child: it says so when half of the upload is on
// the disk, and goes no further until its input ends.
func storeUntilKilled(dir string) {
	f, err := Open(dir, Options{Uploads: true, UploadLimit: 1 << 20, Fail: failPlainly})
	if err == nil {
		f.upload.store.write = func(part *os.File, content []byte) error {
			_, err := part.Write(content[:len(content)/2])
			_, _ = io.WriteString(os.Stdout, "half\n")
			_, _ = io.ReadAll(os.Stdin)
			return err
		}
		_, err = f.upload.store.save([]byte(`{"whole": true}`))
	}
	_, _ = io.WriteString(os.Stdout, "unexpected end: "+err.Error())
	os.Exit(1)
}

// TestKilled holds that a process which is killed in the middle of an upload
// leaves nothing under a final name, and that its part is swept when it is
// gone, and not before.
func TestKilled(t *testing.T) {
	s := newSite(t)
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childVariable+"="+s.root)
	stdin, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	stdout, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(stdout).ReadString('\n'); line != "half\n" {
		t.Fatalf("the child says %q, %v", line, err)
	}
	onlyPart := func() bool {
		left := s.stored()
		return len(left) == 1 && isPartName(left[0])
	}
	if err := s.upload.store.sweep(); err != nil || !onlyPart() {
		t.Errorf("while it writes, sweep = %v and leaves %q, want its part", err, s.stored())
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // which says that it was killed
	if !onlyPart() {
		t.Errorf("killed, it leaves %q, want a part", s.stored())
	}
	f, err := Open(s.root, Options{Uploads: true, UploadLimit: 1, Fail: failPlainly})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if left := s.stored(); left != nil {
		t.Errorf("the next start leaves %q", left)
	}
}

func TestSweep(t *testing.T) {
	s := newSite(t)
	if err := s.upload.store.sweep(); err != nil {
		t.Errorf("sweep without uploads = %v", err)
	}
	if _, err := os.Stat(s.path(UploadsName)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("sweep makes the folder: %v", err)
	}
	want := []string{".upload_b.txt", "other.part", "upload_a.json"}
	for _, kept := range want {
		s.write("uploads/"+kept, "kept")
	}
	for i := range 2 * sweepBatch {
		s.write("uploads/.upload_"+strings.Repeat("a", i%200)+string(rune('a'+i%26))+".json.part", "half")
	}
	if err := s.upload.store.sweep(); err != nil {
		t.Errorf("sweep = %v", err)
	}
	if diff := cmp.Diff(want, s.stored()); diff != "" {
		t.Errorf("uploads after sweep (-want +got):\n%s", diff)
	}
}
