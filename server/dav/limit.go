// SPDX-License-Identifier: MIT

package dav

import (
	"errors"
	"io/fs"
	"net/http"
	"strconv"
	"strings"

	"porchlight/server/amount"
	"porchlight/server/folder"
)

// What one request may ask for.
const (
	largestQuery = 16 << 10 // bytes of XML; each property that it names is answered once for every file
	largestLock  = 4 << 10  // bytes of XML, most of which is kept as the owner
	largestList  = 20_000   // files and folders that are told of one folder
)

// limit refuses what would cost too much, and what x/net/webdav would get
// wrong.
func (h *handler) limit(w http.ResponseWriter, r *http.Request, name string) *folder.Error {
	switch r.Method {
	case "PROPFIND":
		if refused := h.limitDepth(r, name); refused != nil {
			return refused
		}
		return limitBody(w, r, largestQuery)
	case "PROPPATCH":
		return limitBody(w, r, largestQuery)
	case "LOCK":
		limitLock(r)
		return limitBody(w, r, largestLock)
	case "PUT":
		return h.limitPut(r, name)
	case "COPY", "MOVE":
		return h.limitCopy(r, name)
	case "DELETE":
		if name == "/" {
			return &folder.Error{Status: http.StatusForbidden, Reason: "The folder that is lent stays."}
		}
	}
	return nil
}

func limitBody(w http.ResponseWriter, r *http.Request, limit int64) *folder.Error {
	if r.ContentLength > limit {
		return &folder.Error{
			Status: http.StatusRequestEntityTooLarge,
			Reason: "The request is larger than " + amount.Bytes(limit) + " that is taken here.",
		}
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	return nil
}

// errInfinite is the cause when somebody asks for all folders at once. They
// are told to ask one by one (RFC 4918 §9.1).
var errInfinite = errors.New("depth is infinite")

const finiteDepth = `<?xml version="1.0" encoding="utf-8"?>` + "\n" +
	`<D:error xmlns:D="DAV:"><D:propfind-finite-depth/></D:error>` + "\n"

func (h *handler) limitDepth(r *http.Request, name string) *folder.Error {
	if depth := r.Header.Get("Depth"); depth != "" && !strings.EqualFold(depth, "infinity") {
		return nil
	}
	info, err := h.files.Stat(name)
	switch {
	case err != nil:
		return h.files.Fault(err)
	case info.IsDir():
		return &folder.Error{Status: http.StatusForbidden, Err: errInfinite}
	}
	r.Header.Set("Depth", "0") // a file has nothing below it
	return nil
}

// limitLock bounds how long a lock lasts, in the words of the request, so that
// the answer says the same. A client refreshes what it still needs.
func limitLock(r *http.Request) {
	first, _, _ := strings.Cut(r.Header.Get("Timeout"), ",")
	asked, counted := strings.CutPrefix(strings.TrimSpace(first), "Second-")
	seconds, err := strconv.ParseInt(asked, 10, 64)
	longest := int64(longestLock.Seconds())
	if !counted || err != nil || seconds < 0 || seconds > longest {
		seconds = longest
	}
	r.Header.Set("Timeout", "Second-"+strconv.FormatInt(seconds, 10))
}

// limitPut refuses a file for which there is no room, before it is sent, and
// a part of one, which would replace the whole (RFC 9110 §14.5).
func (h *handler) limitPut(r *http.Request, name string) *folder.Error {
	if r.Header.Get("Content-Range") != "" {
		return &folder.Error{Status: http.StatusBadRequest, Reason: "Files are taken whole, not in ranges."}
	}
	info, err := h.files.Stat(name)
	switch {
	case strings.HasSuffix(name, "/") || err == nil && info.IsDir():
		return h.methodRefused()
	case !h.meant(r, info, err):
		return &folder.Error{Status: http.StatusPreconditionFailed, Reason: "The file is not the one that was meant. Look again."}
	}
	n := announced(r)
	return h.admit(n, n)
}

// meant evaluates the preconditions of a PUT (RFC 9110 §13.2.2).
func (h *handler) meant(r *http.Request, info fs.FileInfo, err error) bool {
	tag := ""
	if err == nil {
		tag = h.files.Tag(info)
	}
	if tags := r.Header["If-Match"]; tags != nil && (tag == "" || !listsTag(tags, tag)) {
		return false
	}
	tags := r.Header["If-None-Match"]
	return tags == nil || tag == "" || !listsTag(tags, tag)
}

// listsTag reports whether "*" or a tag is in a list. Our tags hold no commas.
func listsTag(lines []string, tag string) bool {
	for _, line := range lines {
		for item := range strings.SplitSeq(line, ",") {
			if item = strings.TrimSpace(item); item == "*" || item == tag {
				return true
			}
		}
	}
	return false
}

// announced returns the length of the body in bytes, 0 when nobody says. The
// macOS Finder sends chunks, and the length in a field of its own.
func announced(r *http.Request) int64 {
	if r.ContentLength >= 0 {
		return r.ContentLength
	}
	n, err := strconv.ParseInt(r.Header.Get("X-Expected-Entity-Length"), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
