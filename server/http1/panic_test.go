// SPDX-License-Identifier: MIT

package http1

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
)

func TestPanic(t *testing.T) {
	flushed := func(w http.ResponseWriter) {
		_, _ = io.WriteString(w, "part")
		w.(http.Flusher).Flush()
	}
	tests := []struct {
		name    string
		handler func(w http.ResponseWriter)
		want    string // in what the client gets
		whole   bool   // it gets a whole answer
		logged  bool
	}{
		{"at once", func(http.ResponseWriter) { panic("boom") }, "500 Internal Server Error", true, true},
		{"with an error", func(http.ResponseWriter) { panic(io.ErrNoProgress) }, "500 Internal Server Error", true, true},
		{"at an invalid status", func(w http.ResponseWriter) { w.WriteHeader(42) }, "500 Internal Server Error", true, true},
		{"behind an answer that has not left", func(w http.ResponseWriter) {
			w.Header().Set("Etag", `"taken-back"`)
			_, _ = io.WriteString(w, "taken back")
			panic("boom")
		}, "500 Internal Server Error", true, true},
		{"behind a part that has left", func(w http.ResponseWriter) { flushed(w); panic("boom") }, "\r\npart\r\n", false, true},
		{"behind a part of declared length", func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "9")
			flushed(w)
			panic("boom")
		}, "\r\n\r\npart", false, true},
		{"abort", func(http.ResponseWriter) { panic(http.ErrAbortHandler) }, "", false, false},
		{"wrapped abort", func(http.ResponseWriter) { panic(fmt.Errorf("copy: %w", http.ErrAbortHandler)) }, "", false, false},
		{"abort behind a part", func(w http.ResponseWriter) { flushed(w); panic(http.ErrAbortHandler) }, "\r\npart\r\n", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := newTestEngine(t, func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path == "/panic" {
						tt.handler(w)
					}
					answerPath(w, r)
				})
				p := e.connect()
				p.send(get("/before") + get("/panic", "X-Request-Id: known") + get("/after"))
				p.wantAnswer(http.StatusOK, "/before")
				got, _ := io.ReadAll(p.reader)
				checkPanicAnswer(t, string(got), tt.want, tt.whole)
				checkPanicLog(t, e, tt.logged)
				q := e.connect()
				q.send(get("/next"))
				q.wantAnswer(http.StatusOK, "/next")
				synctest.Wait()
				wantBusy(t, e, 0)
			})
		})
	}
}

// checkPanicAnswer looks at all that came for a request whose handler panicked.
func checkPanicAnswer(t *testing.T, got, want string, whole bool) {
	t.Helper()
	if !strings.Contains(got, want) || want == "" && got != "" || strings.Contains(got, "taken") || strings.Contains(got, "/after") {
		t.Errorf("got %q, want %q and nothing taken back or after it", got, want)
	}
	end := strings.HasSuffix(got, "0\r\n\r\n") || strings.HasSuffix(got, "the server has made a mistake, it is in its log under this id")
	if end != whole {
		t.Errorf("got %q, whole = %v, want %v", got, end, whole)
	}
}

func checkPanicLog(t *testing.T, e *testEngine, logged bool) {
	t.Helper()
	log := e.logged()
	if logged != (strings.Contains(log, "id=known") && strings.Contains(log, "stack=") && strings.Contains(log, "panic_test.go")) || !logged && log != "" {
		t.Errorf("log = %q, want id and stack: %v", log, logged)
	}
	if x := e.exchanges()[1]; x.Err == nil || string(x.ID) != "known" {
		t.Errorf("record = %+v, want an error", x)
	}
}
