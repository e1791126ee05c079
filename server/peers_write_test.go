// SPDX-License-Identifier: MIT

package server

import (
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"porchlight/server/config"
)

// The cases of PEERS §5 in which a request brings something, asked of the whole
// server.

// sendBody sends a request with a body on a connection of its own.
func (f *fixture) sendBody(method, target, body string, fields ...string) answer {
	f.t.Helper()
	c := f.dial()
	defer c.Close()
	fields = append(fields, "Connection: close")
	if !strings.Contains(strings.Join(fields, "\n"), "Transfer-Encoding") {
		fields = append(fields, fmt.Sprint("Content-Length: ", len(body)))
	}
	c.send(method+" "+target, fields...)
	_, _ = io.WriteString(c, body) // who is refused may not read it
	return c.receive(method)
}

// taking starts a share that takes files in every way, with limits.
func taking(t *testing.T, change ...func(*config.Config)) *fixture {
	t.Helper()
	return start(t, append([]func(*config.Config){func(c *config.Config) {
		c.Mode, c.Access, c.Types, c.Listing, c.Uploads, c.WebDAV = "share", "open", []string{"*"}, true, true, "write"
		c.KeepFree, c.Root = 0, t.TempDir()
	}}, change...)...)
}

// filesOf are the files of a folder, also hidden ones.
func filesOf(t *testing.T, root string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(root, path)
			names = append(names, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestPeers16ReservedName sends names that are cleaned to the reserved one: the
// files would lie where nobody sees them.
func TestPeers16ReservedName(t *testing.T) {
	f := taking(t)
	for _, target := range []string{"/-./a.txt", "/-%20/a.txt", "/-.", "/%20-"} {
		f.sendBody("PUT", target, "hidden away")
	}
	form := "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"-\"\r\n\r\nhidden away\r\n--b--\r\n"
	f.post("/", form, "Content-Type: multipart/form-data; boundary=b")
	for _, name := range filesOf(t, f.Config().Root) {
		if name == "-" || strings.HasPrefix(name, "-/") {
			t.Errorf("an upload lies at %s, which no address shows", name)
		}
	}
}

// TestPeers18LimitsOfWebDAV sends by one protocol what another refuses.
func TestPeers18LimitsOfWebDAV(t *testing.T) {
	f := taking(t, func(c *config.Config) { c.FileLimit, c.SpaceLimit = 8, 20 })
	chunk := "9\r\n123456789\r\n0\r\n\r\n"
	for _, prefix := range []string{"/", "/-/dav/"} {
		if a := f.sendBody("PUT", prefix+"large", "123456789"); a.StatusCode != 413 {
			t.Errorf("PUT %slarge of 9 bytes = %d, want 413", prefix, a.StatusCode)
		}
		if a := f.sendBody("PUT", prefix+"large", chunk, "Transfer-Encoding: chunked"); a.StatusCode != 413 {
			t.Errorf("PUT %slarge of 9 bytes in chunks = %d, want 413", prefix, a.StatusCode)
		}
		if a := f.sendBody("PUT", prefix+fmt.Sprint("fits-", len(prefix)), "12345678"); a.StatusCode != 201 {
			t.Errorf("PUT of 8 bytes below %s = %d, want 201", prefix, a.StatusCode)
		}
	}
	for _, prefix := range []string{"/", "/-/dav/"} {
		if a := f.sendBody("PUT", prefix+"third", "12345678"); a.StatusCode != 507 {
			t.Errorf("PUT %sthird, bytes 17 to 24 of 20 = %d, want 507", prefix, a.StatusCode)
		}
	}
	if a := f.sendBody("PUT", "/-/dav/last", "1234"); a.StatusCode != 201 {
		t.Errorf("PUT of the last 4 bytes = %d, want 201: what was refused is given back", a.StatusCode)
	}
}

// TestPeers18KeepFree holds that what is kept free on the disk is kept by each
// way in: also from a copy that the server makes itself.
func TestPeers18KeepFree(t *testing.T) {
	f := taking(t, func(c *config.Config) { c.KeepFree = 1 << 60 })
	writeFile(t, f.Config().Root, "there", "letters")
	for _, prefix := range []string{"/", "/-/dav/"} {
		if a := f.sendBody("PUT", prefix+"new", "x"); a.StatusCode != 507 {
			t.Errorf("PUT %snew to a disk that is kept free = %d, want 507", prefix, a.StatusCode)
		}
		if a := f.sendBody("PUT", prefix+"new", "1\r\nx\r\n0\r\n\r\n", "Transfer-Encoding: chunked"); a.StatusCode != 507 {
			t.Errorf("PUT %snew in chunks to a disk that is kept free = %d, want 507", prefix, a.StatusCode)
		}
	}
	if a := f.ask("COPY /-/dav/there", "Destination: /-/dav/copy"); a.StatusCode != 507 {
		t.Errorf("COPY on a disk that is kept free = %d, want 507", a.StatusCode)
	}
	if got := filesOf(t, f.Config().Root); len(got) != 1 {
		t.Errorf("the folder holds %q, want one file", got)
	}
}

// TestWebDAVIsListed holds that the person who shares hears of files that come by
// WebDAV as of others.
func TestWebDAVIsListed(t *testing.T) {
	f := taking(t)
	f.sendBody("PUT", "/-/dav/empty", "") // as file managers begin each file
	f.sendBody("PUT", "/-/dav/nothing", "0\r\n\r\n", "Transfer-Encoding: chunked")
	f.sendBody("PUT", "/-/dav/b%20c.txt", "seven b")   // is new
	f.sendBody("PUT", "/-/dav/b%20c.txt", "replaced!") // is another one
	f.sendBody("PUT", "/-/dav/none/d.txt", "lost")
	f.ask("COPY /-/dav/b%20c.txt", "Destination: /-/dav/e.txt")
	f.ask("MOVE /-/dav/e.txt", "Destination: /-/dav/f.txt")
	var got []string
	for _, u := range f.Stored() {
		if host, _, err := net.SplitHostPort(u.Remote); err != nil || host != "127.0.0.1" || u.Time.IsZero() {
			t.Errorf("%s is from %q, at %v", u.Path, u.Remote, u.Time)
		}
		got = append(got, fmt.Sprint(u.Path, " ", u.Size))
	}
	if want := []string{"/b c.txt 9", "/b c.txt 7"}; !slices.Equal(got, want) {
		t.Errorf("uploads %q, want %q", got, want)
	}
}

// TestPeers18LimitsOutliveChanges changes the settings of a share that has taken
// files: what it has taken counts on, whatever is changed, until another folder
// is lent.
func TestPeers18LimitsOutliveChanges(t *testing.T) {
	f := taking(t, func(c *config.Config) { c.SpaceLimit = 20 })
	put := func(when, target string, size, want int) {
		t.Helper()
		if a := f.sendBody("PUT", target, strings.Repeat("x", size)); a.StatusCode != want {
			t.Errorf("%s: PUT %s of %d bytes = %d, want %d", when, target, size, a.StatusCode, want)
		}
	}
	put("before", "/a", 6, 201)
	put("before", "/-/dav/b", 6, 201)
	begun := f.sendBody("POST", "/c", "four", "Upload-Complete: ?0")
	if begun.StatusCode != 201 {
		t.Fatalf("a resumable upload = %d, want 201", begun.StatusCode)
	}
	f.apply(func(c *config.Config) { c.CacheControl = "no-cache" })
	put("16 of 20 taken", "/d", 5, 507)
	put("16 of 20 taken", "/-/dav/d", 5, 507)
	put("16 of 20 taken", "/d", 4, 201)
	f.apply(func(c *config.Config) { c.SpaceLimit, c.Access = 22, "code" })
	f.apply(func(c *config.Config) { c.Access, c.Uploads = "open", false })
	put("22 are the limit", "/-/dav/e", 3, 507)
	put("22 are the limit", "/-/dav/e", 2, 201)
	f.apply(func(c *config.Config) { c.Uploads = true })
	put("all is taken", "/f", 1, 507)
	if a := f.ask("DELETE " + begun.Header.Get("Location")); a.StatusCode != 204 {
		t.Errorf("DELETE of the upload = %d, want 204", a.StatusCode)
	}
	put("4 are given back", "/g", 5, 507)
	put("4 are given back", "/g", 4, 201)
	f.apply(func(c *config.Config) { c.Root = t.TempDir() })
	put("another folder", "/h", 22, 201)
	f.stop()
	if err := f.Start(); err != nil {
		t.Fatal(err)
	}
	put("another share", "/i", 22, 201)
}

// TestPeers20LyingLengths announces one length and sends another, by each way in.
func TestPeers20LyingLengths(t *testing.T) {
	f := taking(t, func(c *config.Config) { c.FileLimit = 1 << 20 })
	for _, length := range []string{"-1", "+5", "5, 5", "0x5", "99999999999999999999", "5\r\nContent-Length: 6", "5 5"} {
		for _, target := range []string{"/a.bin", "/-/dav/a.bin"} {
			c := f.dial()
			c.send("PUT "+target, "Content-Length: "+length, "Connection: close")
			if a := c.receive("PUT"); a.StatusCode < 400 || a.StatusCode >= 500 {
				t.Errorf("PUT %s with the length %q = %d, want a refusal", target, length, a.StatusCode)
			}
			c.Close()
		}
	}
	for _, length := range []string{"-1", "99999999999999999999", "1.5", "x"} {
		if a := f.sendBody("PUT", "/a.bin", "part", "Upload-Complete: ?0", "Upload-Length: "+length); a.StatusCode < 400 || a.StatusCode >= 500 {
			t.Errorf("an upload of %q bytes = %d, want a refusal", length, a.StatusCode)
		}
	}
	for _, target := range []string{"/a.bin", "/-/dav/a.bin"} {
		c := f.dial()
		c.send("PUT "+target, "Content-Length: 10")
		if _, err := io.WriteString(c, "short"); err != nil {
			t.Fatal(err)
		}
		c.Close()
	}
	f.eventually("rid of what did not come whole", func() bool { return len(filesOf(t, f.Config().Root)) == 0 })
}

// TestPeers25Private makes files that no other account of this computer reads.
func TestPeers25Private(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no modes on Windows")
	}
	f := taking(t)
	f.sendBody("PUT", "/new/a.txt", "a")
	f.sendBody("PUT", "/-/dav/b.txt", "b")
	f.ask("MKCOL /-/dav/folder")
	f.ask("COPY /-/dav/b.txt", "Destination: /-/dav/c.txt")
	f.sendBody("LOCK", "/-/dav/d.txt", `<D:lockinfo xmlns:D="DAV:"><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockinfo>`)
	for _, name := range []string{"new", "new/a.txt", "b.txt", "folder", "c.txt", "d.txt"} {
		info, err := os.Stat(filepath.Join(f.Config().Root, name))
		if err != nil {
			t.Error(err)
		} else if mode := info.Mode().Perm(); mode&0o077 != 0 {
			t.Errorf("%s has the mode %o, want it to be its owner's alone", name, mode)
		}
	}
}

// TestPeers38ForeignUploads sends files as a page of another site can without
// asking, and asks as a browser does before anything else.
func TestPeers38ForeignUploads(t *testing.T) {
	f := taking(t)
	form := "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\nevil\r\n--b--\r\n"
	for _, kind := range []string{"multipart/form-data; boundary=b", "text/plain", "application/x-www-form-urlencoded"} {
		for _, origin := range []string{"http://evil.example", "null", "https://localhost", "http://localhost:1"} {
			for _, target := range []string{"/", "/a.txt", "/?zip", "/upload", "/-/dav/a.txt"} {
				a := f.post(target, form, "Content-Type: "+kind, "Origin: "+origin)
				if a.StatusCode != 403 {
					t.Errorf("POST %s as %s from %s = %d, want 403", target, kind, origin, a.StatusCode)
				}
			}
		}
	}
	for _, target := range []string{"/", "/a.txt", "/upload", "/-/dav/a.txt", "/-/gate", "/-/healthz"} {
		a := f.ask("OPTIONS "+target, "Origin: http://evil.example", "Access-Control-Request-Method: PUT")
		for name := range a.Header {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("OPTIONS %s answers another site with %s", target, name)
			}
		}
	}
	if names := filesOf(t, f.Config().Root); len(names) > 0 {
		t.Errorf("another site has written %q", names)
	}
}

// TestPeers22DraftsOfAnotherRun begins with what a file had become when the
// program ended; nobody but WebDAV takes files here.
func TestPeers22DraftsOfAnotherRun(t *testing.T) {
	root := t.TempDir()
	writeFile(t, root, ".porchlight-uploads/"+strings.Repeat("0a", 16)+".part", "half")
	f := taking(t, func(c *config.Config) { c.Uploads, c.Root = false, root })
	if names := filesOf(t, root); len(names) > 0 {
		t.Errorf("%q are left, want nothing", names)
	}
	if a := f.sendBody("PUT", "/-/dav/a.txt", "a"); a.StatusCode != 201 {
		t.Errorf("PUT after it = %d, want 201", a.StatusCode)
	}
}

// TestPeers15CleanedFolder sends to folders whose names are cleaned to that of a
// file: that is no fault of ours.
func TestPeers15CleanedFolder(t *testing.T) {
	root := t.TempDir()
	writeFile(t, root, "_", "a file")
	f := taking(t, func(c *config.Config) { c.Root = root })
	for _, target := range []string{"/*/a.txt", "/*/b/a.txt", "/_/a.txt", "/_/b/a.txt", "/*/"} {
		for _, method := range []string{"PUT", "POST"} {
			form := "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\na\r\n--b--\r\n"
			if a := f.sendBody(method, target, form, "Content-Type: multipart/form-data; boundary=b"); a.StatusCode < 400 || a.StatusCode >= 500 {
				t.Errorf("%s %s = %d, want a refusal", method, target, a.StatusCode)
			}
		}
	}
	if lines := f.lines("request failed"); len(lines) > 0 && lines[0].Level == "ERROR" {
		t.Errorf("it is logged as our own fault: %+v", lines[0])
	}
}
