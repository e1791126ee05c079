// SPDX-License-Identifier: MIT

package folder

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const reportName = "_not in this archive.txt"

// zipSite is a site that lends every type, and zips.
func zipSite(t testing.TB, change ...func(*Options)) *site {
	return newSite(t, append([]func(*Options){everyType, func(o *Options) { o.Zip = true }}, change...)...)
}

// unzip reads an archive that must be whole: each entry, by its path.
func unzip(t testing.TB, res *http.Response) map[string]string {
	t.Helper()
	if res.StatusCode != 200 {
		t.Fatalf("answer %d, want an archive", res.StatusCode)
	}
	content := body(t, res)
	if announced := res.Header.Get("Content-Length"); announced != strconv.Itoa(len(content)) {
		t.Errorf("announced %s bytes, sent %d", announced, len(content))
	}
	z, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		if _, twice := files[f.Name]; twice {
			t.Errorf("archive has two of %q", f.Name)
		}
		files[f.Name] = readEntry(t, f)
	}
	return files
}

func readEntry(t testing.TB, f *zip.File) string {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r) // and the checksum
	if err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	return string(b)
}

func (s *site) choose(target string, names ...string) *http.Response {
	s.t.Helper()
	form := url.Values{"name": names}.Encode()
	return s.send(newRequest("POST", target, strings.NewReader(form), "Content-Type: application/x-www-form-urlencoded"))
}

func TestZip(t *testing.T) {
	s := zipSite(t)
	s.write("sub/deep/er/leaf.txt", "leaf")
	s.write("sub/größe €.txt", "UTF-8")
	want := map[string]string{
		"index.html": "sub index", "file.txt": "file in sub", "deep/": "", "deep/er/": "", "deep/er/leaf.txt": "leaf", "größe €.txt": "UTF-8",
	}
	res := s.do("GET", "/sub/?zip")
	if diff := cmp.Diff(want, unzip(t, res)); diff != "" {
		t.Errorf("archive (-want +got):\n%s", diff)
	}
	for name, value := range map[string]string{
		"Content-Type": "application/zip", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
		"Content-Disposition": `attachment; filename="sub.zip"`,
	} {
		if got := res.Header.Get(name); got != value {
			t.Errorf("%s = %q, want %q", name, got, value)
		}
	}
}

// TestZipName has a folder whose name no quoted string carries.
func TestZipName(t *testing.T) {
	s := zipSite(t)
	s.write("Größe/a.txt", "")
	want := `attachment; filename="Gr__e.zip"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.zip`
	if got := s.do("GET", "/Gr%C3%B6%C3%9Fe/?zip").Header.Get("Content-Disposition"); got != want {
		t.Errorf("Content-Disposition = %q, want %q", got, want)
	}
}

// TestZipHead holds that HEAD announces what GET sends, and sends nothing.
func TestZipHead(t *testing.T) {
	s := zipSite(t)
	head, get := s.do("HEAD", "/?zip"), s.do("GET", "/?zip")
	if diff := diffAnswers(head, get); diff != "" {
		t.Errorf("HEAD differs from GET: %s", diff)
	}
	if b := body(t, head); b != "" {
		t.Errorf("HEAD sends %d bytes", len(b))
	}
}

func TestZipAnswers(t *testing.T) {
	s := zipSite(t)
	for _, row := range []struct {
		method, target string
		status         int
	}{
		{"GET", "/sub?zip", 301},
		{"GET", "/sub/?a=b&zip=1", 200},
		{"GET", "/sub/?zipped", 200}, // the index, that is
		{"GET", "/none/?zip", 404},
		{"GET", "/a.txt/?zip", 404},
		{"GET", "/.git/?zip", 404},
		{"GET", "/../?zip", 403},
		{"OPTIONS", "/sub/?zip", 204},
		{"PUT", "/sub/?zip", 405},
		{"POST", "/sub/?zip", 415},
	} {
		if res := s.do(row.method, row.target); res.StatusCode != row.status {
			t.Errorf("%s %s = %d, want %d", row.method, row.target, res.StatusCode, row.status)
		}
	}
	for _, method := range []string{"GET", "HEAD"} {
		if res := zipSite(t, func(o *Options) { o.WriteOnly = true }).do(method, "/?zip"); res.StatusCode != 403 {
			t.Errorf("%s /?zip of a write-only folder = %d, want 403", method, res.StatusCode)
		}
	}
	if res := newSite(t).do("GET", "/bare/?zip"); res.StatusCode != 404 {
		t.Errorf("GET /bare/?zip without Zip = %d, want 404", res.StatusCode)
	}
}

func TestZipChosen(t *testing.T) {
	s := zipSite(t)
	got := unzip(t, s.choose("/?zip", "a.txt", "sub", "a.txt", "sp ace.txt"))
	want := map[string]string{"a.txt": letters, "sub/": "", "sub/index.html": "sub index", "sub/file.txt": "file in sub", "sp ace.txt": "space"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("archive (-want +got):\n%s", diff)
	}
	for _, row := range []struct {
		name   string
		status int
	}{
		{"..", 403},
		{"../a.txt", 403},
		{"sub/file.txt", 404},
		{`sub\file.txt`, 403},
		{"C:", 403},
		{"nul.txt", 403},
		{"a.txt/", 403},
		{"", 403},
		{"a\x00.txt", 400},
		{"a\n.txt", 400},
		{"\xff", 400},
	} {
		res := s.choose("/?zip", row.name)
		if row.status == 404 { // like a file that has gone
			if files := unzip(t, res); len(files) != 1 || !strings.Contains(files[reportName], row.name+": is not there") {
				t.Errorf("choosing %q sends %q, want a report alone", row.name, files)
			}
		} else if res.StatusCode != row.status {
			t.Errorf("choosing %q = %d, want %d", row.name, res.StatusCode, row.status)
		}
	}
	if res := s.choose("/?zip"); res.StatusCode != 400 {
		t.Errorf("choosing nothing = %d, want 400", res.StatusCode)
	}
	if res := s.choose("/?zip", strings.Repeat("n", largestChoice)); res.StatusCode != 413 {
		t.Errorf("choosing more than a form holds = %d, want 413", res.StatusCode)
	}
}

// TestPeers47ZipHidden holds that what is not lent is in no archive, and is
// not told of: hidden files wherever they lie, the reserved name, other types.
func TestPeers47ZipHidden(t *testing.T) {
	s := zipSite(t, func(o *Options) { o.Types, o.Reserved = []string{"txt"}, "-" })
	s.write("sub/.env", "secret")
	s.write("sub/.ssh/id.txt", "secret")
	s.write("-/page.txt", "ours")
	s.write("sub/-/page.txt", "theirs")
	for _, res := range []*http.Response{s.do("GET", "/?zip"), s.choose("/?zip", "sub", ".git", "-", ".hidden.txt", "run.exe")} {
		files := unzip(t, res)
		for path := range files {
			if strings.HasPrefix(path, ".") || strings.Contains(path, "/.") || strings.HasPrefix(path, "-") || strings.HasSuffix(path, ".exe") || strings.HasSuffix(path, ".html") {
				t.Errorf("archive has %q", path)
			}
		}
		if files["sub/-/page.txt"] != "theirs" {
			t.Error("archive lacks a file that is only named like ours")
		}
	}
}

// TestPeers26ZipNames holds that no entry leads out of the folder in which it
// is unpacked, on any system, whatever lies on the disk.
func TestPeers26ZipNames(t *testing.T) {
	if os.PathSeparator != '/' {
		t.Skip("this system does not store such names")
	}
	s := zipSite(t)
	for _, bad := range []string{`..\..\evil.txt`, `C:evil.txt`, `a\b.txt`, "line\nend.txt", "bell\x07.txt", "trailing.txt ", "NUL.txt", "not\xffutf8.txt", "stream.txt:x"} {
		s.write("odd/"+bad, "evil")
	}
	s.write("odd/good.txt", "good")
	if diff := cmp.Diff(map[string]string{"good.txt": "good"}, unzip(t, s.do("GET", "/odd/?zip"))); diff != "" {
		t.Errorf("archive (-want +got):\n%s", diff)
	}
}

// TestZipTimes holds that files keep their times, and that those which no
// archive can tell do no harm.
func TestZipTimes(t *testing.T) {
	s := zipSite(t)
	s.writeAt("times/old.txt", "", time.Date(1969, 1, 1, 0, 0, 0, 0, time.UTC))
	s.write("times/a.txt", "")
	content := body(t, s.do("GET", "/times/?zip"))
	z, err := zip.NewReader(strings.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		want := longAgo
		if f.Name == "old.txt" {
			want = firstZipTime
		}
		if !f.Modified.Equal(want) || f.Mode().Perm() != 0 && f.Mode().Perm() != 0o666 {
			t.Errorf("%s: modified %v, mode %v, want %v and none", f.Name, f.Modified, f.Mode(), want)
		}
	}
}

// TestZipTools has archives tested by other people's programs.
func TestZipTools(t *testing.T) {
	s := zipSite(t)
	s.write("sub/größe 😀.txt", "UTF-8")
	file := filepath.Join(t.TempDir(), "a.zip")
	if err := os.WriteFile(file, []byte(body(t, s.do("GET", "/?zip"))), 0o600); err != nil {
		t.Fatal(err)
	}
	tested := false
	for _, tool := range [][]string{{"unzip", "-tqq"}, {"python3", "-m", "zipfile", "-t"}} {
		if _, err := exec.LookPath(tool[0]); err != nil {
			continue
		}
		tested = true
		if out, err := exec.Command(tool[0], append(slices.Clone(tool[1:]), file)...).CombinedOutput(); err != nil || bytes.Contains(out, []byte("warning")) {
			t.Errorf("%v: %v\n%s", tool, err, out)
		}
	}
	if !tested {
		t.Skip("neither unzip nor python3 is here")
	}
}
