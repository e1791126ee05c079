// SPDX-License-Identifier: MIT

package folder

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"net/textproto"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// session sends a request to the resumable uploads.
func (s *site) session(r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	s.ServeUpload(w, r)
	return w.Result()
}

// create begins a resumable upload and returns its address.
func (s *site) create(target string, content io.Reader, fields ...string) string {
	s.t.Helper()
	res := s.send(newRequest("POST", target, content, append(fields, "Upload-Complete: ?0")...))
	if res.StatusCode != 201 {
		s.t.Fatalf("POST %s = %d %s", target, res.StatusCode, body(s.t, res))
	}
	return res.Header.Get("Location")
}

func patchRequest(address string, offset int, content io.Reader, complete bool) *http.Request {
	state := "?0"
	if complete {
		state = "?1"
	}
	return newRequest("PATCH", address, content,
		"Content-Type: application/partial-upload", "Upload-Offset: "+strconv.Itoa(offset), "Upload-Complete: "+state)
}

// progressOf asks how far an upload is, as "offset complete length".
func (s *site) progressOf(address string) string {
	s.t.Helper()
	res := s.session(newRequest("HEAD", address, nil))
	if res.StatusCode != 204 {
		return strconv.Itoa(res.StatusCode)
	}
	h := res.Header
	return strings.TrimSpace(h.Get("Upload-Offset") + " " + h.Get("Upload-Complete") + " " + h.Get("Upload-Length"))
}

func (s *site) wantProgress(address, want string) {
	s.t.Helper()
	if got := s.progressOf(address); got != want {
		s.t.Errorf("HEAD tells %q, want %q", got, want)
	}
}

// reopen is the site after its server was started anew.
func (s *site) reopen(change ...func(*Options)) *site {
	s.t.Helper()
	o := Options{Types: []string{"*"}, Reserved: "-", Fail: failPlainly, Take: &TakeOptions{}}
	for _, c := range change {
		c(&o)
	}
	f, err := Open(s.root, o)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = f.Close() })
	return &site{Folder: f, t: s.t, root: s.root, log: s.log}
}

func TestResume(t *testing.T) {
	s := newTaking(t)
	upload := s.create("/sub/new dir/x.bin", strings.NewReader("0123"), "Upload-Length: 10")
	s.wantProgress(upload, "4 ?0 10")
	if _, err := os.Stat(s.path("sub/new dir")); err == nil {
		t.Error("the folder is made before the file is whole")
	}
	res := s.session(patchRequest(upload, 4, strings.NewReader("45"), false))
	if got := res.Header.Get("Upload-Complete"); res.StatusCode != 204 || got != "?0" {
		t.Errorf("PATCH = %d, Upload-Complete %s, want 204 and ?0", res.StatusCode, got)
	}
	s.wantProgress(upload, "6 ?0 10")
	again := s.reopen()
	again.wantProgress(upload, "6 ?0 10")
	res = again.session(patchRequest(upload, 6, strings.NewReader("6789"), true))
	if diff := cmp.Diff([]taken{{"x.bin", "/sub/new dir/x.bin", 10}}, told(t, res)); diff != "" || res.StatusCode != 201 {
		t.Errorf("PATCH = %d, files (-want +got):\n%s", res.StatusCode, diff)
	}
	if got := res.Header.Get("Upload-Complete") + " " + res.Header.Get("Location"); got != "?1 /sub/new%20dir/x.bin" {
		t.Errorf("Upload-Complete and Location = %q", got)
	}
	if got := s.read("sub/new dir/x.bin"); got != "0123456789" {
		t.Errorf("stored %q", got)
	}
	third := s.reopen()
	third.wantProgress(upload, "10 ?1 10")
	if res := third.session(patchRequest(upload, 10, nil, true)); res.StatusCode != 410 {
		t.Errorf("PATCH of a complete upload = %d, want 410", res.StatusCode)
	}
	if got := third.session(newRequest("HEAD", upload, nil)).Header.Get("Content-Location"); got != "/sub/new%20dir/x.bin" {
		t.Errorf("Content-Location = %q", got)
	}
}

// TestResumeAfterBreak holds that what had come before a break is kept.
func TestResumeAfterBreak(t *testing.T) {
	s := newTaking(t)
	broken := io.MultiReader(strings.NewReader("01234"), iotest.ErrReader(io.ErrUnexpectedEOF))
	r := newRequest("PUT", "/x.bin", broken, "Upload-Complete: ?1", "Upload-Length: 10")
	res := s.send(r)
	if res.StatusCode != 400 {
		t.Fatalf("PUT = %d, want 400", res.StatusCode)
	}
	upload := res.Header.Get("Location")
	s.wantProgress(upload, "5 ?0 10")
	stalled := io.MultiReader(strings.NewReader("56"), iotest.ErrReader(os.ErrDeadlineExceeded))
	if res := s.session(patchRequest(upload, 5, stalled, true)); res.StatusCode != 408 {
		t.Errorf("PATCH = %d, want 408", res.StatusCode)
	}
	if res := s.session(patchRequest(upload, 7, strings.NewReader("789"), true)); res.StatusCode != 201 {
		t.Errorf("PATCH = %d, want 201", res.StatusCode)
	}
	if got := s.read("x.bin"); got != "0123456789" {
		t.Errorf("stored %q", got)
	}
}

func TestPeers20Lengths(t *testing.T) {
	s := newTaking(t, func(o *TakeOptions) { o.FileLimit = 100 })
	for _, row := range []struct {
		name   string
		body   io.Reader
		fields []string
		status int
	}{
		{"negative length", nil, []string{"Upload-Complete: ?0", "Upload-Length: -1"}, 400},
		{"signed length", nil, []string{"Upload-Complete: ?0", "Upload-Length: +1"}, 400},
		{"huge length", nil, []string{"Upload-Complete: ?0", "Upload-Length: 99999999999999999999"}, 400},
		{"two lengths", nil, []string{"Upload-Complete: ?0", "Upload-Length: 1", "Upload-Length: 2"}, 400},
		{"over the limit", nil, []string{"Upload-Complete: ?0", "Upload-Length: 101"}, 413},
		{"no boolean", nil, []string{"Upload-Complete: 1"}, 400},
		{"lengths that differ", strings.NewReader("123"), []string{"Upload-Complete: ?1", "Upload-Length: 4"}, 400},
		{"longer than announced", io.MultiReader(strings.NewReader("123456")), []string{"Upload-Complete: ?0", "Upload-Length: 5"}, 400},
		{"shorter than announced", io.MultiReader(strings.NewReader("1234")), []string{"Upload-Complete: ?1", "Upload-Length: 5"}, 400},
		{"over the limit, unannounced", io.MultiReader(strings.NewReader(strings.Repeat("x", 101))), []string{"Upload-Complete: ?1"}, 413},
		{"plain, over the limit, unannounced", io.MultiReader(strings.NewReader(strings.Repeat("x", 101))), nil, 413},
		{"plain, at the limit", strings.NewReader(strings.Repeat("x", 100)), nil, 201},
		{"empty", nil, []string{"Upload-Complete: ?1"}, 201},
	} {
		t.Run(row.name, func(t *testing.T) {
			s.t = t
			before := len(s.tree())
			res := s.put("/x", row.body, row.fields...)
			if res.StatusCode != row.status {
				t.Errorf("PUT = %d %s, want %d", res.StatusCode, body(t, res), row.status)
			}
			if stored := len(s.tree()) - before; stored != 0 != (row.status == 201) {
				t.Errorf("%d files stored", stored)
			}
		})
	}
}

func TestPatchRefuses(t *testing.T) {
	s := newTaking(t, func(o *TakeOptions) { o.FileLimit = 100 })
	known := s.create("/x", strings.NewReader("0123"), "Upload-Length: 10")
	open := s.create("/y", strings.NewReader("0123"))
	with := func(r *http.Request, name, value string) *http.Request {
		r.Header[name] = []string{value}
		return r
	}
	for _, row := range []struct {
		name    string
		request *http.Request
		status  int
	}{
		{"too early", patchRequest(known, 3, strings.NewReader("x"), false), 409},
		{"too late", patchRequest(known, 5, strings.NewReader("x"), false), 409},
		{"more than announced", patchRequest(known, 4, strings.NewReader("1234567"), false), 400},
		{"another length", patchRequest(known, 4, strings.NewReader("12345"), true), 400},
		{"over the limit", with(patchRequest(open, 4, nil, false), "Upload-Length", "101"), 413},
		{"other kind", with(patchRequest(known, 4, nil, false), "Content-Type", "application/octet-stream"), 415},
		{"coded", with(patchRequest(known, 4, nil, false), "Content-Encoding", "gzip"), 415},
		{"negative offset", with(patchRequest(known, 4, nil, false), "Upload-Offset", "-4"), 400},
		{"no state", with(patchRequest(known, 4, nil, false), "Upload-Complete", ""), 400},
		{"another origin", with(patchRequest(known, 4, nil, false), "Origin", "http://evil.example"), 403},
		{"no such upload", patchRequest("/-/upload/"+newID(), 0, nil, false), 404},
		{"climbs", patchRequest("/-/upload/../../../../../etc/passwd", 0, nil, false), 404},
		{"capitals", patchRequest(strings.ToUpper(known), 0, nil, false), 404},
		{"GET", newRequest("GET", known, nil), 405},
		{"POST", newRequest("POST", known, nil), 405},
	} {
		t.Run(row.name, func(t *testing.T) {
			res := s.session(row.request)
			if res.StatusCode != row.status {
				t.Errorf("%s = %d %s, want %d", row.request.Method, res.StatusCode, body(t, res), row.status)
			}
			if got := res.Header.Get("Upload-Offset"); row.status == 409 && got != "4" {
				t.Errorf("409 with Upload-Offset %q, want 4", got)
			}
		})
	}
	s.wantProgress(known, "4 ?0 10")
	s.wantProgress(open, "4 ?0")
	later := patchRequest(open, 4, strings.NewReader("45"), false)
	later.Header.Set("Upload-Length", "8")
	s.session(later)
	s.wantProgress(open, "6 ?0 8")
}

func TestCancel(t *testing.T) {
	s := newTaking(t, func(o *TakeOptions) { o.SpaceLimit = 10 })
	upload := s.create("/x", strings.NewReader("0123456789"))
	if res := s.put("/y", strings.NewReader("1")); res.StatusCode != 507 {
		t.Errorf("PUT where no space is left = %d, want 507", res.StatusCode)
	}
	if res := s.session(newRequest("DELETE", upload, nil)); res.StatusCode != 204 {
		t.Errorf("DELETE = %d, want 204", res.StatusCode)
	}
	s.wantProgress(upload, "404")
	if left := s.parts(); left != nil {
		t.Errorf("parts left: %q", left)
	}
	if res := s.put("/y", strings.NewReader("0123456789")); res.StatusCode != 201 {
		t.Errorf("PUT after DELETE = %d, want 201", res.StatusCode)
	}
	if res := s.put("/z", strings.NewReader("1")); res.StatusCode != 507 {
		t.Errorf("PUT where no space is left = %d, want 507", res.StatusCode)
	}
}

// TestNewerRequestWins holds that a client which comes back need not wait until
// its old connection is known to be dead, and that the old one writes no more.
func TestNewerRequestWins(t *testing.T) {
	for _, method := range []string{"HEAD", "PATCH", "DELETE"} {
		t.Run(method, func(t *testing.T) {
			cut := make(chan *http.Request, 1)
			s := newTaking(t, func(o *TakeOptions) { o.Cut = func(r *http.Request) { cut <- r } })
			upload := s.create("/x.bin", nil, "Upload-Length: 10")
			hanging, late := io.Pipe()
			old := patchRequest(upload, 0, hanging, false)
			ended := make(chan *http.Response)
			go func() { ended <- s.session(old) }()
			first := strings.Repeat("0", 4)
			if _, err := io.WriteString(late, first); err != nil {
				t.Fatal(err)
			}
			switch method {
			case "HEAD":
				for s.progressOf(upload) == "" {
				}
			case "PATCH":
				s.session(patchRequest(upload, 0, strings.NewReader("0123456789"), true))
			case "DELETE":
				s.session(newRequest("DELETE", upload, nil))
			}
			if got := <-cut; got != old {
				t.Errorf("another request was cut: %v", got)
			}
			go func() {
				_, _ = io.WriteString(late, "late")
				_ = late.Close()
			}()
			if res := <-ended; res.StatusCode != 409 {
				t.Errorf("the old request ends with %d, want 409", res.StatusCode)
			}
			switch method {
			case "HEAD":
				s.wantProgress(upload, "0 ?0 10")
			case "PATCH":
				if got := s.read("x.bin"); got != "0123456789" {
					t.Errorf("stored %q", got)
				}
			case "DELETE":
				s.wantProgress(upload, "404")
			}
		})
	}
}

func TestPeers23Sessions(t *testing.T) {
	s := newTaking(t, func(o *TakeOptions) { o.Client = func(r *http.Request) string { return r.Header.Get("Client") } })
	create := func(client string) *http.Response {
		return s.put("/x", nil, "Upload-Complete: ?0", "Client: "+client)
	}
	for range mostOfClient {
		if res := create("a"); res.StatusCode != 201 {
			t.Fatalf("create = %d", res.StatusCode)
		}
	}
	last := create("b").Header.Get("Location")
	if res := create("a"); res.StatusCode != 429 {
		t.Errorf("one upload too many = %d, want 429", res.StatusCode)
	}
	again := s.reopen(func(o *Options) { o.Take.Client = s.take.options.Client })
	if res := again.put("/x", nil, "Upload-Complete: ?0", "Client: a"); res.StatusCode != 429 {
		t.Errorf("one upload too many after a new start = %d, want 429", res.StatusCode)
	}
	for i := range mostSessions - mostOfClient - 1 {
		if res := create(fmt.Sprint(i)); res.StatusCode != 201 {
			t.Fatalf("create = %d", res.StatusCode)
		}
	}
	if res := create("c"); res.StatusCode != 429 {
		t.Errorf("one upload too many in all = %d, want 429", res.StatusCode)
	}
	s.session(newRequest("DELETE", last, nil))
	if res := create("c"); res.StatusCode != 201 {
		t.Errorf("create after DELETE = %d, want 201", res.StatusCode)
	}
}

// TestInterimAnswer holds that the address of an upload is told before its
// body, to those that speak the draft.
func TestInterimAnswer(t *testing.T) {
	s := newTaking(t)
	address := newServer(t, s)
	for version, want := range map[string]int{"8": 1, "7": 0, "": 0} {
		var interims []textproto.MIMEHeader
		ctx := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{
			Got1xxResponse: func(code int, h textproto.MIMEHeader) error {
				if code == statusResumable {
					interims = append(interims, h)
				}
				return nil
			},
		})
		r, err := http.NewRequestWithContext(ctx, "PUT", "http://"+address+"/x.bin", strings.NewReader("0123456789"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Upload-Complete", "?1")
		r.Header.Set("Upload-Draft-Interop-Version", version)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != 201 || len(interims) != want {
			t.Errorf("version %q: %d after %v, want 201 after %d interim answers", version, res.StatusCode, interims, want)
		}
		if want == 1 && (!strings.HasPrefix(interims[0].Get("Location"), "/-/upload/") || interims[0].Get("Upload-Draft-Interop-Version") != "8") {
			t.Errorf("interim answer %v", interims[0])
		}
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestPeers22SweepParts(t *testing.T) {
	s := newTaking(t)
	fresh := s.create("/fresh", strings.NewReader("0123"))
	stale := s.create("/stale", strings.NewReader("0123"))
	done := s.create("/done", strings.NewReader("0123"))
	s.session(patchRequest(done, 4, nil, true))
	orphan := newID()
	s.write(partsName+"/"+orphan+".part", "of a plain upload that a crash has cut")
	s.write(partsName+"/"+orphan+".new", "of a crash between two steps")
	s.write(partsName+"/"+newID()+".part", "")
	s.write(partsName+"/notes.txt", "not ours")
	long := time.Now().Add(-keptFor - time.Minute)
	if err := os.Chtimes(s.path(partPath(strings.TrimPrefix(stale, "/-/upload/"))), long, long); err != nil {
		t.Fatal(err)
	}
	again := s.reopen()
	again.wantProgress(fresh, "4 ?0")
	again.wantProgress(stale, "404")
	again.wantProgress(done, "4 ?1 4")
	if got := len(s.parts()); got != 4 {
		t.Errorf("sweep leaves %q", s.parts())
	}
	later := s.reopen(func(o *Options) { o.Now = func() time.Time { return time.Now().Add(keptFor + time.Minute) } })
	later.wantProgress(fresh, "404")
	later.wantProgress(done, "404")
	if diff := cmp.Diff([]string{"notes.txt"}, s.parts()); diff != "" {
		t.Errorf("parts after a day (-want +got):\n%s", diff)
	}
}

// TestSweepInUse holds that a sweep, here of another instance, takes no part
// that is being written.
func TestSweepInUse(t *testing.T) {
	s := newTaking(t)
	body := io.MultiReader(strings.NewReader("01234"), readerFunc(func([]byte) (int, error) {
		s.reopen()
		return 0, io.EOF
	}))
	if res := s.put("/x", body); res.StatusCode != 201 {
		t.Errorf("PUT = %d, want 201", res.StatusCode)
	}
}

// TestUnderBreak holds for a real connection that ends in the middle.
func TestUnderBreak(t *testing.T) {
	s := newTaking(t)
	ended := make(chan int, 1)
	address := newServer(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.ServeHTTP(w, r)
		ended <- 1
	}))
	for _, fields := range [][]string{{"Content-Length: 100"}, {"Transfer-Encoding: chunked"}} {
		c := dial(t, address, "/", "Connection: keep-alive")
		if _, err := http.ReadResponse(bufio.NewReader(c), nil); err != nil {
			t.Fatal(err)
		}
		<-ended
		lines := append([]string{"PUT /x HTTP/1.1", "Host: localhost"}, fields...)
		_, _ = io.WriteString(c, strings.Join(lines, "\r\n")+"\r\n\r\n5\r\nabcde\r\n")
		_ = c.Close()
		<-ended
	}
	if left := s.parts(); left != nil {
		t.Errorf("parts left: %q", left)
	}
	if _, err := os.Stat(s.path("x")); err == nil {
		t.Error("a file that broke off is stored")
	}
}
