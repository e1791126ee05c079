// SPDX-License-Identifier: MIT

package folder

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"porchlight/server/amount"
)

// upload takes JSON by POST /upload. It judges first and stores after: the
// disk is not touched before the body is whole and right.
type upload struct {
	limit  int64 // bytes
	stored func(r *http.Request, path string, size int64)
	store  store
}

func (f *Folder) serveUpload(w http.ResponseWriter, r *http.Request) *Error {
	switch r.Method {
	case http.MethodOptions:
		return allow(w, uploadMethods)
	case http.MethodPost:
		return f.upload.take(w, r, f)
	}
	return methodRefused(uploadMethods)
}

func (u *upload) take(w http.ResponseWriter, r *http.Request, f *Folder) *Error {
	if !isJSON(r.Header) {
		return &Error{
			Status: http.StatusUnsupportedMediaType,
			Reason: "Uploads are taken as application/json in UTF-8, without a content coding.",
		}
	}
	body, refused := u.read(w, r)
	if refused != nil {
		return refused
	}
	if !json.Valid(body) || !utf8.Valid(body) {
		return &Error{
			Status: http.StatusBadRequest,
			Reason: "The upload is not valid JSON. Nothing was stored.",
		}
	}
	path, err := u.store.save(body)
	if err != nil {
		return f.storeFault(err)
	}
	if u.stored != nil {
		u.stored(r, path, int64(len(body)))
	}
	created(w, path)
	return nil
}

// isJSON reports whether the body is announced as JSON, in UTF-8, as it is
// (RFC 8259 §8.1, §11).
func isJSON(h http.Header) bool {
	if len(h["Content-Type"]) != 1 {
		return false
	}
	kind, parameters, err := mime.ParseMediaType(h["Content-Type"][0])
	if err != nil || kind != "application/json" {
		return false
	}
	if charset, ok := parameters["charset"]; ok && !strings.EqualFold(charset, "utf-8") {
		return false
	}
	for _, line := range h["Content-Encoding"] {
		if !strings.EqualFold(strings.Trim(line, " \t"), "identity") {
			return false
		}
	}
	return true
}

// read returns the whole body. One that is announced as too large is refused
// before its first byte is asked for, so that a client which waits for
// 100 Continue never sends it.
func (u *upload) read(w http.ResponseWriter, r *http.Request) ([]byte, *Error) {
	if r.ContentLength > u.limit {
		return nil, u.tooLarge()
	}
	var b bytes.Buffer
	if r.ContentLength > 0 {
		b.Grow(int(r.ContentLength) + bytes.MinRead)
	}
	_, err := b.ReadFrom(http.MaxBytesReader(w, r.Body, u.limit))
	if err == nil {
		return b.Bytes(), nil
	}
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return nil, u.tooLarge()
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return nil, &Error{
			Status: http.StatusRequestTimeout,
			Reason: "The upload stopped coming. Nothing was stored; send it again.",
		}
	}
	return nil, &Error{
		Status: http.StatusBadRequest,
		Reason: "The upload did not arrive whole. Nothing was stored; send it again.",
	}
}

func (u *upload) tooLarge() *Error {
	return &Error{
		Status: http.StatusRequestEntityTooLarge,
		Reason: "The upload is larger than the " + amount.Bytes(u.limit) + " that is taken here.",
	}
}

// storeFault translates what kept an upload from the disk into an answer.
func (f *Folder) storeFault(err error) *Error {
	if errors.Is(err, f.escapes) {
		return &Error{Status: http.StatusForbidden, Reason: "The uploads folder leads out of the shared one.", Err: err}
	}
	switch status := statusOf(err); status {
	case http.StatusForbidden:
		return &Error{Status: status, Reason: "The uploads folder is read-only.", Err: err}
	case http.StatusServiceUnavailable:
		return &Error{Status: status, Reason: "Too many files are open. Try again in a moment.", Err: err}
	case http.StatusInsufficientStorage:
		return &Error{Status: status, Reason: "The disk is full. Nothing was stored; make room and send it again.", Err: err}
	}
	return &Error{
		Status: http.StatusInternalServerError,
		Reason: "The upload could not be stored. Tell the person who shares the folder.",
		Err:    err,
	}
}

// created is the answer of the classic contract. The path holds nothing that
// JSON would have to escape.
func created(w http.ResponseWriter, path string) {
	body := `{"status":"success","message":"File created successfully","filepath":"` + path + `"}`
	h := w.Header()
	h["Content-Type"] = []string{"application/json"}
	h["Content-Length"] = []string{strconv.Itoa(len(body))}
	h["Cache-Control"] = []string{"no-store"}
	h["X-Content-Type-Options"] = []string{"nosniff"}
	w.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(w, body) // the upload is stored, whether or not its sender hears of it
}
