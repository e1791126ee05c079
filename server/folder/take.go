// SPDX-License-Identifier: MIT

package folder

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// TakeOptions say which files are taken from visitors. Files are never
// replaced: one whose name is taken gets a number, as "name (2).txt".
type TakeOptions struct {
	// FileLimit is the largest file in bytes; 0 is no limit.
	FileLimit int64
	// SpaceLimit is how many bytes are taken in all, as Options.Spent counts
	// them, unfinished uploads among them; 0 is no limit.
	SpaceLimit int64
	// KeepFree is how many bytes must stay free on the disk.
	KeepFree int64
	// Inbox names the device that sends a request. Its files then go to a
	// folder of that name, and in it to one of the day. nil puts them into the
	// folder that the address names.
	Inbox func(r *http.Request) string
	// Client names who sends a request, so that none holds all unfinished
	// uploads; nil takes the remote address.
	Client func(r *http.Request) string
	// Cut ends the connection of a request that is being answered, because the
	// client has come back on another one. It is called from that one's
	// goroutine. nil leaves the old one to its deadline.
	Cut func(r *http.Request)
	// Ended reports that what is lent here is lent no more: what still arrives is
	// taken, and answered with Share-Ended, so that its sender does not go on. nil
	// is never.
	Ended func() bool
}

// take takes files of any kind and size:
//
//	aim       the landing: a folder and a clean name       landing.go
//	part      a hidden file that grows and is then synced  part.go
//	claim     linked to a name that is free                landing.go
//
// PUT sends one file (put.go), a form many (form.go), and a resumable upload
// one in many requests (resume.go).
type take struct {
	options  TakeOptions
	root     *os.Root
	index    string
	reserved string
	stored   func(r *http.Request, path string, size int64)
	log      *slog.Logger
	now      func() time.Time
	fault    func(err error) *Error // of the disk
	room     func(n, keep int64) error
	origin   *http.CrossOriginProtection
	disk     disk
	spent    *Spent
	marked   sync.Once // a failure to mark has been told

	landing  sync.Mutex // held where a name cannot be claimed in one step
	mu       sync.Mutex // guards what follows
	sessions map[string]*session
	ended    []string // ids of resumable uploads that are done, the oldest first
	swept    time.Time
}

// disk is what tests of full disks and sudden ends replace.
type disk struct {
	write func(part *os.File, p []byte) (int, error)
	sync  func(part *os.File) error
	link  func(from, to string) error
}

func newTake(f *Folder, o Options) *take {
	t := &take{
		options: *o.Take, root: f.root, index: f.index, reserved: f.reserved, stored: o.Stored, log: f.log, now: f.now,
		fault: f.storeFault, room: f.Room, spent: f.spent, origin: http.NewCrossOriginProtection(),
		disk:     disk{write: (*os.File).Write, sync: (*os.File).Sync, link: f.root.Link},
		sessions: make(map[string]*session),
	}
	if t.stored == nil {
		t.stored = func(*http.Request, string, int64) {}
	}
	if t.options.Client == nil {
		t.options.Client = remoteHost
	}
	if t.options.Ended == nil {
		t.options.Ended = func() bool { return false }
	}
	return t
}

func remoteHost(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

func (o *TakeOptions) check() error {
	if o.FileLimit < 0 || o.SpaceLimit < 0 || o.KeepFree < 0 {
		return errors.New("a limit for uploads is negative")
	}
	return nil
}

const takeMethods = "GET, HEAD, OPTIONS, POST, PUT"

// serve answers PUT, POST and OPTIONS. All that can be judged is judged before
// the first byte of the body is asked for.
func (t *take) serve(w http.ResponseWriter, r *http.Request) *Error {
	if r.Method == http.MethodOptions {
		t.tellLimits(w.Header())
		return allow(w, takeMethods)
	}
	l, refused := t.admit(r)
	if refused != nil {
		t.tellLimits(w.Header())
		return refused
	}
	switch {
	case r.Header["Upload-Complete"] != nil:
		return t.createUpload(w, r, l)
	case r.Method == http.MethodPut:
		return t.put(w, r, l)
	}
	return t.takeForm(w, r, l)
}

// admit judges all of a request but its body.
func (t *take) admit(r *http.Request) (landing, *Error) {
	if t.origin.Check(r) != nil {
		return landing{}, crossOrigin()
	}
	if !plainContent(r.Header) {
		return landing{}, &Error{
			Status: http.StatusUnsupportedMediaType,
			Reason: "Files are taken as they are, without a content coding.",
		}
	}
	l, refused := t.aim(r)
	if refused == nil {
		refused = t.allows(max(r.ContentLength, 0))
	}
	return l, refused
}

func crossOrigin() *Error {
	return &Error{Status: http.StatusForbidden, Reason: "Another web site may not send files here."}
}

// plainContent reports whether the body is sent without a content coding.
func plainContent(h http.Header) bool {
	for _, line := range h["Content-Encoding"] {
		if !strings.EqualFold(strings.Trim(line, " \t"), "identity") {
			return false
		}
	}
	return true
}

// tellLimits says what is taken, and that it can be resumed.
func (t *take) tellLimits(h http.Header) {
	limits := "max-age=" + strconv.Itoa(int(keptFor/time.Second))
	if t.options.FileLimit > 0 {
		limits = "max-size=" + strconv.FormatInt(t.options.FileLimit, 10) + ", " + limits
	}
	h["Upload-Limit"] = []string{limits}
	h["Accept-Patch"] = []string{partialUpload}
}

// taken is what an answer tells of a file that is stored.
type taken struct {
	Name string `json:"name"` // which it got
	Path string `json:"path"` // from the root, with a slash
	Size int64  `json:"size"` // bytes
}

func (f taken) address() string { return (&url.URL{Path: f.Path}).EscapedPath() }

// tellTaken answers 201 with the files that are stored.
func (t *take) tellTaken(w http.ResponseWriter, files ...taken) {
	body, _ := json.Marshal(struct { // strings and numbers always marshal
		Files []taken `json:"files"`
	}{files})
	h := w.Header()
	h["Content-Type"] = []string{"application/json"}
	h["Content-Length"] = []string{strconv.Itoa(len(body) + 1)}
	h["Cache-Control"] = []string{"no-store"}
	h["X-Content-Type-Options"] = []string{"nosniff"}
	t.tellEnd(h)
	w.WriteHeader(http.StatusCreated)
	_, _ = w.Write(append(body, '\n')) // the files are stored, whether or not their sender hears of it
}

// tellEnd says on an answer that the share has ended: a page that sends many
// files would find nobody to ask afterwards.
func (t *take) tellEnd(h http.Header) {
	if t.options.Ended() {
		h["Share-Ended"] = []string{"?1"} // a Boolean, RFC 9651 §3.3.6
	}
}
