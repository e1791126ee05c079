// SPDX-License-Identifier: MIT

package folder

import (
	"errors"
	"io/fs"
	"net/http"
	"strings"
	"testing"
)

func TestError(t *testing.T) {
	e := notFound(&fs.PathError{Op: "open", Path: "a", Err: fs.ErrNotExist})
	if got, want := e.Error(), "answer 404: open a: file does not exist"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
	if !errors.Is(e, fs.ErrNotExist) {
		t.Errorf("%v is not %v", e, fs.ErrNotExist)
	}
	if got, want := methodRefused("GET").Error(), "answer 405: This address takes GET only."; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}

// TestReasons holds that what Fail is handed is fit to be shown: a sentence
// or two, and nothing of the request or of the disk.
func TestReasons(t *testing.T) {
	var last *Error
	s := newSite(t, func(o *Options) {
		o.UploadLimit = 10
		o.Fail = func(w http.ResponseWriter, r *http.Request, e *Error) { last = e; failPlainly(w, r, e) }
	})
	for target, method := range map[string]string{
		"/no<script>.html": "GET", "/%zz": "GET", "/../a": "GET", "/run.exe": "GET", "/none.txt": "GET",
		"/a.txt": "PUT", "/upload": "PUT", "/file.txt/a.txt": "GET",
	} {
		last = nil
		res := s.do(method, target)
		switch {
		case last == nil || last.Status != res.StatusCode:
			t.Errorf("%s %s = %d, Fail got %v", method, target, res.StatusCode, last)
		case !strings.HasSuffix(last.Reason, ".") || len(last.Reason) > 100:
			t.Errorf("%s %s: reason %q is no short sentence", method, target, last.Reason)
		case strings.Contains(last.Reason, "script") || strings.Contains(last.Reason, s.root):
			t.Errorf("%s %s: reason %q tells too much", method, target, last.Reason)
		}
	}
	broken := s.fault(errors.New("disk on fire at /dev/sda"))
	if broken.Status != 500 || strings.Contains(broken.Reason, "sda") || broken.Err == nil {
		t.Errorf("fault = %+v, want 500 without detail", broken)
	}
}
