// SPDX-License-Identifier: MIT

package dav

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"

	"porchlight/server/folder"
)

// job is what one request has met with on the disk. x/net/webdav answers most
// of it with 405, so that the true cause is kept here for answer. It belongs
// to the goroutine of the request.
type job struct {
	fault    error            // the first
	stored   func(size int64) // told of a file that is put, once it is whole
	replaces bool             // a COPY or MOVE of a file onto a file: the old one stays until the new one is whole
}

type jobKey struct{}

func withJob(ctx context.Context, j *job) context.Context {
	return context.WithValue(ctx, jobKey{}, j)
}

func jobOf(ctx context.Context) *job {
	j, _ := ctx.Value(jobKey{}).(*job)
	if j == nil {
		return &job{stored: func(int64) {}} // nobody asks
	}
	return j
}

// note keeps an error unless the protocol has its own word for it, and
// returns it.
func (j *job) note(err error) error {
	if err != nil && j.fault == nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, fs.ErrExist) {
		j.fault = err
	}
	return err
}

// answer puts the true cause in the place of a refusal by x/net/webdav.
type answer struct {
	http.ResponseWriter
	job   *job
	files *folder.Files
	warn  func(*folder.Error)

	replaced bool // the answer is written already
}

func (a *answer) WriteHeader(status int) {
	if status < 400 || status == http.StatusPreconditionFailed || a.job.fault == nil {
		a.Header().Set("X-Content-Type-Options", "nosniff")
		if status >= 400 {
			a.Header().Set("Content-Type", "text/plain; charset=utf-8")
		}
		a.ResponseWriter.WriteHeader(status)
		return
	}
	a.replaced = true
	e, ok := errors.AsType[*folder.Error](a.job.fault)
	if !ok {
		e = a.files.Fault(a.job.fault)
	}
	if e.Status >= http.StatusInternalServerError {
		a.warn(e)
	}
	refuse(a.ResponseWriter, e)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.replaced {
		return len(b), nil
	}
	return a.ResponseWriter.Write(b)
}

// refuse answers with an error, in a line of text: no file manager shows more.
func refuse(w http.ResponseWriter, e *folder.Error) {
	kind, body := "text/plain; charset=utf-8", e.Reason+"\n"
	if errors.Is(e, errInfinite) {
		kind, body = "application/xml; charset=utf-8", finiteDepth
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("X-Content-Type-Options", "nosniff")
	if e.Allow != "" {
		h.Set("Allow", e.Allow)
	}
	w.WriteHeader(e.Status)
	_, _ = io.WriteString(w, body) // the answer is an error anyway
}
