// SPDX-License-Identifier: MIT

package dav

import (
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"path"
	"strings"

	"porchlight/server/amount"
	"porchlight/server/folder"
)

// largestTree is how many files and folders one COPY may make.
const largestTree = 10_000

// limitCopy judges the destination as a target of its own, and refuses what
// x/net/webdav would begin and not be able to end.
func (h *handler) limitCopy(r *http.Request, source string) *folder.Error {
	destination, refused := h.destination(r)
	if refused != nil {
		return refused
	}
	from, to := strings.TrimSuffix(source, "/"), strings.TrimSuffix(destination, "/")
	if within(from, to) || within(to, from) {
		return &folder.Error{Status: http.StatusForbidden, Reason: "A folder cannot be put into itself, nor in the place of one that holds it."}
	}
	info, err := h.files.Stat(source)
	if err != nil { // x/net/webdav would have removed the destination by then
		return h.files.Fault(err)
	}
	if parent, err := h.files.Stat(path.Dir(to)); err != nil || !parent.IsDir() {
		return &folder.Error{Status: http.StatusConflict, Reason: "The folder to put it into is missing."}
	}
	if r.Header.Get("Overwrite") == "" {
		r.Header.Set("Overwrite", "T") // RFC 4918 §10.6; x/net/webdav has another default for MOVE
	}
	there, err := h.files.Stat(to)
	jobOf(r.Context()).replaces = err == nil && !there.IsDir() && !info.IsDir()
	if r.Method == "MOVE" || info.IsDir() && r.Header.Get("Depth") == "0" {
		return nil
	}
	return h.limitTree(from, info)
}

// within reports whether a path is another, or lies below it.
func within(folder, name string) bool {
	return name == folder || strings.HasPrefix(name, folder+"/")
}

// destination returns the name in the Destination field, and puts it back as
// the path that was judged.
func (h *handler) destination(r *http.Request) (string, *folder.Error) {
	u, err := url.Parse(r.Header.Get("Destination"))
	switch {
	case err != nil || u.Path == "":
		return "", &folder.Error{Status: http.StatusBadRequest, Reason: "The Destination is missing or malformed."}
	case u.Host != "" && !strings.EqualFold(u.Host, r.Host):
		return "", &folder.Error{Status: http.StatusBadGateway, Reason: "The Destination is on another server."}
	}
	if !strings.HasPrefix(u.EscapedPath(), h.options.Prefix+"/") {
		return "", &folder.Error{Status: http.StatusBadGateway, Reason: "The Destination is out of this folder."}
	}
	_, name, refused := h.target(u, true)
	if refused != nil {
		return "", refused
	}
	judged := url.URL{Path: h.options.Prefix + name}
	r.Header.Set("Destination", judged.String())
	return name, nil
}

// errTooMany ends the count of a tree.
var errTooMany = errors.New("too many files")

// limitTree counts what a COPY would make before it makes any of it.
func (h *handler) limitTree(name string, info fs.FileInfo) *folder.Error {
	t := tree{files: h.files}
	switch err := t.add(name, info); {
	case errors.Is(err, errTooMany):
		return &folder.Error{
			Status: http.StatusForbidden,
			Reason: "At most " + amount.Number(largestTree) + " files are copied at once. Copy it in parts.",
		}
	case err != nil:
		return h.files.Fault(err)
	}
	return h.room(t.bytes)
}

// tree is the extent of a folder.
type tree struct {
	files *folder.Files
	count int
	bytes int64
}

func (t *tree) add(name string, info fs.FileInfo) error {
	t.count++
	if t.count > largestTree {
		return errTooMany
	}
	if !info.IsDir() {
		t.bytes += info.Size()
		return nil
	}
	list, more, err := t.files.List(name, largestTree-t.count)
	switch {
	case err != nil:
		return err
	case more:
		return errTooMany
	}
	for _, below := range list {
		if err := t.add(name+"/"+below.Name(), below); err != nil {
			return err
		}
	}
	return nil
}
